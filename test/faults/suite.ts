/**
 * Runs one client against a raw-socket server whose script says the response to every request, authentication included;
 * whichever build of the client and on whichever runtime: nothing here belongs to a test runner.
 */
import assert from "node:assert/strict";
import { type Api, type OperationFacts, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { CallOptions } from "../../src/index.js";
import { type RawRequest, type Script, startRawServer } from "../support/rawServer.js";
import { json } from "./bytes.js";
import type { Scene } from "./catalogue/entry.js";
import { assertOutcome, assertRequests, type Expected, type Result, resultOf } from "./expected.js";
import { watch } from "./leftovers.js";

/** The package under test: its source or its build. */
export type Library = typeof import("../../src/index.js");

/** One test that any runner can run. */
export interface PortableTest {
  readonly name: string;
  readonly run: (library: Library) => Promise<void>;
}

export type Credential = "digest" | "service account";

/** Whose `fetch` is under test. */
export const platform: "node" | "bun" | "deno" = "Bun" in globalThis ? "bun" : "Deno" in globalThis ? "deno" : "node";

/** What a script can refer to. */
export interface Stage {
  /** Another origin, which must never be asked. */
  readonly decoy: string;
  /** Aborts the call's signal. */
  readonly abort: () => void;
  readonly sceneOf: (request: RawRequest) => Scene;
}

/** A conversation and what the call must come to. */
export interface Conversation {
  /** A sentence that could be false. */
  readonly name: string;
  readonly credential: Credential;
  /** The server's responses in the order of the requests: every one is used, and no request goes without one. */
  readonly responses: (stage: Stage) => readonly (Script | ((request: RawRequest) => Script))[];
  readonly options?: Omit<CallOptions, "signal">;
  /** Calls before the one that counts, on the same client; each must be confirmed. */
  readonly before?: number;
  readonly expected: Expected;
}

const secretCanary = "canary-5e1f7a90-private";
/** The challenge that the service sends. */
export const challenge: string = `Digest realm="MMS Public API", domain="", nonce="bm9uY2Utb2YtdGhlLXN1aXRl", algorithm=MD5, qop="auth", stale=false`;
/** The first response to a request without credentials. */
export const challenged: Script = [json(401, {}, { "WWW-Authenticate": challenge }), "end"];
/** The token endpoint's plain response. */
export const granted: Script = [
  json(200, { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" }),
  "end",
];
/** What comes before the first DELETE with credentials. */
export const opening = (credential: Credential): Script => (credential === "digest" ? challenged : granted);

interface Target {
  readonly api: Api;
  readonly operation: OperationFacts;
  readonly ids: Readonly<Record<string, string>>;
  /** Path as it must arrive. */
  readonly path: string;
}

const operationIds = Object.keys(operationTable) as OperationId[];

/** Operation and API number `number`, so that a list of tests goes round all of them; ids are the document's examples. */
export function targetOf(number: number): Target {
  const operation = operationTable[operationIds[number % operationIds.length] ?? "unassignGroupApiKey"];
  const api = Math.floor(number / operationIds.length) % 2 === 0 ? "cloud-manager" : "atlas";
  const ids = Object.fromEntries(operation.pathParameters.map(({ name, example }) => [name, example]));
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  return { api, operation, ids, path: servers[api].basePath + filled };
}

/** An `Auth` whose secret is marked. */
function authOf(library: Library, credential: Credential): ReturnType<Library["digest"]> {
  return credential === "digest"
    ? library.digest({ publicKey: "public", privateKey: secretCanary })
    : library.serviceAccount({ clientId: "mdb_sa_id_aaaaaaaaaaaaaaaaaaaaaaaa", clientSecret: secretCanary });
}

/** Makes tests of conversations; operations and APIs in turn. */
export function testsOf(conversations: readonly Conversation[]): readonly PortableTest[] {
  return conversations.map((conversation, number) => ({
    name: `${conversation.name} (${conversation.credential})`,
    run: (library) => converse(library, conversation, number),
  }));
}

async function converse(library: Library, conversation: Conversation, number: number): Promise<void> {
  const { credential, expected, before = 0 } = conversation;
  const options = { timeoutMs: 5_000, maxRetries: 0, ...conversation.options };
  const target = targetOf(number);
  const { operation, ids } = target;
  const requests: RawRequest[] = [];
  const strayed: RawRequest[] = [];
  const decoy = await startRawServer((request) => {
    strayed.push(request);
    return ["end"];
  });
  const watched = watch();
  const responses = conversation.responses({
    decoy: decoy.origin,
    abort: () => watched.abort(new Error("enough")),
    sceneOf: (request) => ({
      decoy: decoy.origin,
      authorization: request.headers.get("authorization") ?? "",
      target: ids[operation.targetParameter] ?? "",
      operation,
    }),
  });
  const server = await startRawServer((request) => {
    requests.push(request);
    const response = responses[requests.length - 1] ?? ["end"];
    return typeof response === "function" ? response(request) : response;
  });
  const { random } = Math;
  Math.random = () => 0; // Backoff with full jitter then waits as long as the server asks, and no longer.
  try {
    const client = library.createClient({ api: target.api, auth: authOf(library, credential), baseUrl: server.origin });
    const revoke = client[operation.operationId] as (ids: object, options: CallOptions) => Promise<object>;
    const call = (): Promise<Result> => resultOf(revoke(ids, { ...options, signal: watched.signal }));
    for (let calls = 0; calls < before; calls += 1) {
      const result = await call();
      assert.ok("value" in result, `an earlier call failed: ${"error" in result ? String(result.error) : ""}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const earlier = requests.length;
    const result = await call();
    assertOutcome(result, expected, requests.length - earlier, operation);
    const path = options.envelope === true ? `${target.path}?envelope=true` : target.path;
    assertRequests(requests, credential === "digest" ? "Digest" : "Bearer", path);
    assert.equal(requests.length, responses.length, "requests that the server saw");
    assert.equal(strayed.length, 0, "another origin was asked");
    if (before === 0) await watched.nothingIsLeft(server);
  } finally {
    Math.random = random;
    watched.end();
    await Promise.all([server.close(), decoy.close()]);
  }
}
