// One mock server: from a request to a reply. MSW's handlers and the sandbox are two thin skins over this.
import { type Api, operationTable, type PathParameter } from "../../generated/client.js";
import { type Answer, jsonAnswer, type Refusal, type Reply } from "./answer.js";
import { authenticate, type Principal } from "./authenticate.js";
import { type Rendering, renderRefusal, renderSuccess } from "./envelope.js";
import type { Call, Fault } from "./fault.js";
import { negotiate, versionOf } from "./mediaTypes.js";
import { type Found, finders, findScope, type Scope } from "./operations.js";
import type { AuthRules, CloudRules } from "./options.js";
import type { Taken } from "./rateLimit.js";
import * as refusals from "./refusals.js";
import type { Incoming, OperationRoute, Route, TokenRoute } from "./route.js";
import { type Deletion, type World, worldOf } from "./state.js";
import { grant, revoke } from "./tokenEndpoints.js";

/** A mock server. */
export interface Cloud {
  /** Answers a request that was routed already. */
  answer(route: Route, incoming: Incoming): Promise<Reply>;
}

const patterns = new Map(
  Object.values(operationTable).flatMap((operation) =>
    operation.pathParameters.map((parameter: PathParameter) => [parameter.name, new RegExp(parameter.pattern)]),
  ),
);

function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name)?.toLowerCase() === "true";
}

function renderingOf(target: string, rules: CloudRules): Rendering {
  const mark = target.indexOf("?");
  if (mark < 0) return { envelope: undefined, pretty: false };
  const query = new URLSearchParams(target.slice(mark + 1));
  return { envelope: isTrue(query, "envelope") ? rules.envelope : undefined, pretty: isTrue(query, "pretty") };
}

/** 406 and 410 on Atlas; Cloud Manager has no versions. */
function checkMediaType(route: OperationRoute, accept: string | undefined, world: World): Refusal | undefined {
  const current = versionOf(route.operation.accept[route.api]);
  if (current === undefined) return undefined;
  const negotiated = negotiate(accept, current, world.retiredVersions);
  if (negotiated.kind === "gone") return refusals.versionGone(negotiated.version);
  return negotiated.kind === "version" ? undefined : refusals.notAcceptable();
}

function checkIds(route: OperationRoute): Refusal | undefined {
  for (const { name } of route.operation.pathParameters) {
    const value = route.ids[name] ?? "";
    if (!patterns.get(name)?.test(value)) return refusals.invalidId(name, value);
  }
  return undefined;
}

function locate(route: OperationRoute, world: World): { readonly scope: Scope } | { readonly refusal: Refusal } {
  const kind = route.operation.scope;
  const id = route.ids[kind === "organization" ? "orgId" : "groupId"] ?? "";
  const scope = findScope(world, kind, id);
  if (scope?.api === route.api) return { scope };
  if (kind === "organization") return { refusal: refusals.organizationNotFound(id) };
  return { refusal: scope === undefined ? refusals.groupNotFound(id) : refusals.wrongApi(route.api, id) };
}

const organizationOwner = "Organization Owner";

/** Whether the caller has one of the operation's roles; an organization's owner has every role in its projects. */
function authorize(route: OperationRoute, scope: Scope, principal: Principal, found: Found): Refusal | undefined {
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

function limitHeaders(taken: Taken): [string, string][] {
  const headers: [string, string][] = [
    ["RateLimit-Limit", String(taken.bucket.capacity)],
    ["RateLimit-Remaining", String(taken.remaining)],
  ];
  if (taken.retryAfterSeconds !== undefined) headers.push(["Retry-After", String(taken.retryAfterSeconds)]);
  return headers;
}

function rateLimited(api: Api, path: string, taken: Taken): Refusal {
  const { capacity, refill, refillSeconds } = taken.bucket;
  return api === "atlas"
    ? refusals.refusal(429, "RATE_LIMITED_TOKEN_BUCKET", `Resource ${path} is limited; try again later.`, [
        path,
        taken.retryAfterSeconds ?? 0,
        capacity,
        refill,
        refillSeconds,
      ])
    : refusals.refusal(429, "RATE_LIMITED", "Too many requests.");
}

/** The content type of a success, empty body or not: Atlas names the version that answered. */
function successType(route: OperationRoute): string {
  const accept = route.operation.accept[route.api];
  return versionOf(accept) === undefined ? accept : `${accept};charset=utf-8`;
}

function carryOut(
  route: OperationRoute,
  incoming: Incoming,
  principal: Principal,
  world: World,
  rules: CloudRules,
  rendering: Rendering,
): Answer {
  const { api, operation, ids } = route;
  const refuse = (refusal: Refusal, taken?: Taken): Answer =>
    renderRefusal(refusal, taken === undefined ? [] : limitHeaders(taken), rendering);

  if (principal.member?.accessList?.(incoming.address) === false) {
    return refuse(refusals.addressNotAllowed(incoming.address));
  }
  const malformed = checkMediaType(route, incoming.header("accept"), world) ?? checkIds(route);
  if (malformed !== undefined) return refuse(malformed);
  const located = locate(route, world);
  if ("refusal" in located) return refuse(located.refusal);

  const now = rules.clock();
  const bucket = rules.limits.scopes[api][operation.scope];
  // The endpoint set is what stands behind the scope in the path: service accounts, or API keys.
  const taken = bucket && world.buckets.take(`${located.scope.id} ${operation.path.split("/")[3] ?? ""}`, bucket, now);
  if (taken?.retryAfterSeconds !== undefined) {
    return refuse(rateLimited(api, incoming.target.replace(/^\/|\?.*$/g, ""), taken), taken);
  }

  // The route's ids are those of its own operation: both come from one template of the document.
  const found = (finders[operation.operationId] as (world: World, ids: OperationRoute["ids"]) => Found)(world, ids);
  const forbidden = authorize(route, located.scope, principal, found);
  if (forbidden !== undefined) return refuse(forbidden);
  if ("refusal" in found) return refuse(found.refusal);
  found.remove();
  world.deletions.push({ operationId: operation.operationId, api, ids, by: principal.actor, at: now } as Deletion);
  return renderSuccess(operation.success[api], successType(route), taken ? limitHeaders(taken) : [], rendering);
}

function firstStrike(
  faults: readonly Fault[],
  stage: Fault["stage"],
  call: Call,
  proceed: Parameters<Fault["strike"]>[1],
): Reply | undefined {
  for (const fault of faults) {
    const reply = fault.stage === stage ? fault.strike(call, proceed) : undefined;
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function answerOperation(route: OperationRoute, incoming: Incoming, rules: CloudRules): Reply {
  const world = worldOf(rules.state);
  const rendering = renderingOf(incoming.target, rules);
  const call: Call = {
    operation: route.operation.operationId,
    api: route.api,
    rendering,
    target: incoming.target,
  };
  const enter = (): Reply => {
    const authentication = authenticate(route, incoming, world, rules.auth, rules.clock());
    if ("answer" in authentication) return authentication.answer;
    const proceed: Parameters<Fault["strike"]>[1] = (overrides = {}) => {
      const envelope = rendering.envelope && (overrides.envelope ?? rendering.envelope);
      return carryOut(route, incoming, authentication.principal, world, rules, { ...rendering, envelope });
    };
    return firstStrike(rules.faults, "after authentication", call, proceed) ?? proceed();
  };
  return firstStrike(rules.faults, "before authentication", call, enter) ?? enter();
}

async function answerToken(route: TokenRoute, incoming: Incoming, rules: CloudRules, auth: AuthRules): Promise<Reply> {
  const body = await incoming.body();
  const context = { world: worldOf(rules.state), rules: auth, limits: rules.limits, now: rules.clock() };
  const proceed = (): Reply => (route.kind === "grant" ? grant : revoke)(incoming, body, context);
  const rendering: Rendering = { envelope: undefined, pretty: false };
  const call: Call = { operation: route.kind, api: undefined, rendering, target: incoming.target };
  return firstStrike(rules.faults, "before authentication", call, proceed) ?? proceed();
}

/** Creates a mock server that follows these rules. */
export function createCloud(rules: CloudRules): Cloud {
  return {
    async answer(route, incoming) {
      if (rules.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, rules.latencyMs));
      if (route.kind === "operation") return answerOperation(route, incoming, rules);
      if (rules.auth === undefined) {
        return jsonAnswer(404, { error: "not_found", error_description: "Authentication is switched off." });
      }
      return answerToken(route, incoming, rules, rules.auth);
    },
  };
}
