/** Looks at what a batch lists: one read for each project or organization and kind of credential, not for each target. */
import type { RevokeClient } from "../../client.js";
import { cleanMessage } from "../../internal/text.js";
import { type Lookup, type Owner, sameId } from "../../lookup.js";
import type { Entry } from "./entries.js";

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
    for (const entry of left) scopes.set(entry.checked.scope, [...(scopes.get(entry.checked.scope) ?? []), entry]);
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
  const [{ orgId, groupId = "" } = {}] = entries.map(({ checked }) => checked.ids as Readonly<Record<string, string>>);
  const owner: Owner = orgId === undefined ? { groupId } : { orgId };
  if (entries[0]?.checked.ids.apiKeyId !== undefined) {
    const keys = new Map((await lookup.apiKeys(owner)).map((key) => [key.id.toLowerCase(), key]));
    return ({ checked }) => {
      const key = keys.get(checked.ids.apiKeyId?.toLowerCase() ?? "");
      return key === undefined ? absent : present(key.desc, key.publicKey);
    };
  }
  const clientIds = new Set(entries.map(({ checked }) => checked.ids.clientId ?? ""));
  const [clientId = ""] = clientIds;
  const ofOne = clientIds.size === 1 && entries.every(({ checked }) => checked.ids.secretId !== undefined);
  const listed = ofOne ? [await lookup.serviceAccount({ ...owner, clientId })] : await lookup.serviceAccounts(owner);
  // A server may list ids in either case; a difference in case must not read as absence.
  const accounts = new Map(listed.map((account) => [account.clientId.toLowerCase(), account]));
  return ({ checked: { ids } }) => {
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
