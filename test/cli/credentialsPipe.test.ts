/** `--credentials-file` that is no regular file: pipes, as `<(…)` makes them, and what should not be read at all. */
import { execFile, spawn } from "node:child_process";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { runShell, type ShellRan } from "../support/shell.js";
import { surroundings } from "./credentials.js";
import type { World } from "./runCli.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bench = surroundings();
const { lines, argumentsWith, revokeWith } = bench;
let fifo: string;
beforeEach(async () => {
  fifo = join(bench.folder, "pipe");
  await promisify(execFile)("mkfifo", ["-m", "600", fifo]);
});

const interruptAfter = (milliseconds: number): World => ({
  onListening: (interrupt) => setTimeout(interrupt, milliseconds),
});

describe("a named pipe", () => {
  test("is waited for until somebody writes, and read to its end in however many pieces", async () => {
    const running = revokeWith(fifo);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const writer = await open(fifo, "w");
    for (const piece of lines().match(/.{1,40}|\n/g) ?? []) {
      await writer.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await writer.close();
    expect(await running).toMatchObject({ code: 0, listeners: 0 });
    expect(bench.cloud.state.deletions).toHaveLength(1);
  });

  test("that nobody writes to is left at the first interrupt", async () => {
    const began = performance.now();
    expect(await revokeWith(fifo, interruptAfter(100))).toMatchObject({ code: 130, listeners: 0 });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(bench.cloud.log).toEqual([]);
  });

  test("whose writer falls silent is left at the first interrupt", async () => {
    const both = await open(fifo, "r+");
    await both.write("MONGODB_ATLAS_PUBLIC_API_KEY=");
    expect(await revokeWith(fifo, interruptAfter(100))).toMatchObject({ code: 130, listeners: 0 });
    await both.close();
    expect(bench.cloud.log).toEqual([]);
  });

  test("that never ends is refused at 64 KiB", async () => {
    const writer = spawn("sh", ["-c", `exec yes A=1 > '${fifo}'`], { stdio: "ignore" });
    const ran = await revokeWith(fifo);
    writer.kill();
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("more than 65536 bytes");
  });
});

describe("process substitution", () => {
  /** Runs the program as a person would, in bash. */
  function inBash(substitution: string): Promise<ShellRan> {
    const quoted = argumentsWith("FILE").map((each) => (each === "FILE" ? substitution : `'${each}'`));
    const script = `'${process.execPath}' --import tsx src/cli/main.ts ${quoted.join(" ")}`;
    return runShell("bash", script, { CREDENTIALS: lines() }, root);
  }

  test.each([
    ["that has ended before the program reads", `<(printf %s "$CREDENTIALS")`],
    ["that takes its time", `<(sleep 1.5; printf %s "$CREDENTIALS")`],
  ])("%s gives the credential", async (_, substitution) => {
    expect(await inBash(substitution)).toMatchObject({ code: 0 });
    expect(bench.cloud.state.deletions).toHaveLength(1);
  });

  test("whose command fails is an end without credentials, not a wait for ever", async () => {
    const { code, said } = await inBash("<(false)");
    expect(code, said).toBe(2);
    expect(said).toContain("No credentials in the credentials file");
  });
});

test.each(["/dev/null", "/dev/zero", "a folder"])("%s is refused: neither a file nor a pipe", async (path) => {
  const ran = await revokeWith(path === "a folder" ? bench.folder : path);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("neither a file nor a pipe");
  expect(bench.cloud.log).toEqual([]);
});

describe("the path", () => {
  test.each(["hunter2-hunter2", "/hunter2", "./hunter2/key", "h\u001b[31munter2"])(
    "%j, which names nothing, is described and not repeated: it may be the secret itself",
    async (path) => {
      const ran = await revokeWith(path);
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain("ENOENT");
      expect(ran.stderr).toContain(`a string of ${path.length} characters`);
      expect(ran.both).not.toContain(path);
      expect(ran.both).not.toContain("unter2");
    },
  );

  test("is repeated when it names something", async () => {
    const path = join(bench.folder, "credentials");
    await writeFile(path, "{A\n", { mode: 0o600 });
    expect((await revokeWith(path)).stderr).toContain(JSON.stringify(path));
  });
});
