/** Adds credentials: asks the `Auth` for a header, and replays a rejected attempt as often as the `Auth` has a new one. */
import type { Auth, AuthContext, Replay, TokenResponse } from "../auth/auth.js";
import { ConnectionError, TokenError } from "../errors.js";
import { nextStep } from "../hints.js";
import { cleanMessage, cleanText } from "../internal/text.js";
import type { Settings } from "../options.js";
import { tokenRequest } from "./guard.js";
import type { Send } from "./send.js";
import { type Call, errorFacts } from "./state.js";

/** A challenge, and then three nonces that were retired under way: more is a server that can't be satisfied. */
const maxReplays = 4;
/** What a server said, and what to do about it, both as long as they may be. */
const maxTokenMessage = 1_500;

/** Adds authentication to a layer. One call of the result is one attempt, replays included. */
export function authenticated(auth: Auth, origin: string, timeoutMs: number, next: Send): Send {
  return async (request, call) => {
    const context = authContext(origin, timeoutMs, next, call);
    const target = { method: request.method, url: request.url };
    let authorization = await asked(call, async () => readAuthorization(await auth.authorize(target, context)));
    if (request.method === "DELETE") {
      call.state.attempts += 1;
      call.emit({ type: "attempt", attempt: call.state.attempts });
    }
    for (let replays = 0; ; replays += 1) {
      if (authorization !== undefined) call.state.sentCredentials.push(authorization);
      const headers = authorization === undefined ? request.headers : { ...request.headers, authorization };
      const received = await next({ ...request, headers }, call);
      if (received.status !== 401) {
        await asked(call, async () => auth.accepted?.(received.headers, context));
        return received;
      }
      if (replays >= maxReplays) return received;
      const rejection = { authorization, headers: received.headers, replays };
      const replay = await asked(call, async () => readReplay(await auth.rejected?.(target, rejection, context)));
      if (replay === undefined) return received;
      if ("problem" in replay) return { ...received, authProblem: replay.problem };
      call.emit({ type: "challenge", scheme: auth.scheme });
      authorization = replay.authorization;
    }
  };
}

/** What a client lends to its `Auth`. */
function authContext(origin: string, timeoutMs: number, next: Send, call: Call): AuthContext {
  return {
    origin,
    signal: call.signal,
    timeoutMs,
    granted: (ok, durationMs) => call.emit({ type: "grant", ok, durationMs }),
    post: async (request, signal): Promise<TokenResponse> => {
      call.state.sentCredentials.push(readAuthorization(request.authorization) ?? "");
      const { httpStatus, headers, body } = await next(tokenRequest(origin, request), { ...call, signal });
      const text = body.kind === "text" ? body.text : body.kind === "empty" ? "" : undefined;
      return { status: httpStatus, headers, text };
    },
  };
}

/** Checks a header's value before the platform does, whose own error would quote it. */
function readAuthorization(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && /^[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff]*$/.test(value))) {
    return value;
  }
  throw new TypeError("its Authorization value can't stand in a header");
}

function readReplay(value: unknown): Replay | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null) {
    if ("problem" in value && typeof value.problem === "string") return { problem: value.problem };
    const authorization = "authorization" in value ? readAuthorization(value.authorization) : undefined;
    if (authorization !== undefined) return { authorization };
  }
  throw new TypeError("rejected() returned neither an authorization nor a problem");
}

/** Asks the `Auth`; what it throws becomes an error that knows this call, and its cause stays. */
async function asked<T>(call: Call, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    call.signal.throwIfAborted();
    throw toTokenError(error, call);
  }
}

/** Asks the `Auth` for something outside of any request: a grant that nothing is sent with, or to revoke what it was issued. */
export async function askAuth(
  { auth, origin, timeoutMs }: Settings,
  next: Send,
  call: Call,
  ask: (auth: Auth, context: AuthContext) => unknown,
): Promise<void> {
  await asked(call, async () => await ask(auth, authContext(origin, timeoutMs, next, call)));
}

function toTokenError(error: unknown, call: Call): TokenError {
  const { redact } = call;
  const facts = errorFacts(call);
  if (error instanceof TokenError) {
    const { status, retryAfterMs, cause } = error;
    const summary = cleanText(error.summary, redact, maxTokenMessage);
    const next = error.nextStep && cleanText(error.nextStep, redact);
    const code = error.error && cleanText(error.error, redact);
    const clean =
      cause === undefined || cause instanceof ConnectionError ? cause : new Error(cleanMessage(cause, redact));
    return new TokenError({ ...facts, summary, status, error: code, retryAfterMs, nextStep: next, cause: clean });
  }
  if (error instanceof ConnectionError) {
    const next = nextStep({ code: "CONNECTION", api: call.api, operation: call.operation });
    return new TokenError({ ...facts, summary: "The token endpoint can't be reached.", nextStep: next, cause: error });
  }
  const message = cleanMessage(error, redact);
  return new TokenError({ ...facts, summary: `The auth option failed: ${message}.`, cause: new Error(message) });
}
