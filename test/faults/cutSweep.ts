/** Sends cut responses to a client, and finds those that it believes without the whole response saying so. */
import { type RawRequest, startRawServer } from "../support/rawServer.js";
import { bearer, ids } from "../support/world.js";
import { cut, type Whole, wholes } from "./cuts.js";
import { resultOf } from "./expected.js";
import type { Library } from "./suite.js";

/** What a sweep came to. */
export interface SweepReport {
  readonly responses: number;
  readonly cuts: number;
  /** Whole responses that are a success. */
  readonly successes: number;
  /** Cuts after which the success is still reported: nothing that counts was cut off. */
  readonly kept: number;
  /** Successes that the whole response would not have been. */
  readonly false: readonly string[];
}

/** Cuts every response after each byte that `takes` takes, and at its end. A missing target is taken for gone. */
export async function sweepCuts(
  library: Library,
  takes: (length: number, whole: number) => boolean,
  parallel = 24,
): Promise<SweepReport> {
  const planned = new Map<string, { readonly whole: Whole; readonly length: number }>();
  const server = await startRawServer(({ target }: RawRequest) => {
    const plan = planned.get(/([0-9a-f]{24})(\?|$)/.exec(target)?.[1] ?? "");
    return plan === undefined ? ["end"] : cut(plan.whole, plan.length);
  });
  const client = library.createClient({ api: "atlas", auth: bearer, baseUrl: server.origin, maxRetries: 0 });
  let made = 0;
  /** The outcome and status of a success; `undefined` for an error. */
  const hear = async (whole: Whole, length: number): Promise<string | undefined> => {
    made += 1;
    const apiKeyId = made.toString(16).padStart(24, "0");
    planned.set(apiKeyId, { whole, length });
    const { envelope } = whole;
    const result = await resultOf(
      client.unassignGroupApiKey({ groupId: ids.groupId, apiKeyId }, { envelope, missingOk: true }),
    );
    planned.delete(apiKeyId);
    return "value" in result ? `${result.value.outcome} ${result.value.status}` : undefined;
  };
  const believed: string[] = [];
  let [cuts, successes, kept, next] = [0, 0, 0, 0];
  const work = async (): Promise<void> => {
    for (;;) {
      const index = next;
      next += 1;
      const whole = wholes[index];
      if (whole === undefined) return;
      // A connection that the last response left open may close as it is used again: that says nothing of this one.
      let truth: string | undefined;
      for (let tries = 0; tries < 3 && truth === undefined; tries += 1)
        truth = await hear(whole, whole.response.length);
      if (truth !== undefined) successes += 1;
      for (let length = 0; length < whole.response.length; length += 1) {
        if (!takes(length, index)) continue;
        cuts += 1;
        const heard = await hear(whole, length);
        if (heard === undefined) continue;
        kept += 1;
        if (heard !== truth) believed.push(`${whole.name}, cut after ${length} bytes: ${heard}, not ${truth}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    await server.close();
  }
  return { responses: wholes.length, cuts, successes, kept, false: believed };
}
