import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { servers } from "../../generated/client.js";
import { defaultSeed, guideLines, type Targets } from "../../src/sandbox/index.js";
import { apis, operationIds, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli } from "./runCli.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seed-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface FirstLine {
  readonly url: string;
  readonly apiKey: { readonly publicKey: string; readonly privateKey: string };
  readonly serviceAccount: { readonly clientId: string; readonly clientSecret: string };
  readonly targets: Targets;
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

test("--json prints one line with url, credentials and ids that a batch line takes as they are", async () => {
  const ran = await withSandbox(["--json", "--targets", "2"], async (stdout) => {
    const first = JSON.parse(stdout) as FirstLine;
    expect(Object.keys(first)).toEqual(["url", "apiKey", "serviceAccount", "targets"]);
    expect(Object.keys(first.apiKey)).toEqual(["publicKey", "privateKey"]);
    expect(Object.keys(first.serviceAccount)).toEqual(["clientId", "clientSecret"]);
    const env = {
      MONGODB_ATLAS_PUBLIC_API_KEY: first.apiKey.publicKey,
      MONGODB_ATLAS_PRIVATE_API_KEY: first.apiKey.privateKey,
    };
    for (const api of apis) {
      const lines = operationIds.flatMap((operation) =>
        first.targets[api][operation].map((ids) => JSON.stringify({ operation, ...ids })),
      );
      expect(lines).toHaveLength(8);
      const path = join(folder, `${api}.ndjson`);
      await writeFile(path, `${lines.join("\n")}\n`);
      const flags = ["--api", api, "--base-url", first.url, "--yes", "--results", `${path}.results`];
      expect((await runCli(["batch", path, ...flags], { env })).code).toBe(0);
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
    expect(commands).toHaveLength(guideLines(await startAndClose()).length);
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
    expect(first.apiKey.publicKey).toBe(seed.apiKeys[0]?.publicKey);
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
  ["no seed", '{"organizations": [{"id": "x", "api": "atlas"}]}', "seed.organizations[0].id"],
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
  ["--targets", "many"],
])("%s %s is refused with 2", async (flag, value) => {
  const ran = await runCli(["sandbox", flag, value]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`${flag} must be`);
});

test("--print-seed prints a seed that --seed-file takes, of the size that --targets says", async () => {
  const printed = await runCli(["sandbox", "--print-seed", "--targets", "1"]);
  expect(printed).toMatchObject({ code: 0, stderr: "", listeners: 0 });
  const path = join(folder, "printed.json");
  await writeFile(path, printed.stdout);
  await withSandbox(["--seed-file", path, "--json"], async (stdout) => {
    const { targets } = JSON.parse(stdout) as FirstLine;
    for (const api of apis) for (const id of operationIds) expect(targets[api][id]).toHaveLength(1);
  });
});

test("--fault lets something go wrong, and lists what there is when it is not known", async () => {
  await withSandbox(["--fault", "proxyPage,status=503", "--json"], async (stdout) => {
    const { url } = JSON.parse(stdout) as FirstLine;
    const options = { method: "DELETE" };
    expect((await fetch(`${url}/api/atlas/v2/groups/x/apiKeys/y`, options)).status).toBe(503);
  });
  const refused = await runCli(["sandbox", "--fault", "proxyPgae"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("proxyPage");
});

test.each<[string, (started: ChildProcess) => void]>([
  ["the other end of its standard input closes", ({ stdin }) => void stdin?.end()],
  ["the npx that started it is killed", ({ pid }) => void process.kill(pid ?? 0, "SIGKILL")],
])("ends when %s", { timeout: 30_000 }, async (_, leave) => {
  const program = [
    "--import",
    "tsx",
    fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url)),
    "sandbox",
    "--json",
  ];
  const line = [process.execPath, ...program].map((word) => `'${word}'`).join(" ");
  // As npx: a process of its own between this one and the program, which passes no signal on.
  const started = spawn("sh", ["-c", `${line}; true`], {
    env: { ...process.env, npm_command: "exec" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const url = await new Promise<string>((resolve) => {
    started.stdout?.once("data", (text) => resolve((JSON.parse(String(text)) as FirstLine).url));
  });
  expect((await fetch(url)).status).toBe(200);
  leave(started);
  const lives = (): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  await expect.poll(lives, { timeout: 10_000, interval: 100 }).toBe(false);
});
