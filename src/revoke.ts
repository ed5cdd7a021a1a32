/** One revocation: ids checked, request sent through the generated client, answer read by outcome.ts. */
import {
  type Api,
  type HttpClient,
  type Ids,
  type Operation,
  type OperationFacts,
  type OperationId,
  type Query,
  type RequestInitOf,
  servers,
} from "../generated/client.js";
import type { Auth } from "./auth/auth.js";
import { checkIds, fillPath } from "./ids.js";
import { type CallOptions, readCallOptions, type Settings } from "./options.js";
import { type Confirmed, decideOutcome } from "./outcome.js";
import type { Answer } from "./transport/answer.js";
import type { Call, Ledger } from "./transport/call.js";
import { refusal } from "./transport/guard.js";
import { fromRequest } from "./transport/outgoing.js";
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
  /** The typed client of openapi-fetch; never the one that callers see, whose middleware could change an answer. */
  readonly http: HttpClient;
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
  const { envelope = false, pretty = false, missingOk = false, ...limits } = readCallOptions(givenOptions);
  const { settings } = sender;
  const { operationId } = operation;
  const { api, auth } = settings;
  const request = { operationId, retryRateLimit, ledger, ...limits };
  const work = async (call: Call): Promise<Revocation> => {
    const answer = await send(sender, operation, ids, { envelope, pretty }, call);
    const { outcome, status } = decideOutcome(answer, { api, operation, envelope, missingOk }, call);
    const { attempts, requests } = call.ledger;
    const rateLimit = rateLimitOf(answer.headers);
    const warnings = warningsOf(operation, ids, auth);
    return { operationId, api, ids, outcome, status, attempts, requests, rateLimit, warnings };
  };
  return await runCall(settings, number, request, work, ({ outcome, status }) => ({ outcome, status }));
}

async function send<K extends OperationId>(
  { settings, http, deliver }: Sender,
  operation: Operation<K>,
  ids: Ids<K>,
  flags: { readonly envelope: boolean; readonly pretty: boolean },
  call: Call,
): Promise<Answer> {
  const answers: Answer[] = [];
  const init: RequestInitOf<K> = {
    params: { path: ids, query: queryOf(flags) },
    fetch: async (request) => {
      const outgoing = fromRequest(request, operation.accept[settings.api], settings.userAgent);
      // The guard knows what may be sent; only here it is known which of that was meant.
      if (!isAt(outgoing.url, addressOf(operation, ids, settings))) throw refusal(operation.operationId);
      answers.push(await deliver(outgoing, call));
      // openapi-fetch's own reading is not used: it takes an empty error for no error.
      return unread;
    },
  };
  await operation.send(http, init);
  const [answer] = answers;
  if (answer === undefined) throw new TypeError("the generated client did not send the operation");
  return answer;
}

const unread = new Response(null, { status: 204 });

/** The one URL, query aside, that this operation has with these ids. */
function addressOf({ path }: OperationFacts, ids: object, { origin, api }: Settings): string {
  return origin + servers[api].basePath + fillPath(path, ids);
}

/** Whether a URL is that address, with or without a query. */
function isAt(url: string, address: string): boolean {
  return url === address || url.startsWith(`${address}?`);
}

function queryOf<K extends OperationId>({ envelope, pretty }: { envelope: boolean; pretty: boolean }): Query<K> {
  const query: Query<OperationId> = { ...(envelope ? { envelope } : {}), ...(pretty ? { pretty } : {}) };
  return query;
}

function warningsOf(operation: OperationFacts, ids: object, auth: Auth): readonly string[] {
  const warnings = operation.warning === undefined ? [] : [operation.warning];
  const { clientId, apiKeyId } = auth.identity ?? {};
  const own = { clientId, apiKeyId };
  for (const [name, value] of Object.entries(ids)) {
    if (value === own[name as keyof typeof own]) warnings.push(selfWarning);
  }
  return warnings;
}

const selfWarning =
  "The target belongs to the very credential that made this call: later calls with it may be refused.";
