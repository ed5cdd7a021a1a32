// The demonstration behind `npm start`: every outcome that it prints is compared with what it should be, and with the
// sandbox's own record of what was deleted.
import type { Api, OperationId } from "../../generated/client.js";
import type * as Library from "../../src/index.js";
import type * as Sandbox from "../../src/sandbox/index.js";

type Print = (line: string) => void;
type RunningSandbox = Awaited<ReturnType<typeof Sandbox.startSandbox>>;

/**
 * Runs the demonstration.
 *
 * @returns 0 when everything was as it should be, else 1.
 */
export async function demonstrate(
  library: typeof Library,
  { startSandbox }: typeof Sandbox,
  print: Print,
): Promise<number> {
  const sandbox = await startSandbox();
  try {
    return await run(library, sandbox, print);
  } finally {
    await sandbox.close();
  }
}

async function run(library: typeof Library, sandbox: RunningSandbox, print: Print): Promise<number> {
  const { createClient, digest, serviceAccount } = library;
  const { apiKey, serviceAccount: account } = sandbox.credentials;
  const problems: string[] = [];
  const expect = (what: string, actual: unknown, wanted: unknown): void => {
    if (actual !== wanted) problems.push(`${what}: expected ${String(wanted)}, got ${String(actual)}`);
  };

  print(`Sandbox of MongoDB Cloud on ${sandbox.url}: in memory, with made-up credentials. Nothing real is touched.`);

  const runs = [
    {
      api: "cloud-manager",
      title: "Cloud Manager, with an API key (HTTP Digest)",
      auth: digest(apiKey),
    },
    {
      api: "atlas",
      title: "Atlas, with a service account (OAuth 2.0)",
      auth: serviceAccount(account),
    },
  ] as const;
  for (const { api, title, auth } of runs) {
    print(`\n${title}`);
    const sent: string[] = [];
    await using client = createClient({ api, auth, baseUrl: sandbox.url, fetch: recording(sent) });
    const targets = firstTargets(sandbox, api);
    for (const revoke of [
      () => client.deleteOrgServiceAccountSecret(targets.deleteOrgServiceAccountSecret),
      () => client.deleteGroupServiceAccountSecret(targets.deleteGroupServiceAccountSecret),
      () => client.unassignGroupServiceAccount(targets.unassignGroupServiceAccount),
      () => client.unassignGroupApiKey(targets.unassignGroupApiKey),
    ]) {
      const revocation = await revoke();
      print(row(revocation.outcome, revocation.status, revocation.requests, revocation.operationId));
      print(`${indent}${sent.at(-1)}`);
      for (const warning of revocation.warnings) print(`${indent}Note: ${warning}`);
      expect(`${api} ${revocation.operationId}`, revocation.outcome, "revoked");
    }
  }
  expect("deletions in the sandbox's record", sandbox.state.deletions.length, 8);

  print("\nThe first secret once more: it is gone, and the client says so instead of claiming a second success");
  let lastAnswer = "";
  await using again = createClient({
    api: "cloud-manager",
    auth: digest(apiKey),
    baseUrl: sandbox.url,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      lastAnswer = `HTTP ${response.status} ${await response.clone().text()}`;
      return response;
    },
  });
  const gone = firstTargets(sandbox, "cloud-manager").deleteOrgServiceAccountSecret;
  const error: unknown = await again.deleteOrgServiceAccountSecret(gone).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof library.NotFoundError) {
    print(row(error.outcome, error.status, error.requests, `${error.operationId}, ${error.name}`));
    print(`${indent}${error.message}`);
  }
  expect("revoking again", error instanceof library.NotFoundError ? error.outcome : String(error), "refused");

  print("\nAnother secret, with ?envelope=true: the status is read out of the answer's body");
  const other = sandbox.targets["cloud-manager"].deleteOrgServiceAccountSecret[1];
  if (other === undefined) throw new Error("the sandbox has no second target");
  const enveloped = await again.deleteOrgServiceAccountSecret(other, { envelope: true });
  print(row(enveloped.outcome, enveloped.status, enveloped.requests, enveloped.operationId));
  print(`${indent}The server answered: ${lastAnswer}`);
  expect("with an envelope", enveloped.outcome, "revoked");
  expect("deletions in the sandbox's record", sandbox.state.deletions.length, 9);

  for (const problem of problems) print(`\nNOT AS IT SHOULD BE: ${problem}`);
  if (problems.length > 0) return 1;
  print(next);
  return 0;
}

/** One target of each operation that no other call of the demonstration uses. */
function firstTargets(sandbox: RunningSandbox, api: Api): { [K in OperationId]: Library.Ids<K> } {
  const targets = sandbox.targets[api];
  const first = <T>(list: readonly T[]): T => {
    const [target] = list;
    if (target === undefined) throw new Error(`the sandbox has no target on ${api}`);
    return target;
  };
  return {
    deleteOrgServiceAccountSecret: first(targets.deleteOrgServiceAccountSecret),
    deleteGroupServiceAccountSecret: first(targets.deleteGroupServiceAccountSecret),
    unassignGroupServiceAccount: first(targets.unassignGroupServiceAccount),
    unassignGroupApiKey: first(targets.unassignGroupApiKey),
  };
}

/** A `fetch` that notes each request line. */
function recording(lines: string[]): Library.Fetch {
  return (url, init) => {
    lines.push(`${init.method} ${new URL(url).pathname}`);
    return fetch(url, init);
  };
}

const indent = "      ";

function row(outcome: string, status: number, requests: number, what: string): string {
  const count = `${requests} ${requests === 1 ? "request" : "requests"}`;
  return `  ${outcome.padEnd(13)} ${status}  ${count.padEnd(12)} ${what}`;
}

const next = `
Everything is as it should be. What to type next:

  A sandbox of your own, with ready-made curl and CLI lines:
    npx mongodb-cloud-revoke sandbox

  One revocation in a sandbox that lives as long as the command:
    npx mongodb-cloud-revoke project-secret --api atlas --sandbox

  For real, with an API key in the environment (it asks before it deletes):
    export MONGODB_ATLAS_PUBLIC_API_KEY=… MONGODB_ATLAS_PRIVATE_API_KEY=…
    npx mongodb-cloud-revoke project-secret --api atlas --group-id … --client-id … --secret-id …`;
