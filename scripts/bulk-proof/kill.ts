/** The program killed with SIGKILL at random points and resumed: its results file against the sandbox's record. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram, type Server, startServer } from "./processes.js";
import { type Line, line } from "./report.js";
import { targetAt } from "./seed.js";

const kills = 20;
const targets = 600;
const mistyped = 20;

interface ResultLine {
  readonly type: string;
  readonly n: number;
  readonly outcome: string;
}

/** What one killed and resumed batch came to. */
interface Round {
  readonly before: number;
  readonly problems: readonly string[];
  /** Mistyped ids whose request was under way at the kill: "not found" has an explanation then. */
  readonly doubtful: number;
}

/** Kills twenty batches, each at another point. */
export async function killed(): Promise<readonly Line[]> {
  const folder = await mkdtemp(join(tmpdir(), "bulk-proof-"));
  const server = await startServer({ targets, latencyMs: 4 });
  try {
    const input = join(folder, "targets.ndjson");
    const list = Array.from({ length: targets + mistyped }, (_, n) => JSON.stringify(targetAt(n)));
    await writeFile(input, `${list.join("\n")}\n`);
    const started = performance.now();
    await once(server, input, join(folder, "calibration.ndjson"));
    const wholeMs = performance.now() - started;
    const rounds: Round[] = [];
    // Where the program has not begun yet, or has ended, there is nothing to be killed: such a round is repeated.
    for (let tries = 0; rounds.length < kills && tries < 5 * kills; tries += 1) {
      await server.reset();
      const round = await killOnce(
        server,
        input,
        join(folder, `results-${tries}.ndjson`),
        Math.random() * wholeMs,
        tries,
      );
      if (round !== undefined) rounds.push(round);
    }
    const problems = rounds.flatMap((round) => round.problems);
    const points = rounds.map(({ before }) => before).sort((a, b) => a - b);
    const doubtful = rounds.reduce((sum, round) => sum + round.doubtful, 0);
    return [
      line(
        "kill: rounds, by results on the disk at the kill",
        `${rounds.length}: ${points.join(" ")}`,
        rounds.length === kills && new Set(points).size > kills / 2,
      ),
      line(
        "kill: targets not accounted for exactly once, or against the sandbox's record",
        problems.length === 0 ? "0" : problems.slice(0, 5).join("; "),
        problems.length === 0,
        `0 of ${kills * (targets + mistyped)}`,
      ),
      line(
        "kill: missing ids under way at the kill, which no client can tell from its own work (already-gone)",
        String(doubtful),
        doubtful <= 4 * kills,
        "at most 4 a kill",
      ),
    ];
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function once(server: Server, input: string, results: string, extra: readonly string[] = [], killAfterMs?: number) {
  const { url, publicKey, privateKey } = server;
  const env = { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey };
  const args = ["batch", input, "--api", "atlas", "--base-url", url, "--yes", "--json", "--results", results, ...extra];
  return runProgram(args, env, killAfterMs);
}

async function killOnce(
  server: Server,
  input: string,
  results: string,
  killAfterMs: number,
  round: number,
): Promise<Round | undefined> {
  const first = await once(server, input, results, [], killAfterMs);
  const before = await readFile(results, "utf8").catch(() => "");
  if (first.code !== null || before === "") return undefined;
  const finished = parse(before).filter(({ type }) => type === "result").length;
  // What a loss of power leaves of a line that was never acknowledged.
  if (round % 2 === 0) await appendFile(results, '{"type":"result","n":1,"line":1,"outc');
  const second = await once(server, input, results, ["--resume"]);
  const problems: string[] = [];
  if (second.code !== 1) problems.push(`round ${round}: exit code ${second.code}: ${second.stderr.slice(0, 200)}`);
  const text = await readFile(results, "utf8");
  const outcomes = new Map<number, string[]>();
  for (const { type, n, outcome } of parse(text)) {
    if (type === "result") outcomes.set(n - 1, [...(outcomes.get(n - 1) ?? []), outcome]);
  }
  const deletions = await server.deletions();
  const deleted = new Set(deletions);
  if (deleted.size !== deletions.length) problems.push(`round ${round}: something was deleted twice`);
  let doubtful = 0;
  for (let n = 0; n < targets + mistyped; n += 1) {
    const [outcome, ...more] = outcomes.get(n) ?? [];
    const gone = outcome === "revoked" || outcome === "already-gone";
    if (outcome === undefined || more.length > 0)
      problems.push(`round ${round}: target ${n + 1} has ${outcome === undefined ? 0 : 1 + more.length} results`);
    else if (n < targets ? !gone || !deleted.has(n) : outcome === "revoked" || deleted.has(n))
      problems.push(`round ${round}: target ${n + 1} is ${outcome}`);
    else if (n >= targets && outcome === "already-gone") doubtful += 1;
  }
  return { before: finished, problems, doubtful };
}

function parse(text: string): readonly ResultLine[] {
  return text.split("\n").flatMap((each) => {
    try {
      return [JSON.parse(each) as ResultLine];
    } catch {
      return []; // The torn line, or the empty one after the last.
    }
  });
}
