/**
 * Runs fault cases against a client, whichever build of it and on whichever runtime: nothing here belongs to a test
 * runner. A case says what the server does and exactly what the client must make of it.
 */
import assert from "node:assert/strict";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { CallOptions } from "../../src/index.js";
import { json } from "./answers.js";
import { type Watch, watch } from "./leftovers.js";
import { type RawRequest, type RawServer, type Script, startRawServer } from "./rawServer.js";

/** The package under test: its source or its build. */
export type Library = typeof import("../../src/index.js");

/** One test that any runner can run. */
export interface PortableTest {
  readonly name: string;
  readonly run: (library: Library) => Promise<void>;
}

export type Credential = "digest" | "service account";

/** What a call must come to. */
export type Expected = {
  /** DELETEs that the client counts; default 1. */
  readonly attempts?: number;
  /** DELETEs with credentials that reach the server; default the same as `attempts`. */
  readonly deletes?: number;
  /** Requests beside those: digest's challenges, or grants; default 1. */
  readonly openings?: number;
} & (
  | { readonly outcome: "revoked" | "already-gone"; readonly status: number }
  | {
      readonly error: string;
      readonly outcome: "not-sent" | "refused" | "unknown";
      readonly status?: number;
      readonly message?: RegExp;
    }
);

/** What a script can refer to. */
export interface Stage {
  /** Another origin, which must never be asked. */
  readonly decoy: string;
  /** Aborts the call's signal. */
  readonly abort: () => void;
}

/** A fault and what must come of it. */
export interface FaultCase {
  /** A sentence that could be false. */
  readonly name: string;
  /** The server's script for each DELETE with credentials. */
  readonly scripts: readonly Script[] | ((stage: Stage) => readonly Script[]);
  readonly options?: Omit<CallOptions, "signal" | "envelope">;
  /** Both, unless only one makes sense. */
  readonly credentials?: readonly Credential[];
  /** With and without, unless only one makes sense. */
  readonly envelopes?: readonly boolean[];
  readonly expected: Expected | ((envelope: boolean) => Expected);
  /** Where a platform's HTTP parser reads on, or gives up, unlike Node's. */
  readonly elsewhere?: Partial<Record<Platform, Expected>>;
}

/** Whose `fetch` is under test. */
export type Platform = "node" | "bun" | "deno";

/** The platform that runs this. */
export const platform: Platform = "Bun" in globalThis ? "bun" : "Deno" in globalThis ? "deno" : "node";

const secretCanary = "canary-5e1f7a90-private";
const nonce = "bm9uY2Utb2YtdGhlLWZhdWx0LXN1aXRl";
/** The challenge that the service sends (facts, "Authentication"). */
export const challenge: string = `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
/** The first answer to a request without credentials. */
export const challenged: Script = [
  json(401, { error: 401, reason: "Unauthorized" }, { "WWW-Authenticate": challenge }),
  "end",
];
/** The token endpoint's plain answer. */
export const granted: Script = [
  json(200, { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" }),
  "end",
];

/** Every case with both credentials, with and without an envelope, spread over the operations and both APIs. */
export function testsOf(cases: readonly FaultCase[]): readonly PortableTest[] {
  const tests: PortableTest[] = [];
  for (const fault of cases) {
    for (const credential of fault.credentials ?? (["digest", "service account"] as const)) {
      for (const envelope of fault.envelopes ?? [false, true]) {
        const number = tests.length;
        const name = `${fault.name} (${credential}${envelope ? ", envelope" : ""})`;
        tests.push({ name, run: (library) => runCase(library, fault, credential, envelope, number) });
      }
    }
  }
  return tests;
}

async function runCase(library: Library, fault: FaultCase, credential: Credential, envelope: boolean, number: number) {
  const requests: RawRequest[] = [];
  const strayed: RawRequest[] = [];
  const decoy = await startRawServer((request) => {
    strayed.push(request);
    return ["end"];
  });
  const watched = watch();
  const stage: Stage = { decoy: decoy.origin, abort: () => watched.abort(new Error("enough")) };
  const scripts = typeof fault.scripts === "function" ? fault.scripts(stage) : fault.scripts;
  let next = 0;
  const server = await startRawServer((request) => {
    requests.push(request);
    const opening = openingAnswer(request);
    if (opening !== undefined) return opening;
    const script = scripts[next];
    next += 1;
    // More DELETEs than the case foresees: the counts below will tell.
    return script ?? ["end"];
  });
  try {
    const usual = typeof fault.expected === "function" ? fault.expected(envelope) : fault.expected;
    const expected = fault.elsewhere?.[platform] ?? usual;
    const target = targetOf(number);
    const options = { timeoutMs: 5_000, maxRetries: 0, ...fault.options, envelope };
    const result = await call(library, server, credential, target, options, watched);
    const deletes = expected.deletes ?? expected.attempts ?? 1;
    const openings = expected.openings ?? 1;
    assertOutcome(result, expected, openings + deletes);
    assertServerSaw(requests, credential, target, envelope, { deletes, openings });
    assert.equal(strayed.length, 0, "another origin was asked");
    await watched.nothingIsLeft([server]);
  } finally {
    watched.end();
    await Promise.all([server.close(), decoy.close()]);
  }
}

/** What a credential's first request is answered with; `undefined` for a DELETE that carries credentials. */
export function openingAnswer(request: RawRequest): Script | undefined {
  if (request.method === "POST") return granted;
  return request.headers.has("authorization") ? undefined : challenged;
}

export interface Target {
  readonly api: Api;
  readonly operationId: OperationId;
  readonly ids: Readonly<Record<string, string>>;
  /** Path as it must arrive. */
  readonly path: string;
}

const operationIds = Object.keys(operationTable) as OperationId[];

/** Operation and API number `number`, so that a list of cases goes round all of them; ids are the document's examples. */
export function targetOf(number: number): Target {
  const operationId = operationIds[number % operationIds.length] ?? "unassignGroupApiKey";
  const api = Math.floor(number / operationIds.length) % 2 === 0 ? "cloud-manager" : "atlas";
  const { path, pathParameters } = operationTable[operationId];
  const ids = Object.fromEntries(pathParameters.map(({ name, example }) => [name, example]));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  return { api, operationId, ids, path: servers[api].basePath + filled };
}

/** How a call ended. */
export type Result = { readonly value: Record<string, unknown> } | { readonly error: unknown };

export async function call(
  library: Library,
  server: RawServer,
  credential: Credential,
  { api, operationId, ids }: Target,
  options: CallOptions,
  watched: Watch,
): Promise<Result> {
  const { random } = Math;
  Math.random = () => 0; // Backoff with full jitter then waits as long as the server asks, and no longer.
  try {
    const client = library.createClient({ api, auth: authOf(library, credential), baseUrl: server.origin });
    const revoke = client[operationId] as (ids: object, options: CallOptions) => Promise<object>;
    return await revoke(ids, { ...options, signal: watched.signal }).then(
      (value): Result => ({ value: { ...value } }),
      (error: unknown): Result => ({ error }),
    );
  } finally {
    Math.random = random;
  }
}

/** An `Auth` whose secret is marked. */
export function authOf(library: Library, credential: Credential): ReturnType<Library["digest"]> {
  return credential === "digest"
    ? library.digest({ publicKey: "public", privateKey: secretCanary })
    : library.serviceAccount({ clientId: "mdb_sa_id_aaaaaaaaaaaaaaaaaaaaaaaa", clientSecret: secretCanary });
}

/** Compares a result with what was expected, field by field. */
export function assertOutcome(result: Result, expected: Expected, requests: number): void {
  const attempts = expected.attempts ?? 1;
  if ("error" in expected) {
    assert.ok("error" in result, `expected ${expected.error}, but the call resolved`);
    const { error } = result;
    assert.ok(error instanceof Error, "what was thrown is no Error");
    const facts = Object.fromEntries(Object.entries(error));
    const status = expected.status === undefined ? {} : { status: expected.status };
    assert.deepEqual(
      {
        name: error.name,
        outcome: facts.outcome,
        attempts: facts.attempts,
        requests: facts.requests,
        ...(expected.status === undefined ? {} : { status: facts.status }),
      },
      { name: expected.error, outcome: expected.outcome, attempts, requests, ...status },
      `${error.name}: ${error.message}`,
    );
    if (expected.message !== undefined) assert.match(error.message, expected.message);
    return;
  }
  assert.ok(
    "value" in result,
    `expected ${expected.outcome}, but it threw ${"error" in result ? String(result.error) : ""}`,
  );
  const { outcome, status } = result.value;
  assert.deepEqual(
    { outcome, status, attempts: result.value.attempts, requests: result.value.requests },
    { outcome: expected.outcome, status: expected.status, attempts, requests },
  );
}

function assertServerSaw(
  requests: readonly RawRequest[],
  credential: Credential,
  target: Target,
  envelope: boolean,
  expected: { readonly deletes: number; readonly openings: number },
): void {
  const authorized = requests.filter(({ method, headers }) => method === "DELETE" && headers.has("authorization"));
  const others = requests.filter((request) => !authorized.includes(request));
  assert.equal(authorized.length, expected.deletes, "DELETEs with credentials that the server saw");
  assert.equal(others.length, expected.openings, "challenges or grants that the server saw");
  const path = `${target.path}${envelope ? "?envelope=true" : ""}`;
  for (const request of requests) {
    assert.equal(request.target, request.method === "POST" ? "/api/oauth/token" : path);
    const scheme = request.headers.get("authorization")?.split(" ")[0];
    const allowed = request.method === "POST" ? "Basic" : credential === "digest" ? "Digest" : "Bearer";
    assert.ok(scheme === undefined || scheme === allowed, `credentials were sent as ${scheme}`);
  }
}
