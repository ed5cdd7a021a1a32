/** Connections that are kept between requests, and dropped before, or just as, the next one comes; and none at all. */
import assert from "node:assert/strict";
import { apiError, head, json } from "../answers.js";
import { watch } from "../leftovers.js";
import { type RawRequest, type Script, startRawServer } from "../rawServer.js";
import {
  assertOutcome,
  authOf,
  type Credential,
  call,
  challenge,
  type Expected,
  type Library,
  type PortableTest,
  platform,
  targetOf,
} from "../suite.js";

const kept = { Connection: "keep-alive" };
const deleted: Script = [head(204, kept)];
const gone: Script = [json(404, apiError(404, "RESOURCE_NOT_FOUND"), kept)];
const challenged: Script = [json(401, {}, { ...kept, "WWW-Authenticate": challenge })];
const granted: Script = [json(200, { access_token: "canary-token", expires_in: 3600, token_type: "Bearer" }, kept)];

interface KeptCase {
  readonly name: string;
  /** The server's answers to the DELETEs with credentials. */
  readonly answers: readonly Script[];
  /** How the second of two calls ends. */
  readonly second: Expected;
  /** Requests of the second call, as the client counts them. */
  readonly requests: number;
  /** How the second call ends on Deno, which re-sends a DELETE by itself and tells nobody. */
  readonly onDeno?: Expected;
}

const cases: readonly KeptCase[] = [
  {
    name: "a connection that is closed between two calls costs nothing",
    answers: [[...deleted, 5, "end"], deleted],
    second: { outcome: "revoked", status: 204 },
    requests: 1,
  },
  {
    name: "a connection that is reset between two calls costs nothing",
    answers: [[...deleted, 5, "reset"], deleted],
    second: { outcome: "revoked", status: 204 },
    requests: 1,
  },
  {
    name: "a kept connection that is dropped as the DELETE comes is tried again",
    answers: [deleted, ["end"], deleted],
    second: { outcome: "revoked", status: 204, attempts: 2 },
    requests: 2,
    onDeno: { outcome: "revoked", status: 204 },
  },
  {
    name: "a kept connection that is dropped after the deletion means already gone",
    answers: [deleted, ["reset"], gone],
    second: { outcome: "already-gone", status: 404, attempts: 2 },
    requests: 2,
    onDeno: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
];

async function runKept(library: Library, kase: KeptCase, credential: Credential, number: number): Promise<void> {
  const deletes: RawRequest[] = [];
  const server = await startRawServer((request) => {
    if (request.method === "POST") return granted;
    if (!request.headers.has("authorization")) return challenged;
    deletes.push(request);
    return kase.answers[deletes.length - 1] ?? ["end"];
  });
  const { random } = Math;
  Math.random = () => 0;
  const watched = watch();
  try {
    const { api, operationId, ids } = targetOf(number);
    const client = library.createClient({ api, auth: authOf(library, credential), baseUrl: server.origin });
    const revoke = client[operationId] as (ids: object, options: object) => Promise<object>;
    const options = { maxRetries: 1, signal: watched.signal };
    const settle = async () => {
      try {
        return { value: { ...(await revoke(ids, options)) } };
      } catch (error) {
        return { error };
      }
    };
    assertOutcome(await settle(), { outcome: "revoked", status: 204 }, 2);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const resent = platform === "deno" ? kase.onDeno : undefined;
    assertOutcome(await settle(), resent ?? kase.second, resent === undefined ? kase.requests : 1);
    assert.equal(deletes.length, 1 + kase.requests, "DELETEs with credentials that the server saw");
  } finally {
    Math.random = random;
    watched.end();
    await server.close();
  }
}

/** Nobody listens: the server of the test is closed before the call. */
async function runRefused(library: Library, credential: Credential): Promise<void> {
  const server = await startRawServer(() => ["end"]);
  await server.close();
  const watched = watch();
  try {
    const result = await call(library, server, credential, targetOf(0), { maxRetries: 0 }, watched);
    const digest = credential === "digest";
    const error = digest ? "ConnectionError" : "TokenError";
    // Deno does not tell a refused connection from a lost one, and a DELETE may have left on the latter.
    const outcome = digest && platform === "deno" ? "unknown" : "not-sent";
    assertOutcome(result, { error, outcome, attempts: digest ? 1 : 0 }, 1);
    await watched.nothingIsLeft([server]);
  } finally {
    watched.end();
  }
}

const credentials: readonly Credential[] = ["digest", "service account"];

export const keptConnectionTests: readonly PortableTest[] = credentials.flatMap((credential): PortableTest[] => [
  ...cases.map(
    (kase, number): PortableTest => ({
      name: `${kase.name} (${credential})`,
      run: (library) => runKept(library, kase, credential, number),
    }),
  ),
  {
    name: `a connection that was never made is not sent (${credential})`,
    run: (library) => runRefused(library, credential),
  },
]);
