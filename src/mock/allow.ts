// What must be true of a request before it is carried out: media type, query, ids, scope, role.
import type { Exchange } from "./authenticate.js";
import { fromExample, invalidId, notFound, refusal, roleMissing, wrongApi } from "./refusals.js";
import type { Refusal } from "./response.js";
import { allFacts } from "./route.js";

const patterns = new Map(
  allFacts.flatMap((facts) => facts.pathParameters.map(({ name, pattern }) => [name, new RegExp(pattern)] as const)),
);

function checkId(name: string, id = ""): Refusal | undefined {
  return patterns.get(name)?.test(id) ? undefined : invalidId(name, id);
}

/** Atlas wants a version, of the operation's own date or a later one, which resolves down to it. */
export function checkAccept({ facts, api, incoming }: Exchange): Refusal | undefined {
  const [own, accept = ""] = [facts.accept[api], incoming.header("accept")];
  const version = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json$/i;
  const current = version.exec(own)?.[1];
  if (accept === own || current === undefined) return undefined;
  const dates = accept.split(",").map((range) => version.exec((range.split(";")[0] ?? "").trim())?.[1] ?? "");
  if (dates.some((date) => date >= current && !Number.isNaN(Date.parse(date)))) return undefined;
  return refusal(406, "INVALID_VERSION_DATE", "Invalid accept header or version date.");
}

/** Whether the organization or project of a request exists on the API that was called. */
export function checkScope({ facts, api, ids, world }: Exchange): Refusal | undefined {
  const name = facts.scope === "organization" ? "orgId" : "groupId";
  const id = ids[name] ?? "";
  const found = name === "orgId" ? world.organizations.get(id) : world.projects.get(id)?.api;
  if (found === api) return undefined;
  return checkId(name, id) ?? (found === undefined || name === "orgId" ? notFound(name, id) : wrongApi(api, id));
}

/** Unknown, doubled and mistyped query parameters, which a mock that let them pass would hide, and ids of a wrong form. */
export function checkForm({ facts, ids, query }: Exchange): Refusal | undefined {
  const names = [...query.keys()];
  const wrong = [...query].some(([name, value]) => {
    const parameter = facts.queryParameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) return true;
    const { type, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = parameter;
    if (type === "boolean") return value !== "true" && value !== "false";
    return !/^\d{1,10}$/.test(value) || Number(value) < minimum || Number(value) > maximum;
  });
  if (wrong || new Set(names).size !== names.length) return fromExample("badRequest");
  return facts.pathParameters.map(({ name }) => checkId(name, ids[name])).find((refused) => refused !== undefined);
}

/** Whether the caller owns the organization that everything in the request belongs to, or authentication is off. */
export function ownsOrganization({ ids, world, caller }: Exchange): boolean {
  const orgId = ids.orgId ?? world.projects.get(ids.groupId ?? "")?.orgId ?? "";
  return caller === undefined || caller.roles.get(orgId)?.includes("Organization Owner") === true;
}

/** Why the caller may not do this. Who owns an organization may do everything in it; who owns a project may look at it all. */
export function checkRole(exchange: Exchange): Refusal | undefined {
  const { facts, api, ids, caller } = exchange;
  if (caller === undefined || ownsOrganization(exchange)) return undefined;
  const id = ids.orgId ?? ids.groupId ?? "";
  const held = caller.roles.get(id);
  if (held === undefined) {
    if (facts.scope === "organization") {
      return refusal(401, "USER_UNAUTHORIZED", "The caller cannot access this organization.");
    }
    return refusal(401, "NOT_IN_GROUP", "The caller is not in the group, or the group does not exist.");
  }
  const roles = facts.roles[api];
  // Where no role is documented (lookups on Cloud Manager) any member of the scope may look.
  const mayLook = facts.method === "GET" && (roles.length === 0 || held.includes("Project Owner"));
  return mayLook || roles.some((role) => held.includes(role)) ? undefined : roleMissing(facts.scope, id);
}
