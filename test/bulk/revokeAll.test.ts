import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BulkProgress,
  type BulkResult,
  CancelledError,
  InvalidParameterError,
  revokeAll,
  type Target,
} from "../../src/index.js";
import { fakeApi, gate, gone, hex, refusal, secret, tick } from "./fakeApi.js";

const many = (count: number, group = 1): Target[] => Array.from({ length: count }, (_, n) => secret(n, group));

async function all(results: AsyncIterable<BulkResult>): Promise<BulkResult[]> {
  const collected: BulkResult[] = [];
  for await (const result of results) collected.push(result);
  return collected;
}

const outcomes = (results: readonly BulkResult[]): string[] => results.map(({ outcome }) => outcome);

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await tick(1);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("revokeAll", () => {
  it("yields one result for each target of an array, a generator and an async generator", async () => {
    async function* later(): AsyncGenerator<Target> {
      for (const target of many(10)) {
        await tick(0);
        yield target;
      }
    }
    for (const source of [many(10), new Set(many(10)), later()]) {
      const { client, paths } = fakeApi(() => gone());
      const results = await all(revokeAll(client, source));
      expect(results.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
      expect(outcomes(results)).toEqual(Array(10).fill("revoked"));
      expect(new Set(paths).size).toBe(10);
    }
  });

  it("keeps as many calls under way as asked, and never more", async () => {
    const { client, peak } = fakeApi(async () => {
      await tick(3);
      return gone();
    });
    await all(revokeAll(client, many(40), { concurrency: 7 }));
    expect(peak()).toBe(7);
  });

  it("yields in the order in which calls end, with the very target and its place", async () => {
    const slow = gate();
    const { client } = fakeApi(async (path) => {
      if (path.endsWith(hex(0))) await slow.opened;
      return gone();
    });
    const targets = many(3);
    const order: number[] = [];
    for await (const result of revokeAll(client, targets)) {
      expect(result.target).toBe(targets[result.index]);
      order.push(result.index);
      if (order.length === 2) slow.open();
    }
    expect(order).toEqual([1, 2, 0]);
  });

  it("sends nothing before it is iterated, and stops sending when nobody takes the results", async () => {
    const { client, paths } = fakeApi(() => gone());
    let read = 0;
    function* source(): Generator<Target> {
      for (const target of many(100)) {
        read += 1;
        yield target;
      }
    }
    const results = revokeAll(client, source(), { concurrency: 2 });
    await tick();
    expect([read, paths.length]).toEqual([0, 0]);
    await results.next();
    await tick(20);
    expect(paths.length).toBeLessThanOrEqual(2 + 2 + 1);
    expect(read).toBe(paths.length);
    await results.return();
  });

  it("reports a target with wrong ids as not-sent, without repeating a secret's value, and goes on", async () => {
    const { client, paths } = fakeApi(() => gone());
    const value = "mdb_sa_sk_verySecretValue";
    const wrong: unknown[] = [
      { ...secret(1), secretId: value },
      { ...secret(1), groupId: "B".repeat(24) },
      { ...secret(1), note: "extra" },
      { operation: "deleteEverything", groupId: hex(1) },
      { operation: "__proto__" },
      null,
      "text",
    ];
    const results = await all(revokeAll(client, [...wrong, secret(2)] as Target[]));
    expect(outcomes(results)).toEqual([...Array(wrong.length).fill("not-sent"), "revoked"]);
    expect(paths).toHaveLength(1);
    for (const result of results.slice(0, wrong.length)) {
      expect("error" in result && result.error).toBeInstanceOf(InvalidParameterError);
      expect(JSON.stringify("error" in result && result.error)).not.toContain(value);
    }
  });

  it("sends what was read, whatever the caller does to the target afterwards", async () => {
    const { client, paths } = fakeApi(() => gone());
    const target: { operation: string; groupId: string; clientId: string; secretId: string } = { ...secret(1) };
    const results = revokeAll(client, [target as Target]);
    const first = results.next();
    target.secretId = hex(2);
    await first;
    await results.return();
    expect(paths[0]).toContain(hex(1));
  });

  it("refuses what is missing unless missingOk", async () => {
    const missing = () => refusal(404, "RESOURCE_NOT_FOUND");
    const refused = await all(revokeAll(fakeApi(missing).client, many(2)));
    expect(outcomes(refused)).toEqual(["refused", "refused"]);
    const [first] = refused;
    expect(first !== undefined && "error" in first && first.error.message).toContain("RESOURCE_NOT_FOUND");
    const taken = await all(revokeAll(fakeApi(missing).client, many(2), { missingOk: true }));
    expect(outcomes(taken)).toEqual(["already-gone", "already-gone"]);
  });

  it("keeps an unknown outcome unknown", async () => {
    const results = await all(revokeAll(fakeApi(() => refusal(500, "UNEXPECTED_ERROR")).client, many(1)));
    expect(outcomes(results)).toEqual(["unknown"]);
  });

  it("tells progress that ends with every target counted once", async () => {
    const seen: BulkProgress[] = [];
    const { client } = fakeApi((path) => (path.endsWith("3") ? refusal(403, "FORBIDDEN") : gone()));
    await all(revokeAll(client, many(8), { onProgress: (progress) => seen.push(progress) }));
    expect(seen.at(-1)).toMatchObject({
      read: 8,
      revoked: 7,
      refused: 1,
      alreadyGone: 0,
      unknown: 0,
      notSent: 0,
      waiting: 0,
    });
  });
});

describe("revokeAll, stopped", () => {
  it("on abort lets calls under way finish, starts nothing, and reports the rest of an array as not-sent", async () => {
    const hold = gate();
    const { client, paths } = fakeApi(async () => {
      await hold.opened;
      return gone();
    });
    const controller = new AbortController();
    const results = all(revokeAll(client, many(100), { signal: controller.signal }));
    await tick();
    controller.abort(new Error("enough"));
    await tick();
    hold.open();
    const ended = await results;
    expect(paths).toHaveLength(4);
    expect(ended).toHaveLength(100);
    expect(outcomes(ended).filter((outcome) => outcome === "revoked")).toHaveLength(4);
    const unsent = ended.filter(({ outcome }) => outcome === "not-sent");
    expect(unsent).toHaveLength(96);
    for (const result of unsent) {
      expect("error" in result && result.error).toBeInstanceOf(CancelledError);
      expect("error" in result && result.error.message).toContain("enough");
    }
  });

  it("sends nothing when the signal was aborted before", async () => {
    const { client, paths } = fakeApi(() => gone());
    const ended = await all(revokeAll(client, many(5), { signal: AbortSignal.abort() }));
    expect([paths.length, ...outcomes(ended)]).toEqual([0, ...Array(5).fill("not-sent")]);
  });

  it("on abort closes an async source and throws after the last result, since nobody knows what was left in it", async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Target> {
      try {
        for (let n = 0; ; n += 1) {
          await tick(1);
          yield secret(n);
        }
      } finally {
        closed = true;
      }
    }
    const controller = new AbortController();
    const { client, paths } = fakeApi(() => gone());
    const seen: BulkResult[] = [];
    const run = async (): Promise<void> => {
      for await (const result of revokeAll(client, endless(), { signal: controller.signal })) {
        seen.push(result);
        if (seen.length === 5) controller.abort();
      }
    };
    await expect(run()).rejects.toBeInstanceOf(CancelledError);
    await tick(5);
    expect(closed).toBe(true);
    expect(seen.filter(({ outcome }) => outcome === "revoked")).toHaveLength(paths.length);
  });

  it("survives an abort from inside the source and from inside onProgress", async () => {
    for (const where of ["source", "onProgress"]) {
      const controller = new AbortController();
      function* source(): Generator<Target> {
        for (const [n, target] of many(20).entries()) {
          if (n === 6 && where === "source") controller.abort();
          yield target;
        }
      }
      const onProgress = ({ revoked }: BulkProgress): void => {
        if (revoked === 6 && where === "onProgress") controller.abort();
      };
      const { client, paths } = fakeApi(() => gone());
      const ended = await all(revokeAll(client, source(), { signal: controller.signal, onProgress }));
      expect(ended).toHaveLength(20);
      expect(outcomes(ended).filter((outcome) => outcome === "revoked")).toHaveLength(paths.length);
      expect(paths.length).toBeLessThan(20);
    }
  });

  it("when the loop is left early, waits for the calls under way and starts nothing more", async () => {
    let ended = 0;
    const { client, paths } = fakeApi(async (path) => {
      await tick(path.endsWith(hex(0)) ? 1 : 30);
      ended += 1;
      return gone();
    });
    for await (const _ of revokeAll(client, many(50))) break;
    expect(ended).toBe(paths.length);
    const sent = paths.length;
    await tick(20);
    expect(paths).toHaveLength(sent);
  });

  it("throws what the source throws, after the results of the calls under way", async () => {
    function* broken(): Generator<Target> {
      yield secret(1);
      yield secret(2);
      throw new RangeError("the list ends in the middle");
    }
    const { client } = fakeApi(async () => {
      await tick(5);
      return gone();
    });
    const seen: string[] = [];
    const run = async (): Promise<void> => {
      for await (const { outcome } of revokeAll(client, broken())) seen.push(outcome);
    };
    await expect(run()).rejects.toThrow("the list ends in the middle");
    expect(seen).toEqual(["revoked", "revoked"]);
  });

  it("never hangs on an async source that answers neither a read nor its closing", async () => {
    const stuck: AsyncIterable<Target> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => undefined),
        return: () => new Promise<never>(() => undefined),
      }),
    };
    const controller = new AbortController();
    const run = all(revokeAll(fakeApi(() => gone()).client, stuck, { signal: controller.signal }));
    await tick();
    controller.abort();
    await expect(run).rejects.toBeInstanceOf(CancelledError);
  });

  it("reports an error of the credential itself once for the server, and as not-sent for every target", async () => {
    let grants = 0;
    const { client } = fakeApi(() => gone(), {
      auth: {
        scheme: "bearer",
        async authorize(_, context) {
          grants += 1;
          const { TokenError } = await import("../../src/index.js");
          void context;
          throw new TokenError("No access token: HTTP 401.", { outcome: "not-sent", status: 401 });
        },
      },
    });
    const ended = await all(revokeAll(client, many(200)));
    expect(outcomes(ended)).toEqual(Array(200).fill("not-sent"));
    expect(grants).toBeLessThanOrEqual(4);
  });
});
