/** An HTTP server in memory: a `fetch` that answers from a script, and remembers what was sent. */

import {
  type Auth,
  type ClientOptions,
  createClient,
  type DigestCredentials,
  type Fetch,
  type Ids,
  type RevokeClient,
  type RevokeEvent,
} from "../../src/index.js";

/** A request as it left. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly init: RequestInit;
}

/** Answers one request, or throws as `fetch` does. */
export type Step = (request: Sent, signal: AbortSignal) => Response | Promise<Response>;

export interface Server {
  readonly fetch: Fetch;
  readonly sent: readonly Sent[];
  /** The DELETEs among them. */
  readonly deletes: () => readonly Sent[];
}

/** A server that answers each request with the same step. */
export function always(step: Step): Server {
  const sent: Sent[] = [];
  return {
    sent,
    deletes: () => sent.filter(({ method }) => method === "DELETE"),
    fetch: async (url, init) => {
      const { method = "GET", headers, body, signal } = init;
      const request = { method, url, headers: new Headers(headers), body: String(body ?? ""), init };
      sent.push(request);
      signal?.throwIfAborted();
      return await step(request, signal ?? new AbortController().signal);
    },
  };
}

/** A server that answers the n-th request with the n-th step; one request too many is an error of the test. */
export function script(...steps: readonly Step[]): Server {
  let next = 0;
  return always((request, signal) => {
    const step = steps[next];
    next += 1;
    if (step === undefined)
      throw new Error(`the script has no answer for request ${next}: ${request.method} ${request.url}`);
    return step(request, signal);
  });
}

/** An answer with status and body; an object becomes JSON. */
export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Step {
  return () => {
    if (body === undefined) return new Response(null, { status, headers });
    if (typeof body === "string") return new Response(body, { status, headers });
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
  };
}

/** An error as the API answers it. */
export function apiError(
  status: number,
  errorCode?: string,
  more: object = {},
  headers?: Record<string, string>,
): Step {
  return answer(status, { error: status, reason: "Reason", detail: "Detail.", errorCode, ...more }, headers);
}

/** The failure of Node's `fetch` when the connection brings no answer. */
export function lost(code = "ECONNRESET", syscall = "read"): Step {
  return () => {
    const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
    throw new TypeError("fetch failed", { cause });
  };
}

/** Never answers; rejects when its signal aborts. */
export const silence: Step = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

export const gone204: Step = answer(204);

export const ids: Record<"orgId" | "groupId" | "clientId" | "secretId" | "apiKeyId", string> = {
  orgId: "60c4fd418ebe251047c50554",
  groupId: "32b6e34b3d91647abb20e7b8",
  clientId: "mdb_sa_id_1234567890abcdef12345678",
  secretId: "66b1f0c4d2a39e5780cb4d17",
  apiKeyId: "5d1d12c087d9d63e6d682438",
};

const { orgId, groupId, clientId, secretId, apiKeyId } = ids;
export const orgSecret: Ids<"deleteOrgServiceAccountSecret"> = { orgId, clientId, secretId };
export const projectSecret: Ids<"deleteGroupServiceAccountSecret"> = { groupId, clientId, secretId };
export const projectAccount: Ids<"unassignGroupServiceAccount"> = { groupId, clientId };
export const projectKey: Ids<"unassignGroupApiKey"> = { groupId, apiKeyId };

/** An `Auth` that always sends the same token, so that nothing but DELETEs is on the wire. */
export const bearer: Auth = { scheme: "bearer", authorize: () => "Bearer test-token-0123456789" };

export const origin: string = "https://api.invalid";

/** A client over a server in memory. */
export function clientOf(server: Server, options: Partial<ClientOptions> = {}): RevokeClient {
  return createClient({ api: "atlas", auth: bearer, baseUrl: origin, fetch: server.fetch, maxRetries: 0, ...options });
}

/** A client over a server in memory, and the events that it tells. */
export function observedClientOf(
  server: Server,
  options: Partial<ClientOptions> = {},
): { client: RevokeClient; events: RevokeEvent[] } {
  const events: RevokeEvent[] = [];
  return { client: clientOf(server, { ...options, onEvent: (event) => events.push(event) }), events };
}

export const keyPair: DigestCredentials = { publicKey: "ABCDEFGH", privateKey: "0a1b2c3d-private-key-4e5f" };

/** What a promise rejects with; an error of the test when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol("resolved");
  const outcome = await promise.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (outcome === nothing) throw new Error("expected a rejection, but the promise was resolved");
  return outcome;
}

/** The error that a function throws. */
export function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("expected an exception");
}
