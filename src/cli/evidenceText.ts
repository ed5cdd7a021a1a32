/** What a look showed, in words: which credential it is, and whether something still uses it. No value is shown whole. */
import type { ApiKey, Evidence, ListedRecord, ServiceAccount } from "../index.js";
import type { Row } from "./output.js";

/** Anything that is listed: the fields that any of them has. */
export type Listed = Partial<Omit<ServiceAccount, "roles">> &
  Partial<Omit<ApiKey, "roles">> & {
    readonly maskedSecretValue?: string;
    readonly lastUsedAt?: string;
    readonly expiresAt?: string;
    readonly account?: { readonly name?: string };
  };

/** Within this time a use means that something still depends on the credential. */
const recentMs = 60 * 60 * 1000;

/** The rows about the looks before and after a revocation. */
export function evidenceRows(evidence: Evidence | undefined): readonly Row[] {
  if (evidence === undefined) return [];
  const { before, after, problems } = evidence;
  const listed = before === undefined || before === "absent" ? "not listed" : `listed as ${recordText(before)}`;
  return [
    ...(before === undefined ? [] : [["Before", listed] as const]),
    ...(after === undefined ? [] : [["After", "not listed any more; the list was read whole", "green"] as const]),
    ...[...new Set(problems)].map((problem) => ["Look", `could not be read: ${problem}`, "yellow"] as const),
  ];
}

/** `"backup job", value ending in 4f2a, created 2026-01-31, used 3 minutes ago`. */
export function recordText(record: ListedRecord | Listed, now: number = Date.now()): string {
  const { name, desc, account, publicKey, createdAt, lastUsedAt, expiresAt, ...rest }: Listed = record;
  const { secret, key } = endingsOf(rest);
  const title = name ?? desc ?? account?.name;
  const parts = {
    [`"${title}"`]: title,
    [`public key ${publicKey}`]: publicKey,
    [`value ending in ${secret}`]: secret,
    [`private key ending in ${key}`]: key,
    [`created ${createdAt?.slice(0, 10)}`]: createdAt,
    [`used ${ago(lastUsedAt, now)}`]: lastUsedAt,
    [`expires ${expiresAt?.slice(0, 10)}`]: expiresAt,
  };
  return Object.keys(parts)
    .filter((text) => parts[text] !== undefined)
    .join(", ");
}

/** The ends of masked values: more is never shown, whatever a server lists. */
export function endingsOf({ maskedSecretValue, privateKey }: Listed): { secret?: string; key?: string } {
  return {
    ...(maskedSecretValue !== undefined && { secret: maskedSecretValue.slice(-4) }),
    ...(privateKey !== undefined && { key: privateKey.slice(-12) }),
  };
}

/** A warning about a credential that was used a short while ago. */
export function recentUse({ lastUsedAt }: Listed, now: number = Date.now()): string | undefined {
  if (lastUsedAt === undefined || !(now - Date.parse(lastUsedAt) < recentMs)) return undefined;
  return `It was used ${ago(lastUsedAt, now)}: something still depends on it, and will stop working.`;
}

function ago(date: string | undefined, now: number): string {
  const minutes = Math.floor((now - Date.parse(date ?? "")) / 60_000);
  if (Number.isNaN(minutes)) return "at an unreadable time";
  if (minutes < 1) return "less than a minute ago";
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 1440
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
