/** Adds credentials: asks the `Auth` for a header, and replays a rejected attempt as often as the `Auth` has an answer. */
import type { Auth, AuthContext, Replay, TokenAnswer } from "../auth/auth.js";
import { ConnectionError, type ErrorFacts, TokenError } from "../errors.js";
import { cleanMessage, cleanText, type Redact } from "../text.js";
import { type Call, errorFacts, outcomeSentence } from "./call.js";
import { tokenRequest } from "./guard.js";
import type { Outgoing } from "./outgoing.js";
import type { Send } from "./send.js";

/** A challenge, and then three nonces that were retired under way: more is a server that can't be satisfied. */
const maxReplays = 4;

/** Adds authentication to a layer. One call of the result is one attempt, replays included. */
export function authenticated(auth: Auth, origin: string, timeoutMs: number, next: Send): Send {
  return async (request, call) => {
    const context = authContext(origin, timeoutMs, next, call);
    const target = { method: request.method, url: request.url };
    let authorization = await asked(() => auth.authorize(target, context), readAuthorization, call);
    call.ledger.attempts += 1;
    call.emit({ type: "attempt", attempt: call.ledger.attempts });
    for (let replays = 0; ; replays += 1) {
      const answer = await next(withAuthorization(request, authorization, call), call);
      if (answer.status !== 401) {
        const told = asked(() => auth.accepted?.(answer.headers, context), ignored, call);
        if (told !== undefined) await told;
        return answer;
      }
      if (replays >= maxReplays) return answer;
      const rejection = { authorization, headers: answer.headers, replays };
      const replay = await asked(() => auth.rejected?.(target, rejection, context), readReplay, call);
      if (replay === undefined) return answer;
      if ("problem" in replay) return { ...answer, authProblem: replay.problem };
      call.emit({ type: "challenge", scheme: auth.scheme });
      authorization = replay.authorization;
    }
  };
}

/** What a client lends to its `Auth`. */
export function authContext(origin: string, timeoutMs: number, next: Send, call: Call): AuthContext {
  return {
    origin,
    signal: call.signal,
    timeoutMs,
    granted: (ok, durationMs) => call.emit({ type: "grant", ok, durationMs }),
    post: async (request, signal): Promise<TokenAnswer> => {
      call.ledger.sentCredentials.push(readAuthorization(request.authorization) ?? "");
      const { httpStatus, headers, body } = await next(tokenRequest(origin, request), { ...call, signal });
      const text = body.kind === "text" ? body.text : body.kind === "empty" ? "" : undefined;
      return { status: httpStatus, headers, text };
    },
  };
}

function withAuthorization(request: Outgoing, authorization: string | undefined, { ledger }: Call): Outgoing {
  if (authorization === undefined) return request;
  ledger.sentCredentials.push(authorization);
  const { method, url, headers, body } = request;
  return { method, url, headers: { ...headers, authorization }, body };
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

const tokensExpire =
  "A token that was not given back expires by itself within the hour; revocations that were confirmed stay so.";

/** Gives back what the `Auth` was issued. */
export async function closeAuth(auth: Auth, context: AuthContext, call: Call): Promise<void> {
  await asked(() => auth.close?.(context), ignored, call, tokensExpire);
}

const ignored = (): void => undefined;

/** Asks the `Auth`; what it throws becomes an error that knows this call, and its cause stays. */
function asked<T>(ask: () => unknown, read: (value: unknown) => T, call: Call, known?: string): T | Promise<T> {
  try {
    const given = ask();
    // Most answers are a string or nothing: they need no promise. Anything else may be one, of whatever make.
    return typeof given === "string" || given === undefined ? read(given) : awaited(given, read, call, known);
  } catch (error) {
    throw authError(error, call, known);
  }
}

async function awaited<T>(given: unknown, read: (value: unknown) => T, call: Call, known?: string): Promise<T> {
  try {
    return read(await given);
  } catch (error) {
    throw authError(error, call, known);
  }
}

function authError(error: unknown, call: Call, known?: string): TokenError {
  call.signal.throwIfAborted();
  const facts = errorFacts(call);
  return toTokenError(error, facts, known ?? outcomeSentence(facts.outcome), call.redact);
}

/** What a server said, and what to do about it, both as long as they may be. */
const maxTokenMessage = 1_500;

function toTokenError(error: unknown, facts: ErrorFacts, known: string, redact: Redact): TokenError {
  if (error instanceof TokenError) {
    const { status, retryAfterMs, cause } = error;
    const nextStep = error.nextStep && cleanText(error.nextStep, redact);
    const message = `${cleanText(error.message, redact, maxTokenMessage)} ${known}`;
    const code = error.error === undefined ? undefined : cleanText(error.error, redact);
    return new TokenError(message, {
      ...facts,
      status,
      error: code,
      retryAfterMs,
      nextStep,
      cause: safeCause(cause, redact),
    });
  }
  if (error instanceof ConnectionError) {
    return new TokenError(`The token endpoint can't be reached. ${known}`, { ...facts, cause: error });
  }
  const message = `The auth option failed: ${cleanMessage(error, redact)}. ${known}`;
  return new TokenError(message, { ...facts, cause: safeCause(error, redact) });
}

/** A cause that shows no more than a message may; the transport's own errors are clean already. */
function safeCause(cause: unknown, redact: Redact): Error | undefined {
  if (cause === undefined || cause instanceof ConnectionError) return cause;
  return new Error(cleanMessage(cause, redact));
}
