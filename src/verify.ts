/** Looks whether a target is there: before a revocation, after it, and by itself. Absence is proved, never assumed. */
import { type LookupId, lookupTable, type OperationFacts } from "../generated/client.js";
import { NotFoundError } from "./apiErrors.js";
import { isRevokeError, type RevokeError, TimeoutError, UnexpectedResponseError, withOutcome } from "./errors.js";
import type { Sender } from "./http.js";
import type { ApiKey, ListedSecret, ServiceAccount } from "./listed.js";
import { readAccounts, readKeys, readOneAccount, sameId } from "./lookup.js";
import type { Confirmed } from "./outcome.js";
import { withDeadline } from "./transport/deadline.js";
import { pause } from "./transport/pause.js";
import type { Buffered } from "./transport/response.js";
import { type Call, errorFacts, nameOf } from "./transport/state.js";

/** A target as it is listed. */
export type ListedRecord =
  | ({ readonly type: "secret" } & ListedSecret & { readonly account: Pick<ServiceAccount, "clientId" | "name"> })
  | ({ readonly type: "service-account" } & ServiceAccount)
  | ({ readonly type: "api-key" } & ApiKey);

/** What a look found. */
export type Presence = { readonly state: "present"; readonly record: ListedRecord } | { readonly state: "absent" };

/** What was seen of the target around a revocation. */
export interface Evidence {
  /** What was listed before the DELETE; `undefined` when that could not be read. */
  readonly before: ListedRecord | "absent" | undefined;
  /** `absent`: a list that was read whole does not hold the target any more; `undefined` when none could be read. */
  readonly after: "absent" | undefined;
  /** When the last look that was read ended, on this machine's clock: ISO 8601, UTC. */
  readonly lookedAt: string | undefined;
  /** Why a look could not be read, one sentence each. It changes nothing else. */
  readonly problems: readonly string[];
}

type Ids = Readonly<Record<string, string>>;

/** When the looks after a DELETE are made, in milliseconds after the one before: a list may lag behind. */
const looksAfterMs: readonly number[] = [0, 400, 1_200];

/** Which read shows a target, or its absence: an account's own secrets, or the project's whole list. */
const lookFor: Readonly<Record<OperationFacts["operationId"], LookupId>> = {
  deleteOrgServiceAccountSecret: "getOrgServiceAccount",
  deleteGroupServiceAccountSecret: "getGroupServiceAccount",
  unassignGroupServiceAccount: "listGroupServiceAccounts",
  unassignGroupApiKey: "listGroupApiKeys",
};

/**
 * Looks once.
 *
 * @throws RevokeError when the response could not be read whole: a 404 of an account, say, proves nothing about its secret.
 */
export async function look(sender: Sender, target: OperationFacts, ids: Ids, opened: Call): Promise<Presence> {
  const operation = lookupTable[lookFor[target.operationId]];
  const call = { ...opened, operation };
  switch (operation.operationId) {
    case "getOrgServiceAccount":
    case "getGroupServiceAccount": {
      const { secretId, ...owner } = ids;
      const { clientId, name, secrets } = await readOneAccount(sender, operation, owner, call);
      if (secrets === undefined) {
        const summary = `${nameOf(call)}: the response does not list the account's secrets, so it proves nothing.`;
        throw new UnexpectedResponseError({ ...errorFacts(call, "not-sent"), summary, status: 200 });
      }
      const secret = secrets.find(({ id }) => sameId(id, secretId));
      const account = { clientId, ...(name !== undefined && { name }) };
      return presence(secret && { type: "secret", ...secret, account });
    }
    case "listGroupServiceAccounts": {
      const accounts = await readAccounts(sender, operation, withoutTarget(target, ids), call);
      const account = accounts.find(({ clientId }) => sameId(clientId, ids.clientId));
      return presence(account && { type: "service-account", ...account });
    }
    default: {
      const keys = await readKeys(sender, operation, withoutTarget(target, ids), call);
      const key = keys.find(({ id }) => sameId(id, ids.apiKeyId));
      return presence(key && { type: "api-key", ...key });
    }
  }
}

function presence(record: ListedRecord | undefined): Presence {
  return record === undefined ? { state: "absent" } : { state: "present", record };
}

function withoutTarget({ targetParameter }: OperationFacts, ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).filter(([name]) => name !== targetParameter));
}

/** A confirmation, and the response that it was read from, if there was one. */
export interface Sent {
  readonly confirmed: Confirmed;
  readonly received?: Buffered | undefined;
}

/**
 * Revokes between two looks.
 *
 * - Absent before: a `NotFoundError`, and nothing is sent; with `missingOk` it is `already-gone`.
 * - Still listed after a success: an error with outcome `unknown`.
 * - After a doubt, the look decides: absent is `already-gone`, still listed is the error with outcome `refused`.
 * - A look that can't be read changes nothing, and is reported.
 */
export async function verified(
  sender: Sender,
  target: OperationFacts,
  ids: Ids,
  missingOk: boolean,
  call: Call,
  revoke: () => Promise<Sent>,
): Promise<Sent & { readonly evidence: Evidence }> {
  const problems: string[] = [];
  let lookedAt: string | undefined;
  const tryLook = async (when: "before" | "after"): Promise<Presence | undefined> => {
    try {
      const found = await inTime(call, (signal) => look(sender, target, ids, { ...call, signal }));
      lookedAt = new Date().toISOString();
      call.emit({ type: "look", when, found: found.state });
      return found;
    } catch (error) {
      call.signal.throwIfAborted();
      if (!isRevokeError(error)) throw error;
      problems.push(error.summary);
      call.emit({ type: "look", when, found: "nothing" });
      return undefined;
    }
  };
  const lookAfter = async (): Promise<Presence | undefined> => {
    let found: Presence | undefined;
    for (const waitMs of looksAfterMs) {
      if (waitMs > 0) await pause(waitMs, call.signal);
      found = await tryLook("after");
      if (found === undefined || found.state === "absent") break;
    }
    return found;
  };
  const evidence = (before: Presence | undefined, after: Presence | undefined): Evidence => ({
    before: before?.state === "present" ? before.record : before?.state,
    after: after?.state === "absent" ? "absent" : undefined,
    lookedAt,
    problems,
  });

  const before = await tryLook("before");
  if (before?.state === "absent") {
    if (!missingOk) throw notListed(call);
    return { confirmed: { outcome: "already-gone", status: 200 }, evidence: evidence(before, before) };
  }
  let sent: Sent;
  try {
    sent = await revoke();
  } catch (error) {
    call.signal.throwIfAborted();
    if (!isRevokeError(error) || error.outcome !== "unknown") throw error;
    const after = await lookAfter();
    if (after === undefined) throw error;
    if (after.state === "present") throw withOutcome(error, "refused", "A look afterwards shows it still listed.");
    return { confirmed: { outcome: "already-gone", status: 200 }, evidence: evidence(before, after) };
  }
  const after = await lookAfter();
  if (after?.state === "present") throw stillListed(sent.confirmed, call);
  return { ...sent, evidence: evidence(before, after) };
}

/** A look may take a third of what is left, so that a slow list never costs the revocation its own time. */
async function inTime<T>(call: Call, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeoutMs = Math.max(1, (call.deadline - performance.now()) / 3);
  const summary = `${nameOf(call)}: the look did not finish within ${Math.round(timeoutMs)} ms.`;
  const toError = (): TimeoutError => new TimeoutError({ ...errorFacts(call, "not-sent"), summary });
  return await withDeadline({ timeoutMs, signal: call.signal, toError }, work);
}

function notListed(call: Call): NotFoundError {
  return new NotFoundError({
    ...errorFacts(call, "not-sent"),
    summary: `${nameOf(call)}: the target is not listed, so nothing was sent.`,
    nextStep: "Check each id. If it may already be gone, call again with missingOk.",
    status: 404,
    body: {},
  });
}

function stillListed({ status }: Confirmed, call: Call): RevokeError {
  return new UnexpectedResponseError({
    ...errorFacts(call, "unknown"),
    summary: `${nameOf(call)}: confirmed with HTTP ${status}, and still listed after ${looksAfterMs.length} looks.`,
    nextStep: "Look again in a minute: a list may lag behind. If it stays listed, revoke it again.",
    status,
  });
}
