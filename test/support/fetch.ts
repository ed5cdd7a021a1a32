/** An HTTP server in memory: a `fetch` that responds from a script, and remembers what was sent. */
import type { Fetch } from "../../src/index.js";

/** A request as it left. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly init: RequestInit;
}

/** Responds to one request, or throws as `fetch` does. */
export type Step = (request: Sent, signal: AbortSignal) => Response | Promise<Response>;

/** A fake `fetch` and its record. */
export interface Server {
  readonly fetch: Fetch;
  readonly sent: readonly Sent[];
  /** The DELETEs among them. */
  readonly deletes: () => readonly Sent[];
}

/** A server that responds to each request with the same step. */
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

/** A server that responds to the n-th request with the n-th step; one request too many is an error of the test. */
export function script(...steps: readonly Step[]): Server {
  let next = 0;
  return always((request, signal) => {
    const step = steps[next];
    next += 1;
    if (step === undefined)
      throw new Error(`the script has no response for request ${next}: ${request.method} ${request.url}`);
    return step(request, signal);
  });
}

/** A response with status and body; an object becomes JSON. */
export function respond(status: number, body?: unknown, headers: Record<string, string> = {}): Step {
  return () => {
    if (body === undefined) return new Response(null, { status, headers });
    if (typeof body === "string") return new Response(body, { status, headers });
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
  };
}

/** An error as the API writes it. */
export function apiError(
  status: number,
  errorCode?: string,
  more: object = {},
  headers?: Record<string, string>,
): Step {
  return respond(status, { error: status, reason: "Reason", detail: "Detail.", errorCode, ...more }, headers);
}

/** The failure of Node's `fetch` when the connection brings no response. */
export function lost(code = "ECONNRESET", syscall = "read"): Step {
  return () => {
    const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
    throw new TypeError("fetch failed", { cause });
  };
}

/** Never responds; rejects when its signal aborts. */
export const silence: Step = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

export const gone204: Step = respond(204);

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

/** A promise that a test resolves itself. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
