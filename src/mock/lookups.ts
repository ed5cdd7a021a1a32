// The six lookups, answered from the same state as the revocations: accounts with masked secrets, keys, page by page.
import type { components } from "../../generated/lookup.js";
import type { Exchange } from "./authenticate.js";
import { notFound } from "./refusals.js";
import type { Refusal } from "./response.js";
import { accountOf } from "./revocations.js";
import type { Account, Key, Member } from "./state.js";

type Schemas = components["schemas"];

const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The roles in one scope, as the wire has them: "Project Owner" is `GROUP_OWNER`. Who has none there has its least one. */
function rolesIn({ roles }: Member, scopeId: string, least: string): string[] {
  const held = roles.get(scopeId) ?? [];
  if (held.length === 0) return [least];
  const words = held.map((title) => title.replace(/^Organization/, "ORG").replace(/^Project/, "GROUP"));
  return words.map((title) => title.toUpperCase().replaceAll(" ", "_"));
}

function describeAccount(account: Account, { ids, world }: Exchange): Schemas["ServiceAccount"] {
  const { orgId, groupId = "" } = ids;
  return {
    clientId: account.clientId,
    createdAt: dateOf(world.startedAt - 90 * 86_400_000),
    description: "",
    name: account.name ?? "",
    roles: orgId === undefined ? rolesIn(account, groupId, "GROUP_READ_ONLY") : rolesIn(account, orgId, "ORG_MEMBER"),
    secrets: [...account.secrets.values()].map(({ id, value, createdAt, lastUsedAt, expiresAt }) => ({
      id,
      createdAt: dateOf(createdAt),
      expiresAt: dateOf(expiresAt),
      lastUsedAt: lastUsedAt === undefined ? null : dateOf(lastUsedAt),
      maskedSecretValue: `mdb_sa_sk_****${value.slice(-4)}`,
    })),
  };
}

function describeKey(key: Key, { world }: Exchange): Schemas["ApiKey"] {
  const groupIds = [...key.roles.keys()].filter((id) => world.projects.has(id));
  return {
    id: key.id,
    desc: key.desc ?? "",
    privateKey: `********-****-****-${key.privateKey.slice(-12)}`,
    publicKey: key.publicKey,
    roles: [
      ...[...key.orgIds].flatMap((orgId) => rolesIn(key, orgId, "ORG_MEMBER").map((roleName) => ({ orgId, roleName }))),
      ...groupIds.flatMap((id) => rolesIn(key, id, "GROUP_READ_ONLY").map((roleName) => ({ groupId: id, roleName }))),
    ],
  };
}

/** Everything that a list holds, before it is cut into pages; described only when it is on the page. */
function entriesOf(exchange: Exchange): (() => Schemas["ServiceAccount"] | Schemas["ApiKey"])[] {
  const { facts, ids, query, world } = exchange;
  const { orgId, groupId = "" } = ids;
  const listed = ({ roles, orgIds }: Member): boolean => (orgId === undefined ? roles.has(groupId) : orgIds.has(orgId));
  if (facts.path.endsWith("/apiKeys")) {
    return [...world.keys.values()].filter(listed).map((key) => () => describeKey(key, exchange));
  }
  const all = query.get("includeSystemManaged") === "true";
  const shown = [...world.accounts.values()].filter((account) => all || account.systemManaged !== true);
  return shown.filter(listed).map((account) => () => describeAccount(account, exchange));
}

/** One page of a list, with links to itself and to the next. */
function pageOf(exchange: Exchange): object {
  const { incoming, query, twist } = exchange;
  const all = entriesOf(exchange);
  const entries = twist.half === true ? all.slice(0, Math.floor(all.length / 2)) : all;
  const size = Math.min(Number(query.get("itemsPerPage") ?? 100), twist.pageSize ?? 500);
  const pages = Math.max(1, Math.ceil(entries.length / size));
  const page = Number(query.get("pageNum") ?? 1);
  const start = (twist.endless === true ? (page - 1) % pages : page - 1) * size;
  const link = (rel: string, pageNum: number): Schemas["Link"] => {
    const { origin, pathname } = new URL(incoming.target, incoming.origin);
    const others = [...query].filter(([name]) => name !== "pageNum");
    return { href: `${origin}${pathname}?${new URLSearchParams([...others, ["pageNum", String(pageNum)]])}`, rel };
  };
  const next = page < pages || twist.endless === true ? [link("next", page + 1)] : [];
  return {
    links: [link("self", page), ...next],
    results: entries.slice(start, start + size).map((describe) => describe()),
    ...(query.get("includeCount") === "false" ? {} : { totalCount: all.length }),
  };
}

/** The body of a lookup's success, or what is missing. The caller may look, and the scope exists. */
export function lookUp(exchange: Exchange): object | Refusal {
  const { ids, world, rendering } = exchange;
  const { clientId } = ids;
  const enveloped = rendering.envelope !== undefined;
  if (clientId === undefined) return enveloped ? { ...pageOf(exchange), status: 200 } : pageOf(exchange);
  const account = accountOf(world, ids.orgId ?? ids.groupId ?? "", clientId);
  if (account === undefined) return notFound("clientId", clientId);
  const content = describeAccount(account, exchange);
  return enveloped ? { status: 200, content } : content;
}
