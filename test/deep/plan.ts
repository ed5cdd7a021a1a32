/** What the sequence test will do, drawn from the seed alone: clients, their calls, and the server's moves for each. */
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import type { Credential } from "../faults/suite.js";
import { deleteFaults, deleteMoves, honest, tokenFaults, tokenMoves } from "./moves.js";
import { type Random, randomFor } from "./random.js";

/** One call of a client and what the server will make of it. */
export interface CallPlan {
  readonly number: number;
  readonly operationId: OperationId;
  readonly ids: Readonly<Record<string, unknown>>;
  /** Path and query as they must arrive; no request may arrive when an id is bad. */
  readonly target: string;
  /** Name of the id that has been made invalid. */
  readonly badId: string | undefined;
  readonly envelope: boolean;
  readonly missingOk: boolean;
  readonly maxRetries: number;
  readonly timeoutMs: number;
  /** The caller aborts after so many milliseconds. */
  readonly abortAfterMs: number | undefined;
  /** Whether the credential is there at the start. */
  readonly exists: boolean;
  /** The server's moves for this target's DELETEs, in order; honest after the last. */
  readonly moves: readonly string[];
}

/** One client with a credential of its own. */
export interface ClientPlan {
  readonly number: number;
  readonly api: Api;
  readonly credential: Credential;
  /** Public key or client id. */
  readonly id: string;
  /** Marked, so that it is found wherever it goes. */
  readonly secret: string;
  readonly parallel: boolean;
  readonly timeoutMs: number;
  readonly calls: readonly CallPlan[];
  /** The server's moves at the token endpoint, in order. */
  readonly grantMoves: readonly string[];
}

/** Every secret that the test hands out holds this word. */
export const canary = "canary";

const operationIds = Object.keys(operationTable) as OperationId[];
const patientMs = 120_000;

/** Draws client number `number` of a run. */
export function planClient(seed: number, number: number): ClientPlan {
  const random = randomFor(seed, "client", number);
  const credential = random.pick<Credential>(["digest", "service account"]);
  const api = random.pick<Api>(["cloud-manager", "atlas"]);
  const grantMoves = moves(random, 3, 0.45, tokenMoves);
  const calls = Array.from({ length: 1 + random.int(4) }, (_, index) =>
    planCall(randomFor(seed, "call", number, index), api, number * 8 + index),
  );
  return {
    number,
    api,
    credential,
    id: credential === "digest" ? `key${number}` : `mdb_sa_id_${number.toString(16).padStart(24, "0")}`,
    secret: `${canary}-${random.hex(16)}_+/${number}`,
    parallel: random.chance(0.4),
    timeoutMs: grantMoves.some((move) => tokenFaults.get(move)?.stalls) ? 60 + random.int(60) : patientMs,
    calls,
    grantMoves,
  };
}

function planCall(random: Random, api: Api, number: number): CallPlan {
  const operationId = random.pick(operationIds);
  const { path, pathParameters } = operationTable[operationId];
  const unique = `${number.toString(16).padStart(8, "0")}${random.hex(16)}`;
  const ids: Record<string, unknown> = {};
  for (const { name } of pathParameters) ids[name] = name === "clientId" ? `mdb_sa_id_${unique}` : unique;
  const badId = random.chance(0.04) ? random.pick(pathParameters).name : undefined;
  const envelope = random.chance(0.5);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
  if (badId !== undefined) ids[badId] = badValue(random, String(ids[badId]));
  const planned = moves(random, 5, 0.55, deleteMoves);
  const stalls = planned.some((move) => deleteFaults.get(move)?.stalls);
  return {
    number,
    operationId,
    ids,
    target: `${servers[api].basePath}${filled}${envelope ? "?envelope=true" : ""}`,
    badId,
    envelope,
    missingOk: random.chance(0.3),
    maxRetries: random.pick([0, 1, 2, 2, 3]),
    timeoutMs: stalls ? 50 + random.int(60) : patientMs,
    abortAfterMs: random.chance(0.06) ? random.int(12) : undefined,
    exists: random.chance(0.85),
    moves: planned,
  };
}

function moves(random: Random, count: number, faulted: number, names: readonly string[]): string[] {
  return Array.from({ length: count }, () => (random.chance(faulted) ? random.pick(names) : honest));
}

/** A value that must not become part of a path. */
function badValue(random: Random, good: string): unknown {
  return random.pick<unknown>([
    "",
    ".",
    "..",
    "../x",
    "a/b",
    `${good}\n`,
    ` ${good}`,
    `${good}0`,
    good.toUpperCase().replace(/[0-9]/, "A"),
    `${good}?envelope=false`,
    `${good}#`,
    "%2e%2e",
    `mdb_sa_sk_${canary}`,
    42,
    null,
    undefined,
    [good],
  ]);
}
