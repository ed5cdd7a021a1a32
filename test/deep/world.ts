/** The misbehaving server's mind: what exists, who may delete it, what it did and what it said. Knows no transport. */

import { createHash } from "node:crypto";
import { complaintAbout, fieldsOf } from "../support/digest.js";
import { deleteFaults, isDeleteFault } from "./deleteFaults.js";
import { grantFaults, isGrantFault } from "./grantFaults.js";
import { confirmedReply, goneReply } from "./honestReplies.js";
import { type CallPlan, type ClientPlan, canary, type Move } from "./plan.js";
import { randomFor } from "./random.js";
import { bare, json, type Reply, type Says } from "./reply.js";

/** A request, whichever way it came. */
export interface WorldRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** One DELETE of one target, as the server saw and answered it. */
export interface Exchange {
  readonly authorized: boolean;
  readonly move: Move;
  readonly says: Says;
  readonly means: number;
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
  handle(request: WorldRequest): Reply;
  /** Takes note of a request that came on a connection which the server had closed, and does nothing about it. */
  lose(request: WorldRequest): void;
  record(call: CallPlan): CallRecord;
  /** Requests at the token endpoint, grants and revocations. */
  tokenRequests(client: ClientPlan): number;
  /** Tells of a request that reached another origin. */
  decoyed(target: string): void;
  readonly violations: readonly string[];
  readonly counts: { exchanges: number; faulted: number; readonly byKind: Map<Move, number> };
}

interface Target {
  readonly client: Client;
  readonly call: CallPlan;
  readonly exchanges: Exchange[];
  exists: boolean;
  deleted: boolean;
}

interface Client {
  readonly plan: ClientPlan;
  readonly nonces: Map<string, Set<string>>;
  readonly tokens: Set<string>;
  readonly returned: Set<string>;
  tokenRequests: number;
  grants: number;
}

const realm = "MMS Public API";
const maxNonceUses = 6;
/** Clients that are remembered after they have ended. */
const remembered = 2_000;

/** Creates the mind of one server. */
export function createWorld(seed: number, decoy: () => string): World {
  const targets = new Map<string, Target>();
  const clients = new Map<string, Client>();
  const dismissed: ClientPlan[] = [];
  const violations: string[] = [];
  const counts = { exchanges: 0, faulted: 0, byKind: new Map<Move, number>() };
  let issued = 0;

  const count = (move: Move): void => {
    counts.exchanges += 1;
    if (move !== "honest") counts.faulted += 1;
    counts.byKind.set(move, (counts.byKind.get(move) ?? 0) + 1);
  };

  const challenge = (client: Client, stale: boolean): string => {
    issued += 1;
    const nonce = createHash("md5").update(`${seed}/${issued}`).digest("base64").slice(0, 22);
    client.nonces.set(nonce, new Set());
    return `Digest realm="${realm}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`;
  };
  const challenged = (client: Client, stale: boolean): Reply => ({
    ...json(401, "refused", { error: 401, reason: "Unauthorized", detail: "You are not authorized." }),
    fields: [["www-authenticate", challenge(client, stale)]],
  });

  /** Whether a request proves who it is; else what to answer. A wrong answer of the client's is a violation. */
  const authenticate = (client: Client, request: WorldRequest): Reply | undefined => {
    const value = request.headers.get("authorization");
    if (client.plan.credential === "service account") {
      const token = value?.startsWith("Bearer ") === true ? value.slice(7) : "";
      if (client.tokens.has(token)) return undefined;
      // A DELETE that was cancelled may arrive after its token was given back.
      if (!client.returned.has(token)) violations.push("a service account's DELETE came without a token of its own");
      return bare(401, "refused");
    }
    if (value === undefined) return challenged(client, false);
    if (!value.startsWith("Digest ")) {
      violations.push(`an API key was sent as ${value.split(" ")[0]}`);
      return challenged(client, false);
    }
    const fields = fieldsOf(value);
    const [nonce = "", nc = ""] = [fields.get("nonce"), fields.get("nc")];
    const uses = client.nonces.get(nonce);
    if (uses === undefined || uses.size >= maxNonceUses) return challenged(client, true);
    if (uses.has(nc)) return challenged(client, false);
    uses.add(nc);
    const key = { publicKey: client.plan.id, privateKey: client.plan.secret, realm };
    if (complaintAbout(value, { method: "DELETE", target: request.target }, key) === undefined) return undefined;
    violations.push(`a digest answer for ${request.target} is wrong`);
    return challenged(client, false);
  };

  const handleDelete = (target: Target, request: WorldRequest): Reply => {
    const { client, call } = target;
    const planned = call.moves[target.exchanges.length] ?? "honest";
    const random = randomFor(seed, "delete", call.number, target.exchanges.length);
    const remove = (): void => {
      target.deleted ||= target.exists;
      target.exists = false;
    };
    const refusal = authenticate(client, request);
    const authorized = refusal === undefined;
    const honest = (): Reply => {
      if (refusal !== undefined) return refusal;
      if (!target.exists) return goneReply(call, random);
      remove();
      return confirmedReply(call, random);
    };
    const scene = {
      random,
      envelope: call.envelope,
      decoy: decoy(),
      authorization: request.headers.get("authorization") ?? "",
      challenge: (stale: boolean) => challenge(client, stale),
      honest,
      maybeDelete: () => {
        if (authorized && random.chance(0.5)) remove();
      },
    };
    const fault = planned !== "honest" && isDeleteFault(planned) ? deleteFaults[planned] : undefined;
    const reply = fault === undefined ? honest() : fault(scene);
    const move: Move = fault === undefined ? "honest" : planned;
    count(move);
    target.exchanges.push({ authorized, move, says: reply.says, means: reply.means });
    return reply;
  };

  const handleToken = (request: WorldRequest): Reply => {
    const [id, secret] = pairOf(request.headers.get("authorization"));
    const client = clients.get(id);
    const form = new URLSearchParams(request.body);
    if (client === undefined || client.plan.credential !== "service account" || secret !== client.plan.secret) {
      violations.push("a token request came with unknown credentials");
      return bare(401, "refused");
    }
    client.tokenRequests += 1;
    if (request.target === "/api/oauth/revoke") {
      const random = randomFor(seed, "give back", client.plan.number, client.tokenRequests);
      const token = form.get("token") ?? "";
      if (!client.tokens.delete(token)) violations.push("an unknown token was given back");
      client.returned.add(token);
      count("honest");
      return random.chance(0.2)
        ? json(random.pick([400, 500]), "refused", { error: "invalid", error_description: `token ${token} is unknown` })
        : bare(200, "refused");
    }
    const random = randomFor(seed, "grant", client.plan.number, client.grants);
    const planned = client.plan.grantMoves[client.grants] ?? "honest";
    client.grants += 1;
    count(planned);
    const authorization = request.headers.get("authorization") ?? "";
    if (planned !== "honest" && isGrantFault(planned)) {
      return grantFaults[planned]({
        random,
        decoy: decoy(),
        authorization,
        form: `${request.body} ${client.plan.secret}`,
      });
    }
    const token = `${canary}.${client.plan.number}.${random.hex(20)}`;
    client.tokens.add(token);
    return json(200, "refused", { access_token: token, expires_in: 3600, token_type: "Bearer" });
  };

  return {
    violations,
    counts,
    admit(plan: ClientPlan): void {
      const client: Client = {
        plan,
        nonces: new Map(),
        tokens: new Set(),
        returned: new Set(),
        tokenRequests: 0,
        grants: 0,
      };
      clients.set(plan.id, client);
      for (const call of plan.calls) {
        if (call.badId !== undefined) continue;
        targets.set(call.target, { client, call, exchanges: [], exists: call.exists, deleted: false });
      }
    },
    dismiss(plan: ClientPlan): void {
      dismissed.push(plan);
      // A request that was on its way when its caller gave up may still arrive.
      if (dismissed.length <= remembered) return;
      const [oldest] = dismissed.splice(0, 1);
      if (oldest === undefined) return;
      clients.delete(oldest.id);
      for (const call of oldest.calls) targets.delete(call.target);
    },
    record: (call: CallPlan): CallRecord =>
      targets.get(call.target) ?? { exchanges: [], exists: false, deleted: false },
    tokenRequests: (plan: ClientPlan): number => clients.get(plan.id)?.tokenRequests ?? 0,
    lose({ target, headers }: WorldRequest): void {
      const authorized = headers.has("authorization");
      targets.get(target)?.exchanges.push({ authorized, move: "connection dropped after", says: "lost", means: 0 });
    },
    decoyed(target: string): void {
      violations.push(`another origin was asked for ${target}`);
    },
    handle(request: WorldRequest): Reply {
      for (const problem of leaksIn(request)) violations.push(`a secret stood in ${problem}`);
      const isToken = request.method === "POST" && /^\/api\/oauth\/(token|revoke)$/.test(request.target);
      if (isToken) return handleToken(request);
      const target = request.method === "DELETE" ? targets.get(request.target) : undefined;
      if (target !== undefined) return handleDelete(target, request);
      violations.push(`an unexpected request: ${request.method} ${request.target}`);
      count("honest");
      // As a server would that has such a resource, and is happy to delete it.
      return bare(204, "confirmed");
    },
  };
}

/** Where a request shows a secret that it must not. */
function leaksIn({ method, target, headers, body }: WorldRequest): string[] {
  const places: string[] = [];
  if (target.includes(canary)) places.push("a URL");
  if (method === "DELETE" && body !== "") places.push("a DELETE's body");
  for (const [name, value] of headers)
    if (name !== "authorization" && value.includes(canary)) places.push(`the header ${name}`);
  return places;
}

function pairOf(authorization = ""): [string, string] {
  const decoded = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("latin1");
  const [id = "", secret = ""] = decoded.split(":").map(decodeURIComponent);
  return [id, secret];
}
