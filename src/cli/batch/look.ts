/** Looks at what a batch lists: one read for each project or organization and kind of credential, not for each target. */
import { isSuccess } from "../../bulk/verdict.js";
import type { RevokeClient } from "../../client.js";
import { cleanMessage } from "../../internal/text.js";
import { type Lookup, type Owner, sameId } from "../../lookup.js";
import type { Entry, Plan } from "./entries.js";
import type { LookedOutcome } from "./resultLines.js";
import type { Results } from "./results.js";
import type { Summary } from "./summary.js";

/** What a look found: that a target is listed, that it is not on a list that was read whole, or why that can't be said. */
export interface Found {
  readonly state: "present" | "absent" | "unread";
  /** For what is present: its name and so on. For what could not be read: why. */
  readonly text: string;
}

/** A list may lag behind a deletion: what is still there is looked at again, after so many milliseconds. */
const againAfterMs = [500, 1_500];

/** Looks at every entry. `gone`: all are expected to be gone, so that a list that shows one is read again. */
export async function look(client: RevokeClient, entries: readonly Entry[], gone: boolean): Promise<Map<Entry, Found>> {
  const { lookup } = client;
  const found = new Map<Entry, Found>();
  let left: readonly Entry[] = entries;
  for (const waitMs of [0, ...(gone ? againAfterMs : [])]) {
    if (waitMs > 0 && left.length > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const scopes = new Map<string, Entry[]>();
    for (const entry of left) scopes.set(entry.scope, [...(scopes.get(entry.scope) ?? []), entry]);
    for (const group of scopes.values()) {
      const read = await readScope(lookup, group).catch(
        (error: unknown) => (): Found => ({ state: "unread", text: cleanMessage(error) }),
      );
      for (const entry of group) found.set(entry, read(entry));
    }
    left = left.filter((entry) => found.get(entry)?.state === "present");
  }
  return found;
}

async function readScope(lookup: Lookup, entries: readonly Entry[]): Promise<(entry: Entry) => Found> {
  const [{ orgId, groupId = "" } = {}] = entries.map(({ ids }) => ids as Readonly<Record<string, string>>);
  const owner: Owner = orgId === undefined ? { groupId } : { orgId };
  if (entries[0]?.ids.apiKeyId !== undefined) {
    const keys = new Map((await lookup.apiKeys(owner)).map((key) => [key.id.toLowerCase(), key]));
    return ({ ids }) => {
      const key = keys.get(ids.apiKeyId?.toLowerCase() ?? "");
      return key === undefined ? absent : present(key.desc, key.publicKey);
    };
  }
  const clientIds = new Set(entries.map(({ ids }) => ids.clientId ?? ""));
  const [clientId = ""] = clientIds;
  const ofOne = clientIds.size === 1 && entries.every(({ ids }) => ids.secretId !== undefined);
  const listed = ofOne ? [await lookup.serviceAccount({ ...owner, clientId })] : await lookup.serviceAccounts(owner);
  // A server may list ids in either case; a difference in case must not read as absence.
  const accounts = new Map(listed.map((account) => [account.clientId.toLowerCase(), account]));
  return ({ ids }) => {
    const account = accounts.get(ids.clientId?.toLowerCase() ?? "");
    if (ids.secretId === undefined) return account === undefined ? absent : present(account.name);
    // Without its account nothing says that the secret is gone.
    if (account?.secrets === undefined) return { state: "unread", text: "its service account is not listed" };
    const secret = account.secrets.find(({ id }) => sameId(id, ids.secretId));
    return secret === undefined ? absent : present(account.name, secret.maskedSecretValue, secret.lastUsedAt);
  };
}

const absent: Found = { state: "absent", text: "" };

function present(...facts: readonly (string | undefined)[]): Found {
  return { state: "present", text: facts.filter((fact) => fact !== undefined).join(", ") };
}

/** Looks at whatever should be gone or may be. A look that can't be read changes no outcome. */
export async function keepFound(client: RevokeClient, plan: Plan, results: Results): Promise<Summary["looked"]> {
  const entries = plan.entries.filter(({ known }) => isSuccess(known?.outcome) || isInDoubt(known?.outcome));
  const found = await look(client, entries, true);
  const counts = { absent: 0, present: 0, unread: 0 };
  const kept = [...found].map(async ([entry, { state }]) => {
    counts[state] += 1;
    if (state !== "unread") await results.looked(entry, outcomeAfter(entry, state), state);
  });
  await Promise.all(kept);
  return counts;
}

function isInDoubt(outcome: string | undefined): boolean {
  return outcome === "unknown" || outcome === "started";
}

/** A success that is still listed is none; a doubt is resolved by what is there. */
function outcomeAfter({ known }: Entry, state: Exclude<Found["state"], "unread">): LookedOutcome {
  const outcome = known?.outcome;
  if (outcome === "deleted" || outcome === "unassigned" || outcome === "already-gone") {
    return state === "absent" ? outcome : "unknown";
  }
  return state === "absent" ? "already-gone" : "refused";
}
