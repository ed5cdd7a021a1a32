/** The innermost layer: one request on the wire, one response read, and the call's state kept. */
import { ConnectionError, UnexpectedResponseError } from "../errors.js";
import { nextStep } from "../hints.js";
import { cleanMessage, cleanText } from "../internal/text.js";
import type { Fetch } from "../options.js";
import { failureNames, hadConnection, neverConnected, wasWritten } from "./failure.js";
import type { Outgoing } from "./request.js";
import { type Buffered, isRefusal, readResponse } from "./response.js";
import { type Call, errorFacts } from "./state.js";
import { failedToConnect, watched } from "./written.js";

/** Sends one request for one call. */
export type Send = (request: Outgoing, call: Call) => Promise<Buffered>;

/** Deno re-sends a DELETE by itself when a kept connection drops; a client that keeps none leaves nothing to re-send. */
let withoutPool: { readonly client?: object } | undefined;
function ownConnection(): { readonly client?: object } {
  const { Deno } = globalThis as { readonly Deno?: { createHttpClient?(options: object): object } };
  const client = withoutPool === undefined ? Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 }) : undefined;
  withoutPool ??= client === undefined ? {} : { client };
  return withoutPool;
}

/** Builds the layer over a `fetch`. */
export function sendWith(fetch: Fetch): Send {
  return async (request, call) => {
    call.signal.throwIfAborted();
    const authorized = request.headers.authorization !== undefined;
    const departure = depart(request.method === "DELETE" && authorized, call);
    const started = performance.now();
    let response: Response;
    try {
      response = await watched(departure, () => fetch(request.url, initOf(request, call.signal)));
    } catch (error) {
      call.signal.throwIfAborted();
      throw connectionError(error, departure.failed(error), call);
    }
    const problem = whyUnusable(response);
    if (problem !== undefined) throw unusable(problem, call);
    const received = await readResponse(response, authorized, call.signal);
    departure.received(received);
    call.emit({ type: "response", status: received.httpStatus, durationMs: performance.now() - started });
    return received;
  };
}

function initOf({ method, headers, body }: Outgoing, signal: AbortSignal): RequestInit {
  return {
    method,
    headers: { ...headers },
    // A redirect would re-send the DELETE, or turn it into a GET whose 200 reads as success.
    redirect: "manual",
    credentials: "omit",
    // Bun re-sends a DELETE by itself when a kept connection drops, and then a deletion reads as "not found". This
    // makes it open a connection for each request; elsewhere it is the default, and about page unloads.
    keepalive: false,
    signal,
    ...(method === "DELETE" && ownConnection()),
    ...(body !== undefined && { body }),
  };
}

/** One request's way out, in the call's state. `authorized`: it is a DELETE with credentials. */
function depart(authorized: boolean, { state }: Call) {
  const before = state.left;
  let known = false;
  /** More than one where a `fetch` of the caller's own sends a request again by itself: the first stays in doubt. */
  let writes = 0;
  const leave = (left: typeof before): void => {
    if (authorized && before !== "certain") state.left = left;
  };
  const takeBack = (): void => {
    state.requests -= 1;
    leave(before);
  };
  state.requests += 1;
  leave("maybe");
  let out = true;
  return {
    /** The platform reports what it writes: until it does, nothing has left. */
    created: (): void => {
      if (known) return;
      known = true;
      out = false;
      takeBack();
    },
    written: (): void => {
      writes += 1;
      if (!out || writes > 1) state.requests += 1;
      out = true;
      leave("certain");
    },
    /** Returns whether nothing can have left. */
    failed: (error: unknown): boolean => {
      if (!out) {
        // Only a failure that itself shows a connection, other than one that was being made, outweighs the silence.
        if (failedToConnect(error) || !hadConnection(error)) return true;
        state.requests += 1;
        leave("maybe");
      } else if (!known && (failedToConnect(error) || neverConnected(error))) {
        takeBack();
        return true;
      } else if (wasWritten(error)) leave("certain");
      return false;
    },
    received: (received: Buffered): void => {
      if (!out) state.requests += 1;
      if (!authorized) return;
      leave(isRefusal(received) && writes < 2 ? before : "certain");
      state.refused ||= isRefusal(received);
    },
  };
}

/** What disqualifies a result of the caller's own `fetch`: the platform's own never fails this. */
function whyUnusable(response: Response): string | undefined {
  const { status, headers, body, redirected } = response ?? {};
  const whole = Number.isInteger(status) && typeof headers?.get === "function";
  if (!whole || (body !== null && typeof body?.getReader !== "function"))
    return "returned something else than a Response";
  return redirected ? "followed a redirect" : undefined;
}

function unusable(problem: string, call: Call): UnexpectedResponseError {
  const summary = `The fetch option ${problem}.`;
  return new UnexpectedResponseError({ ...errorFacts(call), summary, status: 0 });
}

function connectionError(error: unknown, unsent: boolean, call: Call): ConnectionError {
  const names = failureNames(error);
  const what = unsent ? "The connection could not be made" : "The connection failed before the response was there";
  const why = names.length === 0 ? "" : ` (${cleanText(names.join(", "), call.redact)})`;
  return new ConnectionError({
    ...errorFacts(call),
    summary: `${what}${why}.`,
    nextStep: nextStep({ code: "CONNECTION", api: call.api, operation: call.operation }),
    cause: new Error(cleanMessage(error, call.redact)),
  });
}
