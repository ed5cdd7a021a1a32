// What must be true of a request before anything is looked for: media type, query, ids, scope, role.
import { type OperationFacts, operationTable } from "../../generated/client.js";
import type { Refusal } from "./answer.js";
import type { Principal } from "./authenticate.js";
import { negotiate, versionOf } from "./mediaTypes.js";
import { type Found, findScope, type Scope } from "./operations.js";
import * as refusals from "./refusals.js";
import type { Incoming, OperationRoute } from "./route.js";
import type { World } from "./state.js";

const patterns = new Map(
  Object.values<OperationFacts>(operationTable).flatMap((operation) =>
    operation.pathParameters.map((parameter) => [parameter.name, new RegExp(parameter.pattern)] as const),
  ),
);

/** 406 and 410 on Atlas; Cloud Manager has no versions. */
function checkMediaType(route: OperationRoute, accept: string | undefined, world: World): Refusal | undefined {
  const own = route.operation.accept[route.api];
  if (accept === own && world.retiredVersions.size === 0) return undefined;
  const current = versionOf(own);
  if (current === undefined) return undefined;
  const negotiated = negotiate(accept, current, world.retiredVersions);
  if (negotiated.kind === "gone") return refusals.versionGone(negotiated.version);
  return negotiated.kind === "version" ? undefined : refusals.notAcceptable();
}

function isWholeNumber(value: string, minimum: number, maximum: number): boolean {
  return /^\d{1,10}$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
}

/** Unknown, doubled and mistyped query parameters: a mock that let them pass would hide a mistake. */
function checkQuery({ queryParameters }: OperationFacts, target: string): Refusal | undefined {
  const mark = target.indexOf("?");
  if (mark < 0) return undefined;
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(target.slice(mark + 1))) {
    const parameter = queryParameters.find((candidate) => candidate.name === name);
    if (parameter === undefined || seen.has(name)) return refusals.badRequest();
    seen.add(name);
    const { type, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = parameter;
    const valid = type === "boolean" ? value === "true" || value === "false" : isWholeNumber(value, minimum, maximum);
    if (!valid) return refusals.badRequest();
  }
  return undefined;
}

function checkIds(route: OperationRoute): Refusal | undefined {
  for (const { name } of route.operation.pathParameters) {
    const value = route.ids[name] ?? "";
    if (!patterns.get(name)?.test(value)) return refusals.invalidId(name, value);
  }
  return undefined;
}

/** What is wrong with a request's form, if anything is. */
export function checkForm(route: OperationRoute, incoming: Incoming, world: World): Refusal | undefined {
  return (
    checkMediaType(route, incoming.header("accept"), world) ??
    checkQuery(route.operation, incoming.target) ??
    checkIds(route)
  );
}

/** The organization or project of a request, when it exists on the API that was called. */
export function locate(route: OperationRoute, world: World): { readonly scope: Scope } | { readonly refusal: Refusal } {
  const kind = route.operation.scope;
  const id = route.ids[kind === "organization" ? "orgId" : "groupId"] ?? "";
  const scope = findScope(world, kind, id);
  if (scope?.api === route.api) return { scope };
  if (kind === "organization") return { refusal: refusals.organizationNotFound(id) };
  return { refusal: scope === undefined ? refusals.groupNotFound(id) : refusals.wrongApi(route.api, id) };
}

const organizationOwner = "Organization Owner";

/** Whether the caller has one of the operation's roles; an organization's owner has every role in its projects. */
export function authorize(
  route: OperationRoute,
  scope: Scope,
  principal: Principal,
  found: Found,
): Refusal | undefined {
  const roles = principal.member?.roles;
  if (roles === undefined || roles.get(scope.orgId)?.includes(organizationOwner)) return undefined;
  const held = roles.get(scope.id);
  if (held === undefined) {
    return scope.kind === "organization" ? refusals.cannotAccessOrganization() : refusals.notInGroup();
  }
  const allowed = route.operation.roles[route.api].some((role) => held.includes(role));
  if (!allowed) {
    return scope.kind === "organization" ? refusals.notOrganizationOwner(scope.id) : refusals.roleMissing(scope.id);
  }
  return "ownerOnly" in found ? found.ownerOnly : undefined;
}
