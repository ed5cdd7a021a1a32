/** One results file, one run: who has the lock, who lost it, and who gets it next. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lockFor } from "../../../src/cli/batch/lock.js";
import { pidNamespace, startOf } from "../../../src/cli/batch/processes.js";
import type { UsageError } from "../../../src/cli/usageError.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "audit.ndjson");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (): Promise<() => Promise<void>> => lockFor(path, "The results file");
const id = "0123456789abcdef";
const dead = { host: hostname(), namespace: await pidNamespace(), pid: 999_999_999, start: "boot 1", id };
const leave = (holder: object, name = "audit.ndjson.lock"): Promise<void> =>
  writeFile(join(folder, name), JSON.stringify(holder));
const refused = (): Promise<UsageError> =>
  take().then(
    () => expect.unreachable("the lock was given"),
    (error: UsageError) => error,
  );

async function refusedUnclear(why: string): Promise<void> {
  const { message, nextStep } = await refused();
  expect(message).toBe(`The results file may be in use: its lock ${why}.`);
  expect(nextStep).toBe(`If no other run writes it, remove ${JSON.stringify(`${path}.lock`)}.`);
}
async function age(lock: string): Promise<void> {
  const before = Date.now() / 1000 - 11;
  await utimes(lock, before, before);
}

describe("a lock", () => {
  test("is given once, and again after it was given back", async () => {
    const giveBack = await take();
    expect((await refused()).message).toBe(`The results file is in use by process ${process.pid}.`);
    await giveBack();
    await (await take())();
    expect(await readdir(folder)).toEqual([]);
  });

  test("of a process that is gone is taken over", async () => {
    await leave(dead);
    await (await take())();
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(process.platform === "linux")(
    "of an earlier process with the number of a living one is taken over, as after the restart of a machine",
    async () => {
      await leave({ ...dead, pid: process.pid, start: "boot 1" });
      await (await take())();
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test("of a living process is not, also where nobody knows when that started; the message then names the file", async () => {
    await leave({ ...dead, pid: process.ppid, start: await startOf(process.ppid) });
    expect((await refused()).message).toContain(`in use by process ${process.ppid}`);
    await leave({ ...dead, pid: process.ppid, start: undefined });
    expect((await refused()).nextStep).toContain("audit.ndjson.lock");
  });

  test("of another machine or container is not: whether that run lives can't be told from here", async () => {
    await leave({ ...dead, host: "another\u001b[2J", pid: 1 });
    const { message, nextStep } = await refused();
    expect(message).toContain('in use by process 1 on "another [2J", or was left by it');
    expect(nextStep).toContain(`remove ${JSON.stringify(`${path}.lock`)}`);
  });

  test.runIf(process.platform === "linux").each([
    ["another", "pid:[1]"],
    ["no", undefined],
  ])("of a run that counts its processes in %s namespace is not, whoever has its number here", async (_, namespace) => {
    await leave({ ...dead, namespace });
    const { message, nextStep } = await refused();
    expect(message).toContain(
      `in use by process ${dead.pid} in another container on "${hostname()}", or was left by it`,
    );
    expect(nextStep).toContain(`remove ${JSON.stringify(`${path}.lock`)}`);
  });

  test("that is empty is one at first, and taken over when it is older than any run needs to name itself", async () => {
    const lock = `${path}.lock`;
    await writeFile(lock, "");
    const { message, nextStep } = await refused();
    expect(message).toBe("The results file is in use by another run.");
    expect(nextStep).toContain(`If there is none, remove ${JSON.stringify(lock)}`);
    await age(lock);
    await (await take())();
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ["a bare number", "1\n"],
    ["a blank line", "\n"],
    ["a path for an id", JSON.stringify({ ...dead, id: "/../../x" })],
    ["a process group for a process", JSON.stringify({ ...dead, pid: -1 })],
  ])("that holds %s is not taken over however old it is: who made it may live", async (_, text) => {
    await writeFile(`${path}.lock`, text);
    await age(`${path}.lock`);
    await refusedUnclear("names no run");
    expect(await readFile(`${path}.lock`, "utf8")).toBe(text);
  });

  test.each([
    ["a folder", (lock: string) => mkdir(lock)],
    ["a link to nothing", (lock: string) => symlink(join(folder, "nothing"), lock)],
    ["a pipe, which nobody may ever write to", async (lock: string) => void execFileSync("mkfifo", [lock])],
  ])("that is %s is refused at once, and the message names it", async (_, make) => {
    await make(`${path}.lock`);
    await refusedUnclear("is no regular file");
  });

  test.runIf(process.platform === "linux")(
    "of a process that ended, and whose parent never asks, is taken over",
    async () => {
      const parent = spawn("sh", ["-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 20"], {
        stdio: ["pipe", "pipe", "ignore"],
      });
      try {
        const [printed] = await once(parent.stdout, "data");
        const pid = Number(String(printed));
        const stat = (): Promise<string> => readFile(`/proc/${pid}/stat`, "utf8");
        // A shell would ask for it; `sleep`, which takes the shell's place, does not.
        await vi.waitFor(async () => expect(await readFile(`/proc/${parent.pid}/comm`, "utf8")).toBe("sleep\n"), 5000);
        parent.stdin.end();
        await vi.waitFor(async () => expect(await stat()).toContain(") Z "), 5000);
        await leave({ ...dead, pid, start: await startOf(pid) });
        await (await take())();
        expect(await readdir(folder)).toEqual([]);
        expect(await stat(), "it was there all the time").toContain(") Z ");
      } finally {
        parent.kill("SIGKILL");
      }
    },
  );

  test("that was removed, and taken by another, is not given back for the other", async () => {
    const giveBack = await take();
    await leave({ ...dead, host: "another" });
    await giveBack();
    expect(await readFile(`${path}.lock`, "utf8")).toContain("another");
  });

  test("that became something else is left, and the run that had it ends as it would", async () => {
    const giveBack = await take();
    await rm(`${path}.lock`);
    await mkdir(`${path}.lock`);
    await expect(giveBack()).resolves.toBeUndefined();
    expect(await readdir(folder)).toEqual(["audit.ndjson.lock"]);
  });
});

describe("a dead run's lock", () => {
  test("goes to one of many that find it at the same time", async () => {
    for (let round = 0; round < 40; round += 1) {
      await leave(dead);
      const ended = await Promise.allSettled(Array.from({ length: 12 }, take));
      const given = ended.filter((each) => each.status === "fulfilled");
      expect(given, `round ${round}`).toHaveLength(1);
      for (const { value } of given) await value();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  test("is taken over although another run died while taking it over", async () => {
    await leave(dead);
    await leave({ ...dead, id: "fedcba9876543210" }, `audit.ndjson.lock.${id}`);
    await (await take())();
    expect(await readdir(folder)).toEqual([]);
  });

  test("is left to the run that is taking it over just now", async () => {
    await leave(dead);
    await leave({ ...dead, pid: process.ppid, start: await startOf(process.ppid) }, `audit.ndjson.lock.${id}`);
    expect((await refused()).message).toContain(`in use by process ${process.ppid}`);
  });
});
