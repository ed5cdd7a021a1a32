/** The program as a process: what only a real one has. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterEach, expect, test } from "vitest";
import { packageVersion } from "../../generated/version.js";
import { revokeArguments, startCloud } from "./cloud.js";
import { onlyJson } from "./runCli.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Program {
  readonly child: ChildProcess;
  /** Resolves when the process has ended and its streams are closed. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

function startProgram(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...argv], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const texts = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    texts.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    texts.stderr += String(chunk);
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...texts }));
  return { child, ended };
}

test("--version loads nothing but the version", async () => {
  expect(await startProgram(["--version"]).ended).toMatchObject({ code: 0, stdout: `${packageVersion}\n`, stderr: "" });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    write: false,
    outdir: "out",
    metafile: true,
  });
  const loaded = new Set<string>();
  const load = (output: string): void => {
    for (const input of Object.keys(metafile.outputs[output]?.inputs ?? {})) loaded.add(input);
    for (const { path, kind } of metafile.outputs[output]?.imports ?? []) if (kind === "import-statement") load(path);
  };
  load("out/main.js");
  expect([...loaded].sort()).toEqual(["generated/version.ts", "src/cli/main.ts"]);
});

test("SIGINT during a call: JSON on standard output, exit code 130, at once", async () => {
  const challenge = 'Digest realm="MMS Public API", nonce="abc", algorithm=MD5, qop="auth"';
  const server = createServer(({ headers }, response) => {
    if (headers.authorization !== undefined) program.child.kill("SIGINT");
    else response.writeHead(401, { "www-authenticate": challenge }).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const cloud = await startCloud();
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), "--json", "--no-verify"];
  argv[argv.indexOf("--base-url") + 1] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const program = startProgram(argv, cloud.env.digest);
  const { code, stdout } = await program.ended;
  server.closeAllConnections();
  server.close();
  await cloud.close();
  expect(code).toBe(130);
  expect(onlyJson(stdout)).toMatchObject({ outcome: "unknown", exitCode: 130 });
});

test("a closed pipe on standard output: no stack trace, the outcome on standard error, and its exit code", async () => {
  const cloud = await startCloud();
  const { child, ended } = startProgram(revokeArguments(cloud, "atlas", "unassignGroupApiKey"), cloud.env.digest);
  child.stdout?.destroy();
  const { code, stderr } = await ended;
  await cloud.close();
  expect(stderr).toMatch(/^Standard output is closed \(EPIPE\); the result was: UNASSIGNED\. .*\n$/);
  expect(code).toBe(0);
  expect(cloud.state.deletions).toHaveLength(1);
});

test.each(["SIGINT", "SIGTERM"] as const)("the sandbox ends cleanly on %s", async (signal) => {
  const { child, ended } = startProgram(["sandbox", "--json"]);
  const [line] = await once(child.stdout ?? child, "data");
  const { url } = JSON.parse(String(line)) as { url: string };
  // An idle kept-alive connection must not hold it up.
  expect((await fetch(url)).status).toBe(200);
  child.kill(signal);
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  expect(stderr).toContain("The sandbox has stopped.");
});
