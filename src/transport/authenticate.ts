/** Adds credentials: asks the `Auth` for a header, and replays a rejected attempt as often as the `Auth` has an answer. */
import type { Auth, AuthContext, Replay, TokenAnswer } from "../auth/auth.js";
import { ConnectionError, RevokeError, TokenError } from "../errors.js";
import { cleanText } from "../text.js";
import type { Answer } from "./answer.js";
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
    let authorization = await asked(() => auth.authorize(target, context), call);
    call.ledger.attempts += 1;
    call.emit({ type: "attempt", attempt: call.ledger.attempts });
    for (let replays = 0; ; replays += 1) {
      const answer = await next(withAuthorization(request, authorization, call), call);
      if (answer.status !== 401) {
        auth.accepted?.(answer.headers, context);
        return answer;
      }
      const replay = await nextReplay(auth, target, answer, { authorization, replays }, context, call);
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
      const { httpStatus, headers, body } = await next(tokenRequest(origin, request), { ...call, signal });
      const text = body.kind === "text" ? body.text : body.kind === "empty" ? "" : undefined;
      return { status: httpStatus, headers, text };
    },
  };
}

async function nextReplay(
  auth: Auth,
  target: { readonly method: string; readonly url: string },
  answer: Answer,
  last: { readonly authorization: string | undefined; readonly replays: number },
  context: AuthContext,
  call: Call,
): Promise<Replay | undefined> {
  if (last.replays >= maxReplays) return undefined;
  return await asked(() => auth.rejected?.(target, { ...last, headers: answer.headers }, context), call);
}

function withAuthorization(request: Outgoing, authorization: string | undefined, call: Call): Outgoing {
  if (authorization === undefined) return request;
  // Checked here, because the platform's own error would quote the value.
  if (typeof authorization !== "string" || !/^[\x20-\x7e\x80-\xff]+$/.test(authorization)) {
    const message = "The auth option returned an Authorization value that can't stand in a header.";
    throw new TokenError(message, errorFacts(call));
  }
  return { ...request, headers: { ...request.headers, authorization } };
}

/** Asks the `Auth`; what it throws becomes an error that knows this call, and its cause stays. */
async function asked<T>(ask: () => Promise<T> | T, call: Call): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    call.signal.throwIfAborted();
    throw toTokenError(error, call);
  }
}

function toTokenError(error: unknown, call: Call): RevokeError {
  const facts = errorFacts(call);
  const known = `${outcomeSentence(facts.outcome)}`;
  if (error instanceof TokenError) {
    const { status, retryAfterMs, cause } = error;
    return new TokenError(`${error.message} ${known}`, { ...facts, status, error: error.error, retryAfterMs, cause });
  }
  if (error instanceof ConnectionError) {
    return new TokenError(`No access token: the token endpoint can't be reached. ${known}`, { ...facts, cause: error });
  }
  if (error instanceof RevokeError) return error;
  const message = cleanText(error instanceof Error ? error.message : String(error), call.redact);
  return new TokenError(`The auth option failed: ${message}. ${known}`, { ...facts, cause: new Error(message) });
}
