/** The misbehaving server's mind: what exists, who may delete it, what it did and what it said. */
import { type OperationFacts, operationTable } from "../../generated/client.js";
import { head } from "../faults/bytes.js";
import type { Scene, Verdict } from "../faults/catalogue/entry.js";
import { platform } from "../faults/suite.js";
import type { RawRequest, Script } from "../support/rawServer.js";
import { type Account, authenticate, challengeFor, newAccount, respondToToken, unauthorized } from "./accounts.js";
import { challengeFaults, deleteFaults, honest } from "./moves.js";
import type { CallPlan, ClientPlan } from "./plan.js";
import { randomFor } from "./random.js";
import { confirmedReply, goneReply, kept, leaksIn, type Reply, reply } from "./replies.js";

/** One DELETE of one target, as the server saw it and responded. */
export interface Exchange extends Verdict {
  /** Whether it proved who it is. */
  readonly authorized: boolean;
  /** Whether it carried credentials, current or not: what a client knows of it. */
  readonly carried: boolean;
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

interface Target {
  readonly client: Account;
  readonly call: CallPlan;
  readonly operation: OperationFacts;
  readonly exchanges: Exchange[];
  exists: boolean;
  deleted: boolean;
}

/** Clients that are remembered after they have ended: a request that was on its way may still arrive. */
const remembered = 2_000;

/** Creates the mind of one server. */
export function createWorld(seed: number, decoy: () => string): World {
  const targets = new Map<string, Target>();
  const clients = new Map<string, Account>();
  const dismissed: ClientPlan[] = [];
  const violations: string[] = [];
  const counts = { exchanges: 0, faulted: 0, byMove: new Map<string, number>() };

  const count = (move: string): void => {
    counts.exchanges += 1;
    if (move !== honest) counts.faulted += 1;
    counts.byMove.set(move, (counts.byMove.get(move) ?? 0) + 1);
  };
  const handleDelete = (target: Target, request: RawRequest): Script => {
    const { client, call, operation } = target;
    const random = randomFor(seed, "delete", call.number, target.exchanges.length);
    const planned = call.moves[target.exchanges.length] ?? honest;
    const carried = request.headers.has("authorization");
    const refusal = request.late ? undefined : authenticate(client, request, violations);
    const authorized = request.late ? carried : refusal === undefined;
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
      if (!authorized && carried && (says === "confirmed" || says === "gone")) return undefined;
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
    target.exchanges.push({ authorized, carried, move, ...verdict });
    return script;
  };

  return {
    violations,
    counts,
    admit(plan): void {
      const client = newAccount(plan);
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
      if (isToken) return respondToToken(clients, request, { seed, decoy: decoy(), violations, count });
      const target = request.method === "DELETE" ? targets.get(request.target) : undefined;
      if (target !== undefined) return handleDelete(target, request);
      violations.push(`an unexpected request: ${request.method} ${request.target}`);
      // As a server would that has such a resource, and is happy to delete it.
      return [head(204, kept)];
    },
  };
}
