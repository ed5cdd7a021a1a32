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

/** A request to one of the operations, and what decides about it. */
interface Asked {
  readonly route: OperationRoute;
  readonly incoming: Incoming;
  readonly world: World;
  readonly rules: CloudRules;
  readonly rendering: Rendering;
}

function refuse(refusal: Refusal, rendering: Rendering, taken?: Taken): Answer {
  return renderRefusal(refusal, limitHeaders(taken), rendering);
}

/** What a caller whose credential was accepted gets. */
function carryOut({ route, incoming, world, rules }: Asked, principal: Principal, rendering: Rendering): Answer {
  const { api, operation, ids } = route;
  if (principal.member?.accessList?.(incoming.address) === false) {
    return refuse(addressNotAllowed(incoming.address), rendering);
  }
  const malformed = checkForm(route, incoming, world);
  if (malformed !== undefined) return refuse(malformed, rendering);
  const located = locate(route, world);
  if ("refusal" in located) return refuse(located.refusal, rendering);
  const { scope } = located;

  const now = rules.clock();
  const bucket = rules.limits.scopes[api][operation.scope];
  // The endpoint set is what stands behind the scope in the path: service accounts, or API keys.
  const taken = bucket && world.buckets.take(`${scope.id} ${operation.path.split("/")[3] ?? ""}`, bucket, now);
  if (taken?.retryAfterSeconds !== undefined) {
    const path = incoming.target.replace(/^\/|\?.*$/g, "");
    const { retryAfterSeconds } = taken;
    const limited = rateLimited(api, { ...taken.bucket, scope: operation.scope, path, retryAfterSeconds });
    return refuse(limited, rendering, taken);
  }

  // The route's ids are those of its own operation: both come from one template of the document.
  const found = (finders[operation.operationId] as (world: World, ids: OperationRoute["ids"]) => Found)(world, ids);
  const forbidden = authorize(route, scope, principal, found);
  if (forbidden !== undefined) return refuse(forbidden, rendering);
  if ("refusal" in found) return refuse(found.refusal, rendering);
  found.among.delete(found.id);
  world.deletions.push({ operationId: operation.operationId, api, ids, by: principal.actor, at: now } as Deletion);
  return renderSuccess(operation.success[api], successType(route), limitHeaders(taken), rendering);
}

type Proceed = Parameters<Fault["strike"]>[1];

/** What comes of a request at a stage: the answer of the first fault that strikes there, or else the server's own. */
function unlessStruck(faults: readonly Fault[], stage: Fault["stage"], call: Call, proceed: Proceed): Reply {
  for (const fault of faults) {
    const reply = fault.stage === stage ? fault.strike(call, proceed) : undefined;
    if (reply !== undefined) return reply;
  }
  return proceed();
}

function callOf({ route: { api, operation }, incoming: { target }, rendering }: Asked): Call {
  return { operation: operation.operationId, scope: operation.scope, api, rendering, target };
}

function enter(asked: Asked): Reply {
  const { route, incoming, world, rules, rendering } = asked;
  const authentication = authenticate(route, incoming, world, rules.auth, rules.clock());
  if ("answer" in authentication) return authentication.answer;
  const { principal } = authentication;
  if (rules.faults.length === 0) return carryOut(asked, principal, rendering);
  return unlessStruck(rules.faults, "after authentication", callOf(asked), (overrides = {}) => {
    const envelope = rendering.envelope && (overrides.envelope ?? rendering.envelope);
    return carryOut(asked, principal, { ...rendering, envelope });
  });
}

function answerOperation(route: OperationRoute, incoming: Incoming, rules: CloudRules): Reply {
  const rendering = renderingOf(incoming.target, rules);
  const asked: Asked = { route, incoming, world: worldOf(rules.state), rules, rendering };
  if (rules.faults.length === 0) return enter(asked);
  return unlessStruck(rules.faults, "before authentication", callOf(asked), () => enter(asked));
}

async function answerToken(route: TokenRoute, incoming: Incoming, rules: CloudRules, auth: AuthRules): Promise<Reply> {
  const body = await incoming.body();
  const context = { world: worldOf(rules.state), rules: auth, limits: rules.limits, now: rules.clock() };
  const proceed = (): Reply => (route.kind === "grant" ? grant : revoke)(incoming, body, context);
  const rendering: Rendering = { envelope: undefined, pretty: false };
  const call: Call = { operation: route.kind, scope: undefined, api: undefined, rendering, target: incoming.target };
  return unlessStruck(rules.faults, "before authentication", call, proceed);
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
