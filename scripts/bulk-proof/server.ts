/** The sandbox of the proof, in a process of its own: `node --import tsx server.ts '<settings as JSON>'`; prints its origin. */
import type { Fault } from "../../src/mock/fault.js";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";
import { seedOf } from "./seed.js";

/** What a proof asks of its server. */
export interface ServerSettings {
  readonly targets: number;
  /** A bucket for each project; none when absent. */
  readonly bucket?: { readonly capacity: number; readonly refill: number; readonly refillSeconds: number };
  /** Neither rate limit headers nor `parameters`. */
  readonly silent?: boolean;
  /** Share of answers that are lost after the server acted, and of requests that are lost before it did. */
  readonly lost?: number;
  readonly latencyMs?: number;
  readonly random?: number;
}

function silent(): Fault {
  return {
    stage: "after authentication",
    strike(_, proceed) {
      const reply = proceed();
      if (typeof reply !== "object") return reply;
      const headers = reply.headers.filter(([name]) => !/^(retry-after|ratelimit-)/i.test(name));
      if (reply.status !== 429) return { ...reply, headers };
      const body = JSON.stringify({ error: 429, errorCode: "RATE_LIMITED", reason: "Too Many Requests" });
      return { ...reply, headers, body };
    },
  };
}

function losing(share: number, random: () => number): Fault {
  return {
    stage: "after authentication",
    strike(_, proceed) {
      const dice = random();
      if (dice < share) return "connection lost";
      if (dice < 2 * share) {
        proceed();
        return "connection lost";
      }
      return undefined;
    },
  };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const settings = JSON.parse(process.argv[2] ?? "{}") as ServerSettings;
const { targets, bucket, lost, latencyMs = 0, random = 1 } = settings;
const faults = [
  ...(settings.silent === true ? [silent()] : []),
  ...(lost === undefined ? [] : [losing(lost, seeded(random))]),
];
const options: SandboxOptions = {
  api: "atlas",
  seed: seedOf(targets),
  rateLimit: bucket === undefined ? false : { project: bucket },
  faults,
  latencyMs,
};
const sandbox = await startSandbox(options);
process.stdout.write(`${JSON.stringify({ url: sandbox.url, ...sandbox.credentials })}\n`);
process.on("SIGTERM", () => void sandbox.close());
