/**
 * A batch under every mishap that may befall it, one after another, held against the server's own record: what a results file
 * says of a target never contradicts the server, nothing that is known is sent again, and at the end every target is known.
 */
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { targetAt } from "../../support/manySecrets.js";
import { onlyJson, type Ran, runCli } from "../runCli.js";
import { disk, reset } from "./disk.js";

vi.mock("node:fs/promises", async (original) => (await import("./disk.js")).brokenDisk(original));

const count = 9;
/** The last of them have never existed. */
const existing = 7;
const list = Array.from({ length: count }, (_, n) => `${JSON.stringify(targetAt(n))}\n`).join("");

type Trouble = "none" | "lose request" | "lose response" | "fail before" | "fail after" | "refuse caller";
type Mishap =
  | { readonly kind: "nothing" | "short writes" }
  /** At the n-th request: the process is killed, interrupted, or a second run is started beside it. */
  | { readonly kind: "kill" | "interrupt" | "second run" | "delete file"; readonly at: number }
  /** At the n-th write: the power fails, and of what was not synced so many bytes are left. */
  | { readonly kind: "power"; readonly at: number; readonly left: number }
  | { readonly kind: "full disk" | "failing sync"; readonly at: number };

interface Line {
  readonly type: string;
  readonly n: number;
  readonly outcome?: string;
}

let folder: string;
beforeEach(async () => {
  reset();
  folder = await mkdtemp(join(tmpdir(), "model-"));
  await writeFile(join(folder, "targets.ndjson"), list);
});
afterEach(async () => {
  reset();
  await rm(folder, { recursive: true, force: true });
});

const audit = (): string => join(folder, "audit.ndjson");
const textOf = (): Promise<string> => readFile(audit(), "utf8").catch(() => "");

/** The last whole line of each target. */
function lastLines(text: string): ReadonlyMap<number, Line> {
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  const parsed = lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
  return new Map(parsed.filter(({ n }) => n !== undefined).map((line) => [line.n, line]));
}

/** The server: its record, and what it was asked for in the run that is under way. */
interface Server {
  readonly deleted: Set<number>;
  asked: number[];
  /** What was found wrong where a failed assertion would be taken for a failed request. */
  readonly problems: string[];
  trouble: Trouble;
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}

function lost(): never {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  throw new TypeError("fetch failed", { cause });
}

function respond(server: Server, n: number): Response {
  const { trouble, deleted } = server;
  if (trouble === "lose request") lost();
  if (trouble === "fail before") return json(500, { error: 500, errorCode: "UNEXPECTED_ERROR" });
  if (trouble === "refuse caller") return json(403, { error: 403, errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST" });
  const missing = n >= existing || deleted.has(n);
  if (!missing) deleted.add(n);
  if (trouble === "lose response") lost();
  if (trouble === "fail after") return json(500, { error: 500, errorCode: "UNEXPECTED_ERROR" });
  if (!missing) return new Response(null, { status: 204 });
  return json(404, { error: 404, errorCode: "SERVICE_ACCOUNT_SECRET_NOT_FOUND", reason: "Not Found", detail: "No." });
}

/** Runs the program until it ends or dies; undefined when it died. */
async function runUntil(server: Server, mishap: Mishap, trouble: Trouble, odd: number): Promise<Ran | undefined> {
  const before = await textOf();
  const flags = ["--yes", "--json", "--max-retries", "0", "--results", audit(), ...(before === "" ? [] : ["--resume"])];
  if (before === "") await rm(audit(), { force: true });
  const durableBefore = disk.durable;
  reset();
  disk.durable = before === "" ? 0 : durableBefore;
  server.asked = [];
  let die: () => void = () => undefined;
  const death = new Promise<undefined>((resolve) => {
    die = () => {
      disk.dead = true;
      resolve(undefined);
    };
  });
  let interrupt: () => void = () => undefined;
  let second: Promise<Ran> | undefined;
  if (mishap.kind === "short writes") disk.take = () => 7;
  if (mishap.kind === "full disk") {
    disk.take = (write) => (write >= mishap.at ? 11 : Number.POSITIVE_INFINITY);
    disk.failWrite = (write) => (write >= mishap.at ? "ENOSPC" : undefined);
  }
  if (mishap.kind === "failing sync") disk.failSync = (sync) => (sync >= mishap.at ? "EIO" : undefined);
  if (mishap.kind === "power") {
    disk.take = (write) => {
      if (write === mishap.at) queueMicrotask(die);
      return Number.POSITIVE_INFINITY;
    };
  }
  const doFetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (disk.dead) return await new Promise(() => undefined);
    if (url.endsWith("/token")) return json(200, { access_token: "t", expires_in: 3600, token_type: "Bearer" });
    if (init.method !== "DELETE") return new Response(null, { status: 200 });
    const n = Array.from({ length: count }, (_, at) => targetAt(at)).findIndex((target) =>
      url.endsWith("secretId" in target ? target.secretId : "-"),
    );
    server.asked.push(n);
    // What is on the disk now, should the power fail: the start of this target must be among it.
    const durable = lastLines((await textOf()).slice(0, disk.durable));
    if (durable.get(n + 1)?.type !== "started")
      server.problems.push(`target ${n + 1} was sent before it was on the disk`);
    const asked = server.asked.length;
    if ("at" in mishap && asked === mishap.at) {
      if (mishap.kind === "kill") die();
      if (mishap.kind === "interrupt") interrupt();
      if (mishap.kind === "delete file") await rm(audit());
      if (mishap.kind === "second run")
        second = runProgram(["--resume", ...flags.filter((flag) => flag !== "--resume")], doFetch);
      const { code, stdout = "" } = (await second) ?? {};
      if (second !== undefined && (code !== 2 || !stdout.includes("is in use by process"))) {
        server.problems.push(`a second run was not refused: ${code} ${stdout}`);
      }
    }
    const response = respond({ ...server, trouble: asked % 2 === odd ? trouble : "none" }, n);
    return disk.dead ? await new Promise(() => undefined) : response;
  };
  const ran = await Promise.race([
    death,
    runProgram(flags, doFetch, (listener) => {
      interrupt = listener;
    }),
  ]);
  if (ran !== undefined) return ran;
  // The process is gone: its lock says so on a real machine, which another test shows.
  await rm(`${audit()}.lock`, { force: true });
  const { size } = { size: (await textOf()).length };
  if (mishap.kind === "power" && size > disk.durable) {
    await truncate(audit(), Math.min(size, disk.durable + mishap.left));
  }
  return undefined;
}

function runProgram(
  flags: readonly string[],
  doFetch: (url: string, init: RequestInit) => Promise<Response>,
  onListening: (interrupt: () => void) => void = () => undefined,
): Promise<Ran> {
  const env = { MONGODB_ATLAS_CLIENT_ID: `mdb_sa_id_${"f".repeat(24)}`, MONGODB_ATLAS_CLIENT_SECRET: "mdb_sa_sk_own" };
  const args = [
    "batch",
    join(folder, "targets.ndjson"),
    "--api",
    "atlas",
    "--base-url",
    "https://api.invalid",
    ...flags,
  ];
  return runCli(args, { env, fetch: doFetch, onListening });
}

const final = new Set(["deleted", "already-gone"]);

/** One run with one mishap, and what must hold after it. */
/** `odd`: whether the trouble befalls the odd requests or the even ones. */
function step(mishap: Mishap, trouble: Trouble, odd = 1): fc.AsyncCommand<object, Server> {
  return {
    check: () => true,
    toString: () => `${JSON.stringify(mishap)} ${trouble} ${odd}`,
    async run(_, server) {
      const before = lastLines(await textOf());
      const ran = await runUntil(server, mishap, trouble, odd);
      expect(server.problems).toEqual([]);
      const text = await textOf();
      const after = lastLines(text);
      for (const [n, { outcome = "" }] of before) {
        if (!final.has(outcome)) continue;
        // Nothing that is known is sent again, and nothing takes it back.
        expect(server.asked).not.toContain(n - 1);
        if (text !== "") expect(after.get(n)?.outcome).toBe(outcome);
      }
      expect(new Set(server.asked).size).toBe(server.asked.length);
      for (const [n, { type, outcome }] of after) agree(server, n - 1, type === "started" ? "unknown" : outcome);
      if (ran !== undefined) agreeAtEnd(ran, after, server, text);
      // A file that somebody deleted is a loss that the person was told; the next run starts anew, as they would.
      if (mishap.kind === "delete file" && text === "") server.deleted.clear();
    },
  };
}

/** What a line says, against the server's record. */
function agree({ deleted }: Server, n: number, outcome: string | undefined): void {
  if (outcome === "deleted") expect(deleted).toContain(n);
  if (outcome === "already-gone") expect(n >= existing || deleted.has(n)).toBe(true);
  if (outcome === "refused" || outcome === "not-sent") expect(deleted).not.toContain(n);
}

/** What the program says at its end, against the file. */
function agreeAtEnd(ran: Ran, after: ReadonlyMap<number, Line>, server: Server, text: string): void {
  const said = onlyJson(ran.stdout) as Record<string, number>;
  if (said.targets === undefined) {
    expect(ran.code).toBe(2);
    expect(server.asked).toEqual([]);
    return;
  }
  const { deleted = 0, alreadyGone = 0, refused = 0, unknown = 0, notSent = 0 } = said;
  expect(deleted + alreadyGone + refused + unknown + notSent).toBe(count);
  if (text === "") {
    expect([1, 3]).toContain(ran.code);
    return;
  }
  const counted = (outcome: string): number => [...after.values()].filter((line) => line.outcome === outcome).length;
  // What is counted as done is in the file; a file that failed may hold a little more.
  expect(deleted).toBeLessThanOrEqual(counted("deleted"));
  expect(alreadyGone).toBeLessThanOrEqual(counted("already-gone"));
  if (ran.code === 0) expect(deleted + alreadyGone).toBe(count);
  if (unknown > 0 && ran.code !== 130) expect(ran.code).toBe(3);
}

const at = fc.integer({ min: 1, max: 12 });
const mishaps: fc.Arbitrary<Mishap> = fc.oneof(
  fc.record({ kind: fc.constantFrom("nothing", "short writes") }),
  fc.record({ kind: fc.constantFrom("kill", "interrupt", "second run", "delete file"), at }),
  fc.record({ kind: fc.constant("power"), at, left: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constantFrom("full disk", "failing sync"), at }),
) as fc.Arbitrary<Mishap>;
const troubles = fc.constantFrom<Trouble[]>(
  "none",
  "lose request",
  "lose response",
  "fail before",
  "fail after",
  "refuse caller",
);

test("whatever befalls a batch, its file agrees with the server, and a last run without mishap finishes it", async () => {
  const steps = fc.commands([fc.tuple(mishaps, troubles, fc.constantFrom(0, 1)).map((facts) => step(...facts))], {
    maxCommands: 6,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (commands) => {
      await rm(audit(), { force: true });
      await rm(`${audit()}.lock`, { force: true });
      const server: Server = { deleted: new Set(), asked: [], problems: [], trouble: "none" };
      await fc.asyncModelRun(() => ({ model: {}, real: server }), commands);
      await step({ kind: "nothing" }, "none").run({}, server);
      const ended = [...lastLines(await textOf()).values()];
      expect(ended).toHaveLength(count);
      for (const { n, outcome } of ended) {
        if (n <= existing) expect(["deleted", "already-gone"]).toContain(outcome);
        else expect(["refused", "already-gone"]).toContain(outcome);
      }
      expect(server.deleted.size).toBe(existing);
    }),
    { numRuns: 60 },
  );
}, 60_000);
