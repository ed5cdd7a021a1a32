/** The lock of a results file where another run, or another user, comes between two of its steps. */
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockFor } from "../../../src/cli/batch/lock.js";

const before = vi.hoisted(() => ({
  open: async (_path: string): Promise<void> => undefined,
  readFile: async (_path: string): Promise<void> => undefined,
}));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      await before.open(String(args[0]));
      return real.open(...args);
    },
    readFile: async (...args: Parameters<typeof real.readFile>) => {
      await before.readFile(String(args[0]));
      return real.readFile(...args);
    },
  };
});

let folder: string;
let path: string;
let lock: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-races-"));
  path = join(folder, "audit.ndjson");
  lock = `${path}.lock`;
});
afterEach(async () => {
  before.open = async () => undefined;
  before.readFile = async () => undefined;
  await rm(folder, { recursive: true, force: true });
});

const take = (): Promise<() => Promise<void>> => lockFor(path, "The results file");

test("a nameless lock that another run made while an old one was being taken over is that run's", async () => {
  await writeFile(lock, "");
  await utimes(lock, 0, 0);
  let replaced = 0;
  before.open = async (opened) => {
    if (!opened.endsWith(".nameless")) return;
    replaced += 1;
    await rm(lock);
    await writeFile(lock, "");
  };
  await expect(take()).rejects.toThrow("The results file is in use by another run.");
  expect(replaced).toBe(1);
  expect(await readFile(lock, "utf8")).toBe("");
  expect(await readdir(folder)).toEqual(["audit.ndjson.lock"]);
});

test("a lock that another user made, and that this one can't read, is refused with its name", async () => {
  await writeFile(lock, "");
  await utimes(lock, 0, 0);
  before.readFile = async (opened) => {
    if (opened === lock) throw Object.assign(new Error("permission denied"), { code: "EACCES" });
  };
  await expect(take()).rejects.toMatchObject({
    message: "The results file may be in use: its lock can't be read (EACCES).",
    nextStep: `If no other run writes it, remove ${JSON.stringify(lock)}.`,
  });
  expect(await readdir(folder)).toEqual(["audit.ndjson.lock"]);
});
