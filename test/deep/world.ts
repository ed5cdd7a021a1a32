/** The misbehaving server's mind: what exists, who may delete it, what it did and what it said. */
import { createHash } from "node:crypto";
import { type OperationFacts, operationTable } from "../../generated/client.js";
import { apiError, head, json, text } from "../faults/bytes.js";
import type { Says, Scene, Verdict } from "../faults/catalogue/entry.js";
import { platform } from "../faults/suite.js";
import { complaintAbout, fieldsOf, recordedRealm } from "../support/digest.js";
import type { RawRequest, Script } from "../support/rawServer.js";
import { challengeFaults, deleteFaults, honest, tokenFaults } from "./moves.js";
import { type CallPlan, type ClientPlan, canary } from "./plan.js";
import { type Random, randomFor } from "./random.js";

/** One DELETE of one target, as the server saw it and responded. */
export interface Exchange extends Verdict {
  /** Whether it proved who it is. */
  readonly authorized: boolean;
  readonly move: string;
}

/** The server's record of one target. */
export interface CallRecord {
  readonly exchanges: readonly Exchange[];
  readonly exists: boolean;
  readonly deleted: boolean;
}

/** A server's mind. */
export interface World {
  admit(client: ClientPlan): void;
  dismiss(client: ClientPlan): void;
  handle(request: RawRequest): Script;
  record(call: CallPlan): CallRecord;
  /** Notes a request that reached another origin. */
  decoyed(target: string): void;
  readonly violations: readonly string[];
  readonly counts: { exchanges: number; faulted: number; readonly byMove: Map<string, number> };
}

interface Client {
  readonly plan: ClientPlan;
  readonly nonces: Map<string, Set<string>>;
  readonly tokens: Set<string>;
  readonly revoked: Set<string>;
  tokenRequests: number;
  grants: number;
}

interface Target {
  readonly client: Client;
  readonly call: CallPlan;
  readonly operation: OperationFacts;
  readonly exchanges: Exchange[];
  exists: boolean;
  deleted: boolean;
}

interface Reply extends Verdict {
  readonly script: Script;
}

const kept = { Connection: "keep-alive" };
const maxNonceUses = 6;
/** Clients that are remembered after they have ended: a request that was on its way may still arrive. */
const remembered = 2_000;
const reply = (says: Says, means: number, ...script: Script): Reply => ({ says, means, script });

/** Creates the mind of one server. */
export function createWorld(seed: number, decoy: () => string): World {
  const targets = new Map<string, Target>();
  const clients = new Map<string, Client>();
  const dismissed: ClientPlan[] = [];
  const violations: string[] = [];
  const counts = { exchanges: 0, faulted: 0, byMove: new Map<string, number>() };
  let nonces = 0;

  const count = (move: string): void => {
    counts.exchanges += 1;
    if (move !== honest) counts.faulted += 1;
    counts.byMove.set(move, (counts.byMove.get(move) ?? 0) + 1);
  };
  const challengeFor = (client: Client, stale = false): string => {
    nonces += 1;
    const nonce = createHash("md5").update(`${seed}/${nonces}`).digest("base64").slice(0, 22);
    client.nonces.set(nonce, new Set());
    return `Digest realm="${recordedRealm}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`;
  };
  const unauthorized = (challenge: string): Reply =>
    reply("refused", 401, json(401, apiError(401, "NO"), { ...kept, "WWW-Authenticate": challenge }));

  /** Whether a request proves who it is; else the response. A wrong `Authorization` of the client's is a violation. */
  const authenticate = (client: Client, { headers, target }: RawRequest): Reply | undefined => {
    const { id, secret, credential } = client.plan;
    const value = headers.get("authorization");
    if (credential === "service account") {
      const token = value?.startsWith("Bearer ") === true ? value.slice(7) : "";
      if (client.tokens.has(token)) return undefined;
      // A DELETE that was cancelled may arrive after its token was revoked.
      if (!client.revoked.has(token)) violations.push("a service account's DELETE came without a token of its own");
      return reply("refused", 401, text(401, "", kept));
    }
    if (value === undefined) return unauthorized(challengeFor(client));
    if (!value.startsWith("Digest ")) violations.push(`an API key was sent as ${value.split(" ")[0]}`);
    const fields = fieldsOf(value);
    const [nonce = "", nc = ""] = [fields.get("nonce"), fields.get("nc")];
    const uses = client.nonces.get(nonce);
    if (uses === undefined || uses.size >= maxNonceUses) return unauthorized(challengeFor(client, true));
    if (uses.has(nc)) return unauthorized(challengeFor(client));
    uses.add(nc);
    const complaint = complaintAbout(value, { method: "DELETE", target }, { publicKey: id, privateKey: secret });
    if (complaint === undefined) return undefined;
    violations.push(`a digest response for ${target} is wrong: ${complaint}`);
    return unauthorized(challengeFor(client));
  };

  const handleDelete = (target: Target, request: RawRequest): Script => {
    const { client, call, operation } = target;
    const random = randomFor(seed, "delete", call.number, target.exchanges.length);
    const planned = call.moves[target.exchanges.length] ?? honest;
    const refusal = request.late ? undefined : authenticate(client, request);
    const authorized = request.late ? request.headers.has("authorization") : refusal === undefined;
    const scene: Scene = {
      decoy: decoy(),
      authorization: request.headers.get("authorization") ?? "",
      target: String(call.ids[operation.targetParameter]),
      operation,
    };
    const remove = (): void => {
      target.deleted ||= target.exists;
      target.exists = false;
    };
    const faulty = (): Reply | undefined => {
      const challenge = challengeFaults.get(planned);
      if (challenge !== undefined) return unauthorized(challenge(challengeFor(client)));
      const fault = deleteFaults.get(planned);
      if (fault === undefined || (fault.envelope ?? call.envelope) !== call.envelope) return undefined;
      const { says, means } = platform === "node" ? fault : (fault.elsewhere?.[platform] ?? fault);
      // What the server says is true, except to somebody who has not said who he is.
      if (authorized && (says === "confirmed" ? !target.exists : says === "gone" && target.exists)) return undefined;
      if (authorized && (says === "confirmed" || ((says === "doubt" || says === "lost") && random.chance(0.5))))
        remove();
      const script = typeof fault.script === "function" ? fault.script(scene) : fault.script;
      if (authorized) return { says, means, script };
      return { says: says === "confirmed" ? "doubt" : says === "gone" ? "refused" : says, means, script };
    };
    const truthful = (): Reply => {
      if (refusal !== undefined) return refusal;
      if (!target.exists) return goneReply(call, scene, random);
      remove();
      return confirmedReply(call, random);
    };
    // A request on a connection that the server had closed is lost, whatever it would have said.
    const fault = request.late ? reply("lost", 0) : faulty();
    const { script, ...verdict } = fault ?? truthful();
    const move = fault === undefined ? honest : planned;
    count(move);
    target.exchanges.push({ authorized, move, ...verdict });
    return script;
  };

  const handleToken = (request: RawRequest): Script => {
    const authorization = request.headers.get("authorization") ?? "";
    const [id = "", secret = ""] = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
      .toString()
      .split(":");
    const client = clients.get(decodeURIComponent(id));
    if (client === undefined || decodeURIComponent(secret) !== client.plan.secret) {
      violations.push("a token request came with unknown credentials");
      return [text(401, "", kept)];
    }
    const { plan } = client;
    client.tokenRequests += 1;
    const random = randomFor(seed, request.target, plan.number, client.tokenRequests);
    if (request.target === "/api/oauth/revoke") {
      const token = new URLSearchParams(request.body).get("token") ?? "";
      if (!client.tokens.delete(token)) violations.push("an unknown token was revoked");
      client.revoked.add(token);
      count(honest);
      return [
        random.chance(0.2) ? json(random.pick([400, 500]), { error: `token ${token}` }, kept) : text(200, "", kept),
      ];
    }
    const planned = plan.grantMoves[client.grants] ?? honest;
    client.grants += 1;
    count(planned);
    const script = tokenFaults.get(planned)?.script;
    const secrets = `${authorization} ${request.body} ${plan.secret}`;
    if (script !== undefined) return typeof script === "function" ? script({ decoy: decoy(), secrets }) : script;
    const token = `${canary}.${plan.number}.${random.hex(20)}`;
    client.tokens.add(token);
    return [json(200, { access_token: token, expires_in: 3600, token_type: "Bearer" }, kept)];
  };

  return {
    violations,
    counts,
    admit(plan): void {
      const sets = { nonces: new Map(), tokens: new Set<string>(), revoked: new Set<string>() };
      const client: Client = { plan, ...sets, tokenRequests: 0, grants: 0 };
      clients.set(plan.id, client);
      for (const call of plan.calls) {
        if (call.badId !== undefined) continue;
        const operation = operationTable[call.operationId];
        targets.set(call.target, { client, call, operation, exchanges: [], exists: call.exists, deleted: false });
      }
    },
    dismiss(plan): void {
      dismissed.push(plan);
      const oldest = dismissed.length > remembered ? dismissed.shift() : undefined;
      if (oldest === undefined) return;
      clients.delete(oldest.id);
      for (const call of oldest.calls) targets.delete(call.target);
    },
    record: (call) => targets.get(call.target) ?? { exchanges: [], exists: false, deleted: false },
    decoyed: (target) => violations.push(`another origin was asked for ${target}`),
    handle(request): Script {
      for (const place of leaksIn(request)) violations.push(`a secret stood in ${place}`);
      const isToken = request.method === "POST" && /^\/api\/oauth\/(token|revoke)$/.test(request.target);
      if (isToken) return handleToken(request);
      const target = request.method === "DELETE" ? targets.get(request.target) : undefined;
      if (target !== undefined) return handleDelete(target, request);
      violations.push(`an unexpected request: ${request.method} ${request.target}`);
      // As a server would that has such a resource, and is happy to delete it.
      return [head(204, kept)];
    },
  };
}

/** The credential was there, and is deleted. */
function confirmedReply({ envelope }: CallPlan, random: Random): Reply {
  const fields = { ...kept, "RateLimit-Limit": "500", "RateLimit-Remaining": String(random.int(500)) };
  const status = random.pick([200, 204]);
  if (!envelope || random.chance(0.3)) {
    return reply("confirmed", status, status === 204 ? head(204, fields) : text(200, "", fields));
  }
  const content = random.pick<object>([{}, { content: null }, { content: {} }]);
  return reply("confirmed", status, json(200, { status, ...content }, fields));
}

/** There is no such credential. */
function goneReply({ envelope }: CallPlan, { operation, target }: Scene, random: Random): Reply {
  const own = random.pick(operation.gone);
  const error = random.chance(0.5)
    ? apiError(own.status, own.code)
    : apiError(404, "RESOURCE_NOT_FOUND", `Cannot find ${target}.`);
  const status = Number(error.error);
  if (!envelope || random.chance(0.3)) return reply("gone", status, json(status, error, kept));
  return reply("gone", status, json(random.pick([200, status]), { status, content: error }, kept));
}

/** Where a request shows a secret that it must not. */
function leaksIn({ method, target, headers, body }: RawRequest): string[] {
  const places = [...headers].flatMap(([name, value]) =>
    name !== "authorization" && value.includes(canary) ? [`the header ${name}`] : [],
  );
  if (target.includes(canary)) places.push("a URL");
  if (method === "DELETE" && body !== "") places.push("a DELETE's body");
  return places;
}
