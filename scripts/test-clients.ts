// `npm run test:clients`: curl and Python's urllib, which share no code with this project, delete on the sandbox. Their
// digest answers are accepted once; replays, and answers for another target, are refused; the server's record agrees.
import { deepStrictEqual } from "node:assert/strict";
import { type Api, type OperationFacts, operationTable, servers, tokenEndpoints } from "../generated/client.js";
import { defaultSeed, guideLines, type Sandbox, startSandbox } from "../src/sandbox/index.js";
import { curl, run, urllib } from "./clients/run.js";

/** One target of an operation, as a client addresses it. */
interface Target {
  readonly api: Api;
  readonly operation: OperationFacts;
  readonly path: string;
  readonly url: string;
  readonly accept: string;
}

function targetsOf(sandbox: Sandbox, at: number): Target[] {
  return (Object.keys(servers) as Api[]).flatMap((api) =>
    Object.values<OperationFacts>(operationTable).map((operation) => {
      const ids = sandbox.targets[api][operation.operationId][at] as Readonly<Record<string, string>> | undefined;
      if (ids === undefined) throw new Error(`the sandbox has no target ${at} for ${operation.operationId}`);
      const path = servers[api].basePath + operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
      return { api, operation, path, url: sandbox.url + path, accept: operation.accept[api] };
    }),
  );
}

const missing = ({ operation }: Target): number => (operation.operationId === "unassignGroupApiKey" ? 400 : 404);
const success = ({ operation, api }: Target): number => operation.success[api];
const nameOf = ({ operation, api }: Target): string => `${operation.operationId} on ${api}`;

let [passed, failed] = [0, 0];

async function test(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAIL ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

const sandbox = await startSandbox({ seed: defaultSeed({ targets: 4 }) });
const { publicKey, privateKey } = sandbox.credentials.apiKey;
const { clientId, clientSecret } = sandbox.credentials.serviceAccount;
const count = (): number => sandbox.state.deletions.length;

/** Checks that an act deletes exactly as many things as it should, by the server's own record. */
async function deletes(expected: number, act: () => Promise<void>): Promise<void> {
  const before = count();
  await act();
  deepStrictEqual(count() - before, expected, `${count() - before} deletions instead of ${expected}`);
}

try {
  const digest = ["--digest", "--user", `${publicKey}:${privateKey}`, "--request", "DELETE"];
  for (const target of targetsOf(sandbox, 0)) {
    const accept = ["--header", `Accept: ${target.accept}`];
    await test(`curl, digest: ${nameOf(target)}, and again`, () =>
      deletes(1, async () => {
        deepStrictEqual((await curl([...digest, ...accept, target.url])).statuses, [401, success(target)]);
        deepStrictEqual((await curl([...digest, ...accept, target.url])).statuses, [401, missing(target)]);
      }));
  }
  for (const target of targetsOf(sandbox, 1)) {
    await test(`curl, bearer: ${nameOf(target)}`, () =>
      deletes(1, async () => {
        const form = ["--user", `${clientId}:${clientSecret}`, "--data", "grant_type=client_credentials"];
        const granted = await curl([...form, sandbox.url + tokenEndpoints.grant]);
        deepStrictEqual(granted.statuses, [200]);
        const { access_token: token } = JSON.parse(granted.body) as { access_token: string };
        const headers = ["--header", `Accept: ${target.accept}`, "--header", `Authorization: Bearer ${token}`];
        const done = await curl([...headers, "--request", "DELETE", target.url]);
        deepStrictEqual(done.statuses, [success(target)]);
        const revoking = ["--user", `${clientId}:${clientSecret}`, "--data", `token=${token}`];
        deepStrictEqual((await curl([...revoking, sandbox.url + tokenEndpoints.revoke])).statuses, [200]);
        deepStrictEqual((await curl([...headers, "--request", "DELETE", target.url])).statuses, [401]);
      }));
  }
  const [first, second] = targetsOf(sandbox, 2);
  if (first === undefined || second === undefined) throw new Error("the sandbox has no targets");
  const accept = ["--header", `Accept: ${first.accept}`];

  await test("curl: a wrong private key is refused", () =>
    deletes(0, async () => {
      const wrong = ["--digest", "--user", `${publicKey}:wrong`, "--request", "DELETE", ...accept, first.url];
      deepStrictEqual((await curl(wrong)).statuses, [401, 401]);
    }));
  await test("curl: an answer that is sent again is refused, to the same target and to another", () =>
    deletes(1, async () => {
      const { statuses, authorizations } = await curl([...digest, ...accept, first.url]);
      deepStrictEqual(statuses, [401, success(first)]);
      const replay = ["--header", `Authorization: ${authorizations.at(-1)}`, "--request", "DELETE", ...accept];
      deepStrictEqual((await curl([...replay, first.url])).statuses, [401]);
      deepStrictEqual((await curl([...replay, second.url])).statuses, [401]);
    }));
  await test("curl: an answer whose query differs is refused", () =>
    deletes(1, async () => {
      const enveloped = await curl([...digest, ...accept, `${second.url}?envelope=true`]);
      deepStrictEqual(enveloped.statuses, [401, 200]);
      deepStrictEqual(JSON.parse(enveloped.body.slice(enveloped.body.lastIndexOf('{"status"'))), {
        status: success(second),
        content: {},
      });
      const replay = [
        "--header",
        `Authorization: ${enveloped.authorizations.at(-1)}`,
        "--request",
        "DELETE",
        ...accept,
      ];
      deepStrictEqual((await curl([...replay, second.url])).statuses, [401]);
    }));

  const key = { user: publicKey, password: privateKey };
  for (const target of targetsOf(sandbox, 3)) {
    await test(`urllib, digest: ${nameOf(target)}, and again`, () =>
      deletes(1, async () => {
        const task = { do: "delete", url: target.url, accept: target.accept, ...key };
        const done = await urllib<{ status: number; requests: number }>(task);
        deepStrictEqual([done.requests, done.status], [2, success(target)]);
        deepStrictEqual((await urllib<{ status: number }>(task)).status, missing(target));
      }));
  }
  const task = { do: "answer", accept: first.accept, ...key };
  await test("urllib: the first use of an answer is accepted, the second refused", () =>
    deletes(0, async () => {
      const { statuses } = await urllib<{ statuses: number[] }>({ ...task, url: first.url });
      deepStrictEqual(statuses, [missing(first), 401]);
    }));
  await test("urllib: an answer computed for another uri is refused", () =>
    deletes(0, async () => {
      const { statuses } = await urllib<{ statuses: number[] }>({ ...task, url: first.url, uri: second.path });
      deepStrictEqual(statuses, [401, 401]);
    }));
  await test("urllib: an answer computed without the query is refused", () =>
    deletes(0, async () => {
      const url = `${first.url}?pretty=true`;
      deepStrictEqual((await urllib<{ statuses: number[] }>({ ...task, url, uri: first.path })).statuses, [401, 401]);
      deepStrictEqual((await urllib<{ statuses: number[] }>({ ...task, url })).statuses, [missing(first), 401]);
    }));
  await test("urllib: a wrong private key is refused", () =>
    deletes(0, async () => {
      const { statuses } = await urllib<{ statuses: number[] }>({ ...task, password: "wrong", url: first.url });
      deepStrictEqual(statuses, [401, 401]);
    }));

  await test("curl: the lines that the sandbox prints work, pasted one after the other", async () => {
    await using own = await startSandbox();
    const lines = guideLines(own).map(({ command }) => command);
    // A proxy of the machine's own would keep curl from the sandbox.
    const pasted = ["NO_PROXY='*'; export NO_PROXY", ...lines.filter((line) => line.includes("curl"))];
    const { stdout } = await run("sh", ["-s"], `${pasted.join("\n")}\n`);
    deepStrictEqual(stdout.match(/^HTTP\/1\.1 \d+/gm), ["HTTP/1.1 401", "HTTP/1.1 204", "HTTP/1.1 204"]);
    const done = own.state.deletions.map(({ api, operationId, by }) => [api, operationId, by.kind]);
    deepStrictEqual(done, [
      ["cloud-manager", "deleteGroupServiceAccountSecret", "api-key"],
      ["atlas", "unassignGroupApiKey", "service-account"],
    ]);
  });
} finally {
  await sandbox.close();
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
