// One run: the workflows of one credential on one API, from a fresh server to what the server says was deleted.
import { deepStrictEqual } from "node:assert/strict";
import { type Api, servers, tokenEndpoints } from "../../generated/client.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import type { Credential, Workflow } from "./files.js";
import { runWorkflows, type StepResult } from "./respect.js";
import { expectedDeletions, inputsOf, type World } from "./world.js";

/** What a run acts on and with. */
export interface Session {
  /** A sandbox that holds `world.seed`. It is reset first. */
  readonly sandbox: Sandbox;
  readonly world: World;
  readonly api: Api;
  readonly files: readonly string[];
  readonly workflows: readonly Workflow[];
}

async function grantToken({ url, credentials }: Sandbox): Promise<string> {
  const { clientId, clientSecret } = credentials.serviceAccount;
  const response = await fetch(url + tokenEndpoints.grant, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    signal: AbortSignal.timeout(5000),
  });
  if (response.status !== 200) throw new Error(`the sandbox grants no token: ${response.status}`);
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

/**
 * Resets the sandbox and runs the workflows.
 *
 * @returns one result for each step
 * @throws {Error} when the run could not be carried out or not be read
 */
export async function runSession({ sandbox, world, api, files, workflows }: Session): Promise<StepResult[]> {
  sandbox.state.reset();
  const inputs = inputsOf(world, api, sandbox.credentials, await grantToken(sandbox));
  return await runWorkflows({ files, workflows, server: sandbox.url + servers[api].basePath, inputs });
}

/**
 * Holds the sandbox's own record against what all workflows with one credential should have done: those revocations and no
 * others, in that order, by that credential, and the rotations' new secrets still there.
 *
 * @throws {AssertionError} with the difference
 */
export function checkRecord(sandbox: Sandbox, world: World, api: Api, credential: Exclude<Credential, "none">): void {
  const kind = credential === "digest" ? "api-key" : "service-account";
  const deleted = sandbox.state.deletions.map(({ operationId, ids, by, ...rest }) => ({
    operationId,
    api: rest.api,
    ids: { ...ids },
    by: by.kind,
  }));
  const expected = expectedDeletions(world, api).map((deletion) => ({ ...deletion, by: kind }));
  deepStrictEqual(deleted, expected, `the sandbox recorded other deletions:\n${JSON.stringify(deleted, undefined, 2)}`);
  const lost = deleted.filter(({ ids }) => "secretId" in ids && world.newSecretIds.includes(ids.secretId));
  deepStrictEqual(lost, [], "a rotation's new secret is gone");
}
