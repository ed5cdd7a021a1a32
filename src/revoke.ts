/** One revocation: ids checked, request sent, answer read by outcome.ts. */
import {
  type Api,
  type Ids,
  type Operation,
  type OperationFacts,
  type OperationId,
  type Query,
  servers,
} from "../generated/client.js";
import type { Auth } from "./auth/auth.js";
import { checkIds, pathOf } from "./ids.js";
import { type CallOptions, readCallOptions, type Settings } from "./options.js";
import { type Confirmed, decideOutcome } from "./outcome.js";
import type { Answer } from "./transport/answer.js";
import type { Call, Ledger } from "./transport/call.js";
import { toOutgoing } from "./transport/outgoing.js";
import { type RateLimit, rateLimitOf } from "./transport/rateLimit.js";
import { runCall } from "./transport/runCall.js";
import type { Send } from "./transport/send.js";

/** The server's confirmation that a credential is gone. There is no other way to get one of these. */
export interface Revocation extends Confirmed {
  /** The operation that was called, by the document's `operationId`. */
  readonly operationId: OperationId;
  /** The API that confirmed it. */
  readonly api: Api;
  /** The ids that were revoked, as sent. */
  readonly ids: Readonly<Record<string, string>>;
  /** DELETEs tried; a challenge and its replay are one attempt. */
  readonly attempts: number;
  /** Every HTTP request, challenges and grants included. */
  readonly requests: number;
  /** The rate limit's state, when the server told. */
  readonly rateLimit: RateLimit | undefined;
  /** What stays alive after this revocation, or what it does to the credential in use: one sentence each. */
  readonly warnings: readonly string[];
}

/** What a client lends to each of its revocations. */
export interface Sender {
  readonly settings: Settings;
  readonly deliver: Send;
}

/** What only this package's own callers may ask of a revocation. */
export interface Internals {
  readonly number: number;
  readonly retryRateLimit?: boolean | undefined;
  /** The book of earlier calls for the same target, to be continued: their attempts count, and so do their doubts. */
  readonly ledger?: Ledger | undefined;
}

/** Revokes one credential. Rejects with a `RevokeError` unless the server confirmed it. */
export async function revoke<K extends OperationId>(
  sender: Sender,
  operation: Operation<K>,
  givenIds: Ids<K>,
  givenOptions: CallOptions | undefined,
  { number, retryRateLimit, ledger }: Internals,
): Promise<Revocation> {
  const ids = checkIds(operation, givenIds);
  const { envelope, pretty, missingOk, signal, timeoutMs, maxRetries } = readCallOptions(givenOptions);
  const { settings } = sender;
  const { operationId } = operation;
  const { api, auth } = settings;
  const request = { operationId, retryRateLimit, ledger, signal, timeoutMs, maxRetries };
  const work = async (call: Call): Promise<Revocation> => {
    const flags: Flags = { ...(envelope && { envelope }), ...(pretty && { pretty }) };
    const answer = await send(sender, operation, ids, flags, call);
    const { outcome, status } = decideOutcome(answer, { api, operation, envelope, missingOk }, call);
    const { attempts, requests } = call.ledger;
    const rateLimit = rateLimitOf(answer.headers);
    const warnings = warningsOf(operation, ids, auth);
    return { operationId, api, ids, outcome, status, attempts, requests, rateLimit, warnings };
  };
  return await runCall(settings, number, request, work, ({ outcome, status }) => ({ outcome, status }));
}

/** Query parameters that are sent as `true`. */
type Flags = { readonly [K in keyof Query<OperationId>]?: true };

function send(
  { settings, deliver }: Sender,
  operation: OperationFacts,
  ids: object,
  flags: Flags,
  call: Call,
): Promise<Answer> {
  const { origin, api, userAgent } = settings;
  const query = Object.keys(flags).map((name) => `${name}=true`);
  const address = origin + servers[api].basePath + pathOf(operation, ids);
  const url = query.length === 0 ? address : `${address}?${query.join("&")}`;
  return deliver(toOutgoing(operation.method, url, operation.accept[api], userAgent), call);
}

function warningsOf(operation: OperationFacts, ids: object, auth: Auth): readonly string[] {
  const warnings = operation.remains === undefined ? [] : [operation.remains];
  const { clientId, apiKeyId } = auth.identity ?? {};
  const own = { clientId, apiKeyId };
  for (const [name, value] of Object.entries(ids)) {
    if (value === own[name as keyof typeof own]) warnings.push(selfWarning);
  }
  return warnings;
}

const selfWarning =
  "The target belongs to the very credential that made this call: later calls with it may be refused.";
