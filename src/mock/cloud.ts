// One mock server: from a request to a reply. MSW's handlers and the sandbox are two thin skins over this.

import { authorize, checkForm, locate } from "./admission.js";
import { type Answer, jsonAnswer, type Refusal, type Reply } from "./answer.js";
import { authenticate, type Principal } from "./authenticate.js";
import { type Rendering, renderRefusal, renderSuccess } from "./envelope.js";
import type { Call, Fault } from "./fault.js";
import { versionOf } from "./mediaTypes.js";
import { type Found, finders } from "./operations.js";
import type { AuthRules, CloudRules } from "./options.js";
import type { Taken } from "./rateLimit.js";
import { addressNotAllowed, rateLimited } from "./refusals.js";
import type { Incoming, OperationRoute, Route, TokenRoute } from "./route.js";
import { type Deletion, type World, worldOf } from "./state.js";
import { grant, revoke } from "./tokenEndpoints.js";

/** A mock server. */
export interface Cloud {
  /** Answers a request that was routed already. */
  answer(route: Route, incoming: Incoming): Promise<Reply>;
}

function renderingOf(target: string, rules: CloudRules): Rendering {
  const mark = target.indexOf("?");
  if (mark < 0) return { envelope: undefined, pretty: false };
  const query = new URLSearchParams(target.slice(mark + 1));
  return {
    envelope: query.get("envelope") === "true" ? rules.envelope : undefined,
    pretty: query.get("pretty") === "true",
  };
}

function limitHeaders(taken: Taken | undefined): [string, string][] {
  if (taken === undefined) return [];
  const headers: [string, string][] = [
    ["RateLimit-Limit", String(taken.bucket.capacity)],
    ["RateLimit-Remaining", String(taken.remaining)],
  ];
  if (taken.retryAfterSeconds !== undefined) headers.push(["Retry-After", String(taken.retryAfterSeconds)]);
  return headers;
}

/** The content type of a success, empty body or not: Atlas names the version that answered. */
function successType(route: OperationRoute): string {
  const accept = route.operation.accept[route.api];
  return versionOf(accept) === undefined ? accept : `${accept};charset=utf-8`;
}

/** A request whose credential was accepted. */
interface Admitted {
  readonly route: OperationRoute;
  readonly incoming: Incoming;
  readonly principal: Principal;
  readonly world: World;
  readonly rules: CloudRules;
}

function carryOut({ route, incoming, principal, world, rules }: Admitted, rendering: Rendering): Answer {
  const { api, operation, ids } = route;
  const refuse = (refusal: Refusal, taken?: Taken): Answer => renderRefusal(refusal, limitHeaders(taken), rendering);

  if (principal.member?.accessList?.(incoming.address) === false) return refuse(addressNotAllowed(incoming.address));
  const malformed = checkForm(route, incoming, world);
  if (malformed !== undefined) return refuse(malformed);
  const located = locate(route, world);
  if ("refusal" in located) return refuse(located.refusal);
  const { scope } = located;

  const now = rules.clock();
  const bucket = rules.limits.scopes[api][operation.scope];
  // The endpoint set is what stands behind the scope in the path: service accounts, or API keys.
  const taken = bucket && world.buckets.take(`${scope.id} ${operation.path.split("/")[3] ?? ""}`, bucket, now);
  if (taken?.retryAfterSeconds !== undefined) {
    const path = incoming.target.replace(/^\/|\?.*$/g, "");
    const { retryAfterSeconds } = taken;
    return refuse(rateLimited(api, { ...taken.bucket, scope: operation.scope, path, retryAfterSeconds }), taken);
  }

  // The route's ids are those of its own operation: both come from one template of the document.
  const found = (finders[operation.operationId] as (world: World, ids: OperationRoute["ids"]) => Found)(world, ids);
  const forbidden = authorize(route, scope, principal, found);
  if (forbidden !== undefined) return refuse(forbidden);
  if ("refusal" in found) return refuse(found.refusal);
  found.remove();
  world.deletions.push({ operationId: operation.operationId, api, ids, by: principal.actor, at: now } as Deletion);
  return renderSuccess(operation.success[api], successType(route), limitHeaders(taken), rendering);
}

type Proceed = Parameters<Fault["strike"]>[1];

function firstStrike(faults: readonly Fault[], stage: Fault["stage"], call: Call, proceed: Proceed): Reply | undefined {
  for (const fault of faults) {
    const reply = fault.stage === stage ? fault.strike(call, proceed) : undefined;
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function answerOperation(route: OperationRoute, incoming: Incoming, rules: CloudRules): Reply {
  const world = worldOf(rules.state);
  const rendering = renderingOf(incoming.target, rules);
  const { operationId: operation, scope } = route.operation;
  const call: Call = { operation, scope, api: route.api, rendering, target: incoming.target };
  const enter = (): Reply => {
    const authentication = authenticate(route, incoming, world, rules.auth, rules.clock());
    if ("answer" in authentication) return authentication.answer;
    const admitted: Admitted = { route, incoming, principal: authentication.principal, world, rules };
    const proceed: Proceed = (overrides = {}) => {
      const envelope = rendering.envelope && (overrides.envelope ?? rendering.envelope);
      return carryOut(admitted, { ...rendering, envelope });
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
  const call: Call = { operation: route.kind, scope: undefined, api: undefined, rendering, target: incoming.target };
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
