// `npm run measure:sandbox`: how many requests a second the sandbox answers with strict digest, beside a node:http server
// that does nothing. Same machine, same run, in turns, the same bytes to both, prepared before the clock starts.
// Exits 1 when the sandbox's median share is below a quarter of the bare server's.
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { fileURLToPath } from "node:url";
import { operationTable } from "../generated/client.js";
import { defaultSeed, type Seed, startSandbox } from "../src/sandbox/index.js";
import { challengeOf, digestHeader } from "../test/support/digest.js";

const connections = 16;
const requestsEach = 1000; // below the 1024 uses of a nonce
const rounds = 7;
const least = 0.25;

interface Started {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly groupId: string;
  readonly apiKeyIds: readonly string[];
}

/** A seed with one API key to unassign for each request of a round. */
function seedForRound(): Seed {
  const seed = defaultSeed({ targets: 1 });
  const groupId = seed.projects[1]?.id ?? "";
  const keys = Array.from({ length: connections * requestsEach }, (_, at) => ({
    id: at.toString(16).padStart(24, "0"),
    publicKey: `key${at}`,
    privateKey: "unused",
    roles: { [groupId]: [] },
  }));
  return { ...seed, apiKeys: [...seed.apiKeys.slice(0, 1), ...keys] };
}

/** In the child: a server, and its processor time whenever the parent asks. */
async function serve(kind: string): Promise<void> {
  const seed = seedForRound();
  const sandbox = await startSandbox({ seed, rateLimit: false });
  const bare = createServer((_, response) => {
    response.statusCode = 204;
    response.end();
  });
  await new Promise<void>((resolve) => bare.listen(0, "127.0.0.1", resolve));
  const started: Started = {
    port: kind === "bare" ? (bare.address() as AddressInfo).port : sandbox.port,
    user: sandbox.credentials.apiKey.publicKey,
    password: sandbox.credentials.apiKey.privateKey,
    groupId: seed.projects[1]?.id ?? "",
    apiKeyIds: seed.apiKeys.slice(1).map(({ id }) => id),
  };
  process.on("message", (what) => {
    if (what === "reset") sandbox.state.reset();
    process.send?.(process.cpuUsage());
  });
  process.send?.(started);
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once("message", (value) => resolve(value as T)));
}

/** Processor time of a server so far, in milliseconds. */
async function cpuMs(child: ChildProcess, what: "cpu" | "reset" = "cpu"): Promise<number> {
  const answer = message<NodeJS.CpuUsage>(child);
  child.send(what);
  const { user, system } = await answer;
  return (user + system) / 1000;
}

/** The requests of one connection, each for another key and with its own nonce count. */
async function prepare(server: Started, kind: string, connection: number): Promise<Buffer[]> {
  const { port, user, password, groupId, apiKeyIds } = server;
  const host = `127.0.0.1:${port}`;
  const pathOf = (id: string): string => `/api/atlas/v2/groups/${groupId}/apiKeys/${id}`;
  const challenge = await fetch(`http://${host}${pathOf("x")}`, { method: "DELETE" });
  await challenge.arrayBuffer();
  const nonce = kind === "bare" ? "A".repeat(32) : (challengeOf(challenge).nonce ?? "");
  const accept = operationTable.unassignGroupApiKey.accept.atlas;
  const ids = apiKeyIds.slice(connection * requestsEach, (connection + 1) * requestsEach);
  return ids.map((id, at) => {
    const nc = (at + 1).toString(16).padStart(8, "0");
    const uri = pathOf(id);
    const authorization = digestHeader({ username: user, password, method: "DELETE", uri, nonce, nc });
    return Buffer.from(
      `DELETE ${uri} HTTP/1.1\r\nHost: ${host}\r\nAccept: ${accept}\r\nAuthorization: ${authorization}\r\n\r\n`,
    );
  });
}

/** Sends the requests of one connection, each after the answer to the one before, which must be a 204. */
function drive(port: number, requests: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(requests[next++] ?? ""));
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("error", reject);
    socket.on("data", (text: string) => {
      received += text;
      if (!received.endsWith("\r\n\r\n")) return;
      if (!received.startsWith("HTTP/1.1 204 ")) {
        reject(new Error(`expected 204, got ${received.slice(0, 60)}`));
        socket.destroy();
        return;
      }
      received = "";
      if (next < requests.length) socket.write(requests[next++] ?? "");
      else socket.end(() => resolve());
    });
  });
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

async function measure(): Promise<void> {
  const kinds = ["bare", "sandbox"] as const;
  const file = fileURLToPath(import.meta.url);
  const children = kinds.map((kind) => fork(file, [kind], { execArgv: ["--import", "tsx"] }));
  for (const child of children) {
    child.once("exit", (code) => {
      if (code === null || code === 0) return; // ended by this process
      console.error(`a server ended with ${code}`);
      process.exit(1);
    });
  }
  try {
    const started = await Promise.all(children.map((child) => message<Started>(child)));
    const rates: number[][] = [[], []];
    const costs: number[][] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      for (const [at, kind] of kinds.entries()) {
        const [server, child] = [started[at], children[at]];
        if (server === undefined || child === undefined) throw new Error("no server");
        await cpuMs(child, "reset");
        const prepared = await Promise.all(Array.from({ length: connections }, (_, n) => prepare(server, kind, n)));
        const [cpuBefore, start] = [await cpuMs(child), performance.now()];
        await Promise.all(prepared.map((requests) => drive(server.port, requests)));
        const seconds = (performance.now() - start) / 1000;
        if (round === 0) continue; // warms both up
        rates[at]?.push((connections * requestsEach) / seconds);
        costs[at]?.push(((await cpuMs(child)) - cpuBefore) / (connections * requestsEach));
      }
    }
    for (const [at, kind] of kinds.entries()) {
      const list = rates[at] ?? [];
      const spread = `${Math.round(Math.min(...list))} to ${Math.round(Math.max(...list))}`;
      const cost = Math.round(median(costs[at] ?? []) * 1000);
      console.log(
        `${kind.padEnd(8)} ${Math.round(median(list))} requests/s (${spread}), ${cost} µs processor time each`,
      );
    }
    // Turn by turn: what else the machine does then weighs on both.
    const ratios = (rates[1] ?? []).map((rate, round) => rate / (rates[0]?.[round] ?? Number.NaN));
    const ratio = median(ratios);
    const all = ratios.map((one) => one.toFixed(2)).join(", ");
    console.log(`the sandbox answers ${ratio.toFixed(2)} of what the bare server does (${all}), at least ${least}`);
    process.exitCode = ratio >= least ? 0 : 1;
  } finally {
    for (const child of children) child.kill();
  }
}

const [kind] = process.argv.slice(2);
await (kind === undefined ? measure() : serve(kind));
