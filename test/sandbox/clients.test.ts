// Clients that share no code with this project, where they are installed: each revokes with a digest and with a token, on
// both APIs, and is refused the second time.
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { defaultSeed } from "../../src/sandbox/index.js";
import { cells, grantToken, open, targetOf } from "./wire.js";

/** One DELETE as a client sends it. */
interface Task {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly password?: string;
}

function run(command: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, NO_PROXY: "*" }, timeout: 20_000 };
    const child = execFile(command, args, options, (_error, stdout, stderr) => resolve(stdout + stderr));
    child.stdin?.end(input);
  });
}

/** Sends DELETEs one after the other, and gives their last statuses. */
type Client = (tasks: readonly Task[]) => Promise<number[]>;

/** A program that sends one DELETE each time it is started. */
function eachTime(start: (task: Task) => Promise<string>): Client {
  return async (tasks) => {
    const statuses: number[] = [];
    for (const task of tasks) statuses.push(Number((await start(task)).match(/(?<=HTTP\/1\.1 )\d+/g)?.at(-1)));
    return statuses;
  };
}

const curl = eachTime(({ url, headers, user, password }) => {
  const digest = user === undefined ? [] : ["--digest", "--user", `${user}:${password}`];
  const lines = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  return run("curl", ["--silent", "--include", ...digest, ...lines, "--request", "DELETE", url]);
});

const wget = eachTime(({ url, headers, user, password }) => {
  const digest = user === undefined ? [] : [`--user=${user}`, `--password=${password}`];
  const lines = Object.entries(headers).map(([name, value]) => `--header=${name}: ${value}`);
  return run("wget", [
    "--server-response",
    "--quiet",
    "--output-document=/dev/null",
    "--method=DELETE",
    ...digest,
    ...lines,
    url,
  ]);
});

const script = fileURLToPath(new URL("clients.py", import.meta.url));
function python(client: string): Client {
  return async (tasks) => {
    const input = tasks.map((task) => JSON.stringify({ client, ...task })).join("\n");
    return (await run("python3", ["-I", script], input)).trim().split("\n").map(Number);
  };
}

const clients = [
  ["curl", curl, ["curl", "--version"]],
  ["wget", wget, ["wget", "--version"]],
  ["urllib", python("urllib"), ["python3", "--version"]],
  ["requests", python("requests"), ["python3", "-I", "-c", "import requests"]],
] as const;

describe.each(clients)("%s", (_, send, [command, ...probe]) => {
  const installed = spawnSync(command, probe).status === 0;
  it.skipIf(!installed)("revokes everything once, and no more", { timeout: 60_000 }, async () => {
    const sandbox = await open({ seed: defaultSeed({ targets: 2 }) });
    const { publicKey: user, privateKey: password } = sandbox.credentials.apiKey;
    const Authorization = `Bearer ${await grantToken(sandbox)}`;
    const tasks = cells.flatMap(({ api, operation, operationId }): Task[] => {
      const [first, second] = sandbox.targets[api][operationId];
      const urlOf = (ids: unknown): string => sandbox.url + targetOf(api, operationId, ids as never);
      const Accept = operation.accept[api];
      return [
        { url: urlOf(first), headers: { Accept }, user, password },
        { url: urlOf(second), headers: { Accept, Authorization } },
      ];
    });
    const successes = cells.flatMap(({ api, operation }) => Array<number>(2).fill(operation.success[api]));
    const refusals = cells.flatMap(({ operationId }) =>
      Array<number>(2).fill(operationId === "unassignGroupApiKey" ? 400 : 404),
    );
    expect(await send(tasks)).toEqual(successes);
    expect(await send(tasks)).toEqual(refusals);
    expect(sandbox.state.deletions).toHaveLength(tasks.length);
  });
});
