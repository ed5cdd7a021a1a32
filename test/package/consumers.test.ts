// The consumers' matrix can fail, and says so: what goes wrong in a cell reaches the table and the result.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Cell, failureOf, runCells, table } from "../../scripts/package/consumers/cell.js";
import { typedCells } from "../../scripts/package/consumers/typed.js";

const cell = (row: string, column: string, check: Cell["check"]): Cell => ({ row, column, core: true, check });

describe("a run of cells", () => {
  beforeEach(() => {
    vi.spyOn(console, "log").mockReturnValue(undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  test("keeps their order and each one's problem, a thrown error being one", async () => {
    const cells = [
      cell("a", "1", () => new Promise((resolve) => setTimeout(() => resolve(""), 20))),
      cell("a", "2", () => Promise.resolve("broken")),
      cell("b", "1", () => Promise.reject(new Error("thrown"))),
    ];
    const results = await runCells(cells, 2);
    expect(results.map(({ problem }) => problem)).toEqual(["", "broken", "Error: thrown"]);
    expect(table(results)).toBe("a  ok 1  FAILED 2\nb  FAILED 1");
  });

  test("runs no more of them at a time than it is told", async () => {
    let running = 0;
    let most = 0;
    const one = cell("a", "1", async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return "";
    });
    await runCells([one, one, one, one, one], 2);
    expect(most).toBe(2);
  });
});

test("a command has failed when it exits non-zero or is killed, even without a word", () => {
  expect(failureOf({ status: 0, stdout: "", output: "warnings" })).toBe("");
  expect(failureOf({ status: 3, stdout: "", output: " said\n" })).toBe("said");
  expect(failureOf({ status: 3, stdout: "", output: "" })).toBe("exit 3");
  expect(failureOf({ status: undefined, stdout: "", output: "" })).toBe("exit by a signal");
});

test("a machine without Chromium fails the consumer in the browser, and says what to install", async () => {
  vi.stubEnv("CHROMIUM", "/nowhere/chromium");
  vi.resetModules();
  const { inServiceWorker } = await import("../../scripts/package/consumers/serviceWorker.js");
  expect(await inServiceWorker("/nowhere")).toMatch(/^\/nowhere\/chromium is missing: install Chromium/);
  vi.unstubAllEnvs();
});

test("the typed matrix is every compiler × types × strictness × resolution, and its short run has every compiler kind", () => {
  const cells = typedCells("plain", "msw");
  expect(cells).toHaveLength(3 * 3 * 3 * 3);
  expect(new Set(cells.map(({ row, column }) => `${row} ${column}`)).size).toBe(81);
  expect(cells.filter(({ core }) => core)).toHaveLength(6);
});
