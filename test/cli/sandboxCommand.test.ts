import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { servers } from "../../generated/client.js";
import { commands } from "../../src/cli/commands.js";
import { defaultSeed, guideLines } from "../../src/sandbox/index.js";
import { apis, idArguments, operationIds, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli } from "./runCli.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seed-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Ids = Readonly<Record<string, string>>;
interface FirstLine {
  readonly url: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly examples: Readonly<Record<string, Ids & { readonly atlas?: Ids }>>;
}

/** Runs `sandbox`, does something while it stands, and stops it. */
async function withSandbox(argv: readonly string[], use: (stdout: string) => Promise<void>): Promise<Ran> {
  let stop: () => void = () => undefined;
  let shown = "";
  let opened: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const running = runCli(["sandbox", ...argv], {
    onListening: (interrupt) => {
      stop = interrupt;
    },
    onStdout: (text) => {
      shown = text;
      opened();
    },
  });
  await Promise.race([open, running]);
  try {
    await use(shown);
  } finally {
    stop();
  }
  return await running;
}

test("--json prints one line with url, credentials and ids that exist, for every operation on both APIs", async () => {
  const ran = await withSandbox(["--json"], async (stdout) => {
    const first = JSON.parse(stdout) as FirstLine;
    expect(Object.keys(first)).toEqual(["url", "publicKey", "privateKey", "clientId", "clientSecret", "examples"]);
    expect(Object.keys(first.examples)).toEqual(operationIds);
    const path = join(folder, "first-line.json");
    await writeFile(path, stdout);
    await chmod(path, 0o600);
    for (const id of operationIds) {
      const { atlas, ...cloudManager } = first.examples[id] ?? {};
      for (const api of apis) {
        const ids = api === "atlas" ? atlas : cloudManager;
        const argv = [commands[id], "--api", api, "--base-url", first.url, ...idArguments(ids ?? {})];
        const flags = ["--yes", "--auth", "digest", "--credentials-file", path];
        expect((await runCli([...argv, ...flags])).code).toBe(0);
      }
    }
  });
  expect(ran).toMatchObject({ code: 0, listeners: 0 });
  expect(ran.stdout.split("\n")).toHaveLength(2);
  expect(ran.stderr).toContain("The sandbox has stopped.");
  expect(ran.stderr).toMatch(/^DELETE \/api\/public\/v1\.0\/\S+ 204 \d+ms digest$/m);
});

test("prints bases and every line of the guide, ready to paste, and stops listening in the end", async () => {
  let url = "";
  const ran = await withSandbox([], async (stdout) => {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? "";
    for (const { basePath } of Object.values(servers)) expect(stdout).toContain(url + basePath);
    expect(stdout).toContain("Nothing real is touched");
    // Commands stand alone on their lines, without indentation or prompt.
    const commands = stdout.split("\n").filter((line) => /^(curl|[A-Z_]+=\S+ )/.test(line));
    expect(commands).toHaveLength(guideLines(await startAndClose()).length + 1);
    const state = await fetch(`${url}/__sandbox/reset`, { method: "POST" });
    expect(state.status).toBe(204);
  });
  expect(ran.code).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

async function startAndClose(): ReturnType<typeof startCloud> {
  const cloud = await startCloud();
  await cloud.close();
  return cloud;
}

test("--seed-file decides what the sandbox holds, --port where it listens, --latency how long it takes", async () => {
  const path = join(folder, "seed.json");
  const seed = defaultSeed();
  await writeFile(path, JSON.stringify(seed));
  const { port } = await startAndClose();
  const argv = ["--seed-file", path, "--port", String(port), "--latency", "150", "--json"];
  await withSandbox(argv, async (stdout) => {
    const first = JSON.parse(stdout) as FirstLine;
    expect(first.url).toBe(`http://127.0.0.1:${port}`);
    expect(first.publicKey).toBe(seed.apiKeys[0]?.publicKey);
    const began = performance.now();
    await fetch(`${first.url}/api/oauth/token`, { method: "POST" });
    expect(performance.now() - began).toBeGreaterThan(140);
  });
});

test("a taken port is told in plain words, with 2", async () => {
  const cloud = await startCloud();
  const ran = await runCli(["sandbox", "--port", String(cloud.port)]);
  await cloud.close();
  expect(ran).toMatchObject({ code: 2, stdout: "", listeners: 0 });
  expect(ran.stderr).toContain(`Port ${cloud.port} is taken`);
});

test.each([
  ["no file", undefined, "ENOENT"],
  ["no JSON", '{"apiKeys": hunter2', "not JSON"],
  ["no seed", '{"organizations": [{"id": "x", "api": "atlas"}]}', ".organizations[0].id"],
])("a seed file that is %s is refused with 2 and the place", async (_, text, words) => {
  const path = join(folder, "bad.json");
  await rm(path, { force: true });
  if (text !== undefined) await writeFile(path, text);
  const ran = await runCli(["sandbox", "--seed-file", path, "--json"]);
  expect(ran.code).toBe(2);
  expect(onlyJson(ran.stdout)).toMatchObject({ exitCode: 2, error: { message: expect.stringContaining(words) } });
  expect(ran.stdout + ran.stderr).not.toContain("hunter2");
});

test.each([
  ["--port", "65536"],
  ["--port", "http"],
  ["--latency", "-5"],
  ["--latency", "1.5"],
])("%s %s is refused with 2", async (flag, value) => {
  const ran = await runCli(["sandbox", flag, value]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`${flag} must be`);
});
