// Lookups at the wire: one request each, and what is on a page.
import { type Api, type LookupFacts, servers } from "../../generated/client.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import { type Answered, grantToken, send } from "./wire.js";

/** Ids for every parameter, all of them in the first project of an API. */
export function idsOn({ targets }: Sandbox, api: Api): Readonly<Record<string, string>> {
  const on = targets[api];
  const [org] = on.deleteOrgServiceAccountSecret;
  return { orgId: org?.orgId ?? "", ...on.unassignGroupApiKey[0], ...on.deleteGroupServiceAccountSecret[0] };
}

/** Looks, with the sandbox's service account. */
export async function look(
  sandbox: Sandbox,
  api: Api,
  { path, accept }: LookupFacts,
  query = "",
  change: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const ids = { ...idsOn(sandbox, api), ...change };
  const target = `${servers[api].basePath}${path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "")}${query}`;
  const headers = { accept: accept[api], authorization: `Bearer ${await grantToken(sandbox)}` };
  return send(sandbox.url, target, { method: "GET", headers });
}

/** One page of a list. */
export interface Page {
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly links: readonly { readonly href: string; readonly rel: string }[];
  readonly totalCount?: number;
}

export function pageOf(answer: Answered): Page {
  return JSON.parse(answer.body) as Page;
}

/** The address of the next page. */
export function nextOf({ links }: Page): string | undefined {
  return links.find(({ rel }) => rel === "next")?.href;
}

export function clientIds(answer: Answered): unknown[] {
  return pageOf(answer).results.map(({ clientId }) => clientId);
}
