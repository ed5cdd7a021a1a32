// One mock server: from a request to a reply. MSW's handlers and the sandbox are two thin skins over this.
import { checkAccept, checkForm, checkRole, checkScope, ownsOrganization } from "./allow.js";
import { type Arrival, authenticate, type Exchange, type Principal } from "./authenticate.js";
import { type Call, withFaults } from "./fault.js";
import { lookUp } from "./lookups.js";
import { type CloudOptions, type CloudRules, resolveOptions } from "./options.js";
import { limitHeaders, take } from "./rateLimit.js";
import { rateLimited, roleMissing } from "./refusals.js";
import {
  type HeaderLines,
  json,
  type MockResponse,
  type Refusal,
  type Reply,
  renderRefusal,
  renderSuccess,
  serviceHeaders,
} from "./response.js";
import { type Found, finders } from "./revocations.js";
import type { ApiRoute, Incoming, Route } from "./route.js";
import { createState, type Deletion, type State, type World } from "./state.js";
import { type Credentials, credentialsOf, type Targets, targetsOf } from "./targets.js";
import { answerToken } from "./tokenEndpoints.js";

/** A mock server. */
export interface Cloud {
  readonly rules: CloudRules;
  readonly state: State;
  readonly credentials: Credentials;
  readonly targets: Targets;
  /** Handles a request that a document describes. */
  handle(route: Exclude<Route, { kind: "none" }>, incoming: Incoming): Promise<Reply>;
}

const isRefusal = (value: object): value is Refusal => "error" in value;

/** What a caller whose credential was accepted gets. */
function execute(exchange: Exchange, { limits }: CloudRules): MockResponse {
  const { api, facts, ids, incoming, world, now, rendering, twist } = exchange;
  let counted: HeaderLines = [];
  const refuse = (refused: Refusal): MockResponse => renderRefusal(refused, counted, rendering);
  const unknown = checkAccept(exchange) ?? checkScope(exchange);
  if (unknown !== undefined) return refuse(unknown);

  const bucket = limits[api][facts.scope];
  if (bucket !== undefined) {
    // The endpoint set is what stands behind the scope in the path: service accounts, or API keys.
    const endpoints = facts.path.split("/")[3];
    const taken = take(world.levels, `${ids.orgId ?? ids.groupId} ${endpoints}`, bucket, now);
    counted = limitHeaders(bucket.capacity, taken.remaining, taken.retryAfterSeconds);
    if (taken.retryAfterSeconds !== undefined) {
      return refuse(rateLimited({ api, scope: facts.scope, target: incoming.target }, bucket, taken.retryAfterSeconds));
    }
  }

  const forbidden = checkForm(exchange) ?? checkRole(exchange);
  if (forbidden !== undefined) return refuse(forbidden);
  // Atlas names the version that answered, even where there is no body.
  const type = api === "atlas" ? `${facts.accept[api]};charset=utf-8` : facts.accept[api];
  const headers: HeaderLines = [["Content-Type", type], ...serviceHeaders[api], ...counted];
  if (facts.method === "GET") {
    const body = lookUp(exchange);
    return isRefusal(body) ? refuse(body) : json(200, body, headers, rendering.pretty);
  }
  // The route's ids are those of its own operation: both come from one template of the document.
  const found = (finders[facts.operationId] as (world: World, ids: ApiRoute["ids"]) => Found | Refusal)(world, ids);
  if (isRefusal(found)) return refuse(found);
  if (found.ownerOnly === true && !ownsOrganization(exchange)) {
    return refuse(roleMissing("organization", world.projects.get(ids.groupId ?? "")?.orgId ?? ""));
  }
  if (twist.undone !== true) {
    found.among.delete(found.id);
    const { operationId, effect } = facts;
    world.deletions.push({ operationId, effect, api, ids, by: exchange.actor, at: now } as Deletion);
  }
  return renderSuccess(facts.success[api], headers, rendering);
}

const anyone: Principal = { actor: { kind: "anyone" }, caller: undefined };

function handleApi(route: ApiRoute, incoming: Incoming, world: World, rules: CloudRules): Reply {
  const { api, facts, ids } = route;
  const { target } = incoming;
  const query = new URLSearchParams(/\?(.*)$/s.exec(target)?.[1] ?? "");
  const envelope = query.get("envelope") === "true" ? rules.envelope : undefined;
  const rendering = { api, envelope, pretty: query.get("pretty") === "true" };
  const arrival: Arrival = { api, facts, ids, incoming, query, world, rendering, now: rules.clock() };
  const call: Call = { operation: facts.operationId, scope: facts.scope, api, rendering, target, ids };
  return withFaults(world, "before authentication", call, () => {
    const principal = rules.auth ? authenticate(arrival) : anyone;
    if ("status" in principal) return principal;
    return withFaults(world, "after authentication", call, (twist = {}) => {
      const twisted = { ...rendering, envelope: envelope && (twist.envelope ?? envelope) };
      return execute({ ...arrival, ...principal, rendering: twisted, twist }, rules);
    });
  });
}

async function handleToken(
  kind: "grant" | "revoke",
  incoming: Incoming,
  world: World,
  rules: CloudRules,
): Promise<Reply> {
  const body = await incoming.body();
  const rendering = { api: "atlas", envelope: undefined, pretty: false } as const;
  const { target } = incoming;
  const call: Call = { operation: kind, scope: undefined, api: undefined, rendering, target, ids: {} };
  return withFaults(world, "before authentication", call, () => answerToken(kind, incoming, body, world, rules));
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Creates a mock server.
 *
 * @param caller the function that errors name
 * @param more options that the caller knows beside those of `CloudOptions`
 */
export function createCloud(caller: string, options: CloudOptions, more: readonly string[]): Cloud {
  const rules = resolveOptions(caller, options, more);
  const { state, world } = createState(rules.seed, rules.faults, rules.clock);
  return {
    rules,
    state,
    credentials: credentialsOf(rules.seed),
    targets: targetsOf(rules.seed),
    async handle(route, incoming) {
      if (rules.latencyMs > 0) await sleep(rules.latencyMs);
      const handled =
        route.kind === "api"
          ? handleApi(route, incoming, world(), rules)
          : handleToken(route.kind, incoming, world(), rules);
      const reply = await handled;
      if (typeof reply === "object" && reply.delayMs !== undefined) await sleep(reply.delayMs);
      return reply;
    },
  };
}
