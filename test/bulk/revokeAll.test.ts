import { Readable } from "node:stream";
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
  it.each<[string, () => Parameters<typeof revokeAll<Target>>[1]]>([
    ["an array", () => many(10)],
    ["a set", () => new Set(many(10))],
    ["a generator", () => many(10).values()],
    ["what is like an array", () => Object.assign({ length: 10 }, many(10))],
    ["promises", () => many(10).map((target) => Promise.resolve(target))],
    [
      "an async generator",
      async function* () {
        for (const target of many(10)) yield await Promise.resolve(target);
      },
    ],
    ["a stream", () => Readable.from(many(10)) as AsyncIterable<Target>],
  ])("yields one result for each target of %s", async (_, source) => {
    const { client, paths } = fakeApi(() => gone());
    const results = await all(revokeAll(client, source()));
    expect(results.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...Array(10).keys()]);
    expect(outcomes(results)).toEqual(Array(10).fill("deleted"));
    expect(new Set(paths).size).toBe(10);
  });

  it("calls an unassignment what it is", async () => {
    const key: Target = { operation: "unassignGroupApiKey", groupId: hex(1, "b"), apiKeyId: hex(1) };
    const [result] = await all(revokeAll(fakeApi(() => gone()).client, [key]));
    expect(result).toMatchObject({ outcome: "unassigned", revocation: { outcome: "unassigned" } });
  });

  it("keeps as many calls under way as asked, and never more", async () => {
    const { client, peak } = fakeApi(async () => {
      await tick(3);
      return gone();
    });
    await all(revokeAll(client, many(40), { concurrency: 7 }));
    expect(peak()).toBe(7);
    expect((await all(revokeAll(client, many(9)))).length).toBe(9);
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

  it("reads and sends nothing before it is iterated, then reads all, and sends no more than is taken", async () => {
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
    expect(read).toBe(100);
    expect(paths.length).toBeLessThanOrEqual(2 + 2 + 1);
    await results.return();
  });

  const value = "mdb_sa_sk_verySecretValue";
  it.each<[string, unknown, string]>([
    ["a secret's value", { ...secret(1), secretId: value }, "targets[3].secretId"],
    ["an upper-case id", { ...secret(1), groupId: "B".repeat(24) }, "targets[3].groupId"],
    ["a missing id", { operation: "unassignGroupApiKey", groupId: hex(1) }, "targets[3].apiKeyId"],
    ["a key too many", { ...secret(1), note: "extra" }, "targets[3]"],
    ["an inherited id", Object.create(secret(1)), "targets[3].operation"],
    ["another operation", { operation: "deleteEverything", groupId: hex(1) }, "targets[3].operation"],
    ["a prototype for an operation", { operation: "__proto__" }, "targets[3].operation"],
    ["null", null, "targets[3]"],
    ["a text", "text", "targets[3]"],
    ["an array", [secret(1)], "targets[3]"],
  ])(
    "with %s anywhere it sends nothing at all, and names the target without its value",
    async (_, wrong, parameter) => {
      const { client, paths } = fakeApi(() => gone());
      const run = all(revokeAll(client, [...many(3), wrong as Target, ...many(3)]));
      const error = await run.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidParameterError);
      expect(error).toMatchObject({ parameter, outcome: "not-sent" });
      expect(JSON.stringify(error)).not.toContain(value);
      expect(paths).toEqual([]);
    },
  );

  it("sends what was checked, whatever the caller does to a target afterwards", async () => {
    const targets = [{ ...secret(1) }, { ...secret(2) }];
    const { client, paths } = fakeApi(() => {
      for (const target of targets) Object.assign(target, { secretId: hex(9) });
      return gone();
    });
    await all(revokeAll(client, targets, { concurrency: 1 }));
    expect(paths.map((path) => path.slice(-24))).toEqual([hex(1), hex(2)]);
  });

  it("refuses what is missing unless missingOk", async () => {
    const missing = () => refusal(404, "SERVICE_ACCOUNT_SECRET_NOT_FOUND");
    const refused = await all(revokeAll(fakeApi(missing).client, many(2)));
    expect(outcomes(refused)).toEqual(["refused", "refused"]);
    const [first] = refused;
    expect(first !== undefined && "error" in first && first.error.message).toContain("SECRET_NOT_FOUND");
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
      total: 8,
      deleted: 7,
      refused: 1,
      alreadyGone: 0,
      unknown: 0,
      notSent: 0,
      inFlight: 1,
      stopped: undefined,
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
    expect(outcomes(ended).filter((outcome) => outcome === "deleted")).toHaveLength(4);
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

  it("on abort while an async source is read closes the source, sends nothing and throws", async () => {
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
    const { client, paths } = fakeApi(() => gone());
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await expect(all(revokeAll(client, endless(), { signal: controller.signal }))).rejects.toBeInstanceOf(
      CancelledError,
    );
    await tick(5);
    expect([closed, paths]).toEqual([true, []]);
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
      const onProgress = ({ deleted }: BulkProgress): void => {
        if (deleted === 6 && where === "onProgress") controller.abort();
      };
      const { client, paths } = fakeApi(() => gone());
      const ended = await all(revokeAll(client, source(), { signal: controller.signal, onProgress }));
      expect(ended).toHaveLength(20);
      expect(outcomes(ended).filter((outcome) => outcome === "deleted")).toHaveLength(paths.length);
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

  it("throws what the source throws, and sends nothing", async () => {
    function* broken(): Generator<Target> {
      yield secret(1);
      throw new RangeError("the list ends in the middle");
    }
    const { client, paths } = fakeApi(() => gone());
    await expect(all(revokeAll(client, broken()))).rejects.toThrow("the list ends in the middle");
    expect(paths).toEqual([]);
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

  it("does not make Node warn when 40 runs share a signal", async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.name);
    process.on("warning", note);
    const { signal } = new AbortController();
    const { client } = fakeApi(() => gone());
    await Promise.all(Array.from({ length: 40 }, () => all(revokeAll(client, many(2), { signal }))));
    await tick();
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });
});
