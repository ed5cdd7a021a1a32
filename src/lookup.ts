/** Reads what is there: service accounts with their secrets, and API keys, each list to its end (spec/lookup.yaml). */
import { type LookupFacts, type LookupId, lookupTable } from "../generated/client.js";
import { InvalidParameterError, UnexpectedResponseError } from "./errors.js";
import type { Run, Sender } from "./http.js";
import { checkIds } from "./internal/ids.js";
import { own } from "./internal/json.js";
import { describe } from "./internal/text.js";
import { type ApiKey, readAccount, readKey, type ServiceAccount } from "./listed.js";
import { type LookOptions, readLookOptions } from "./options.js";
import { apiError, unexpectedResponse } from "./outcome.js";
import { hasDoubledKeys } from "./transport/envelope.js";
import type { Buffered } from "./transport/response.js";
import { type Call, errorFacts, nameOf } from "./transport/state.js";

/** Whose accounts or keys: an organization's or a project's, by its id (24 hexadecimal digits). */
export type Owner = { readonly orgId: string } | { readonly groupId: string };

/** The reads of a client. Each one throws a `RevokeError` when the list could not be read to its end. */
export interface Lookup {
  /** Every service account of an organization or a project, system-managed ones included, with their secrets. */
  serviceAccounts(owner: Owner, options?: LookOptions): Promise<readonly ServiceAccount[]>;
  /** One service account with its secrets. */
  serviceAccount(ids: Owner & { readonly clientId: string }, options?: LookOptions): Promise<ServiceAccount>;
  /** Every API key of an organization or a project; an organization's list says to which projects a key is assigned. */
  apiKeys(owner: Owner, options?: LookOptions): Promise<readonly ApiKey[]>;
}

type Ids = Readonly<Record<string, string>>;

const itemsPerPage = 500;
/** 100,000 entries: a server that goes on after that is not believed. */
const maxPages = 200;

/** Builds the reads of a client. */
export function createLookup(sender: Sender, run: Run): Lookup {
  const read = async <T>(
    ids: unknown,
    options: LookOptions | undefined,
    kinds: Kinds,
    readWith: Reading<T>,
  ): Promise<T> => {
    const operation = lookupTable[isOrganization(ids) ? kinds.organization : kinds.project];
    const checked = checkIds(operation.pathParameters, ids, operation.operationId);
    return await run({ operation, ...readLookOptions(options) }, (call) => readWith(sender, operation, checked, call));
  };
  return {
    serviceAccounts: (owner, options) => read(owner, options, accountLists, readAccounts),
    serviceAccount: (ids, options) => read(ids, options, accounts, readOneAccount),
    apiKeys: (owner, options) => read(owner, options, keyLists, readKeys),
  };
}

type Reading<T> = (sender: Sender, operation: LookupFacts, ids: Ids, call: Call) => Promise<T>;
type Kinds = { readonly organization: LookupId; readonly project: LookupId };
const accountLists: Kinds = { organization: "listOrgServiceAccounts", project: "listGroupServiceAccounts" };
const accounts: Kinds = { organization: "getOrgServiceAccount", project: "getGroupServiceAccount" };
const keyLists: Kinds = { organization: "listOrgApiKeys", project: "listGroupApiKeys" };

function isOrganization(ids: unknown): boolean {
  if (typeof ids === "object" && ids !== null && Object.hasOwn(ids, "orgId") !== Object.hasOwn(ids, "groupId")) {
    return Object.hasOwn(ids, "orgId");
  }
  throw new InvalidParameterError("owner", "an object with either orgId or groupId", describe(ids));
}

/** Every account of a list. */
export const readAccounts: Reading<readonly ServiceAccount[]> = (sender, operation, ids, call) =>
  readList(sender, operation, ids, call, readAccount, ({ clientId }) => clientId);

/** Every key of a list. */
export const readKeys: Reading<readonly ApiKey[]> = (sender, operation, ids, call) =>
  readList(sender, operation, ids, call, readKey, ({ id }) => id);

/** One account, and no other than the one that was asked for. */
export const readOneAccount: Reading<ServiceAccount> = async (sender, operation, ids, call) => {
  const { received, content } = await get(sender, operation, ids, {}, call);
  const account = readAccount(content, call.redact);
  if (account === undefined || !sameId(account.clientId, ids.clientId))
    throw unreadable(received, call, "is not that account");
  return account;
};

/** Whether two ids are one: some servers take upper-case digits too, and list them in lower case. */
export function sameId(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}

async function readList<T>(
  sender: Sender,
  operation: LookupFacts,
  ids: Ids,
  call: Call,
  readEntry: (value: unknown, redact: Call["redact"]) => T | undefined,
  idOf: (entry: T) => string,
): Promise<readonly T[]> {
  const entries = new Map<string, T>();
  // Atlas's lists leave these out unless asked; Cloud Manager's are not documented to know the word.
  const all = call.api === "atlas" && operation.queryParameters.some(({ name }) => name === "includeSystemManaged");
  let total: number | undefined;
  for (let pageNum = 1; pageNum <= maxPages; pageNum += 1) {
    const query = { pageNum, itemsPerPage, ...(all && { includeSystemManaged: true }) };
    const { received, content } = await get(sender, operation, ids, query, call);
    const results = own(content, "results");
    if (!Array.isArray(results)) throw unreadable(received, call, "holds no list");
    // Only the first page may tell; the last one that does is right.
    total = totalOf(content) ?? total;
    const before = entries.size;
    for (const result of results as readonly unknown[]) {
      const entry = readEntry(result, call.redact);
      if (entry === undefined) throw unreadable(received, call, "lists something without an id");
      entries.set(idOf(entry).toLowerCase(), entry);
    }
    if (isEnd(content, results.length)) {
      if (total !== undefined && total > entries.size) {
        throw unreadable(received, call, `ends after ${entries.size} of ${total} entries`);
      }
      return [...entries.values()];
    }
    if (results.length > 0 && entries.size === before) throw unreadable(received, call, "repeats a page");
  }
  throw new UnexpectedResponseError({
    ...errorFacts(call, "not-sent"),
    summary: `${nameOf(call)}: the list does not end after ${maxPages} pages.`,
    status: 200,
  });
}

/**
 * Whether a page is the last: it says by its links that none follows and is not full, or it is empty. A page that is
 * merely short proves nothing: the server may page in other sizes than it was asked for.
 */
function isEnd(page: object, count: number): boolean {
  const links = own(page, "links");
  const hasNext = Array.isArray(links) && links.some((link: unknown) => isNext(own(Object(link), "rel")));
  return !hasNext && (count === 0 || (Array.isArray(links) && links.length > 0 && count < itemsPerPage));
}

/** Relation types are compared without regard to case, and one link may have several (RFC 8288 §2.1.1, §3.3). */
function isNext(rel: unknown): boolean {
  return [rel].flat().some((word) => typeof word === "string" && /(^|\s)next(\s|$)/i.test(word));
}

/** A list's number of entries, which some servers write as a string. */
function totalOf(page: object): number | undefined {
  const total = own(page, "totalCount");
  if (typeof total === "string" && /^\d{1,9}$/.test(total)) return Number(total);
  return typeof total === "number" ? total : undefined;
}

/** One GET, whose 200 holds a JSON object: enveloped or not. Everything else is an error. */
async function get({ build, deliver }: Sender, operation: LookupFacts, ids: Ids, query: object, call: Call) {
  const received = await deliver(await build(operation, ids, query), call);
  return { received, content: contentOf(received, call) };
}

function contentOf(received: Buffered, call: Call): object {
  const { status, httpStatus, authorized, headers, body, json } = received;
  if (status >= 400 && status <= 599) throw apiError(received, call);
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  if (httpStatus !== 200 || !isObject || body.kind !== "text") throw unexpectedResponse(received, call);
  if (!authorized || headers.has("age") || hasDoubledKeys(json, body.text)) throw unexpectedResponse(received, call);
  // An error's body inside a 200: whatever stands beside it, it is not the list that was asked for.
  if (headers.has("x-error-code") || [json, Object(own(json, "content"))].some(isError))
    throw unexpectedResponse(received, call);
  const inner = own(json, "status");
  if (inner === undefined) return json;
  // A list has its status beside its results (pages 003 and 004), one result is wrapped in `content`.
  const content = Object.hasOwn(json, "results") ? json : own(json, "content");
  if (inner !== 200 || typeof content !== "object" || content === null) throw unexpectedResponse(received, call);
  return content;
}

function isError(body: object): boolean {
  const [error, code] = [own(body, "error"), own(body, "errorCode")];
  return (error ?? code ?? null) !== null;
}

function unreadable({ httpStatus }: Buffered, call: Call, why: string): UnexpectedResponseError {
  return new UnexpectedResponseError({
    ...errorFacts(call, "not-sent"),
    summary: `${nameOf(call)}: the response ${why}, so it proves nothing.`,
    status: httpStatus,
  });
}
