// The sandbox as a program's companion: how it starts, what it tells, what it logs, how it stops.
import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import {
  type AccessEntry,
  defaultSeed,
  guideLines,
  type SandboxOptions,
  scenario,
  startSandbox,
} from "../../src/sandbox/index.js";
import { digestHeader } from "./digestAnswer.js";
import { createClock, firstTarget, grantToken, jsonOf, open, revoke, send, targetOf } from "./wire.js";

describe("startSandbox", () => {
  it("listens on 127.0.0.1 and on no other address, not even of loopback", async () => {
    const { url, port } = await open();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    await expect(send(`http://127.0.0.2:${port}`, "/")).rejects.toThrow();
    expect((await send(url, "/")).status).toBe(404);
  });

  it("takes the port that it is given, and says when it is taken", async () => {
    const first = await open();
    await expect(startSandbox({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
    const second = await open({ port: first.port });
    expect(second.port).toBe(first.port);
  });

  it.each<[string, object, RegExp]>([
    ["an unknown option", { latency: 5 }, /startSandbox: unknown option "latency"/],
    ["a state", { state: {} }, /unknown option "state"; give a seed/],
    ["a base URL", { baseUrl: "https://api.invalid" }, /unknown option "baseUrl"/],
    ["a port out of range", { port: 65_536 }, /port must be a whole number/],
    ["a port that is none", { port: "80" }, /port must be a whole number/],
    ["a seed without credentials", { seed: { ...defaultSeed(), apiKeys: [] } }, /no API key/],
    ["a seed that is none", { seed: {} }, /seed\.organizations must be an array/],
  ])("refuses %s", async (_, options, message) => {
    await expect(startSandbox(options as SandboxOptions)).rejects.toThrow(message);
  });

  it("serves one API alone when asked to", async () => {
    const sandbox = await open({ api: "atlas" });
    const ids = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
    const target = targetOf("cloud-manager", "unassignGroupApiKey", ids);
    expect((await send(sandbox.url, target)).status).toBe(404);
    expect((await send(sandbox.url, targetOf("atlas", "unassignGroupApiKey", ids))).status).toBe(401);
  });

  it("waits before it answers when asked to", async () => {
    const sandbox = await open({ latencyMs: 60 });
    const start = performance.now();
    await send(sandbox.url, "/api/atlas/v2/groups/x/apiKeys/y");
    expect(performance.now() - start).toBeGreaterThanOrEqual(59);
  });

  it("lets go wrong what it is told to", async () => {
    const sandbox = await open({ faults: [scenario.connectionLost({ times: 1 })] });
    const ids = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    await expect(revoke(sandbox, "atlas", "unassignGroupApiKey", ids)).rejects.toThrow(/socket hang up/);
    expect((await revoke(sandbox, "atlas", "unassignGroupApiKey", ids)).status).toBe(204);
  });

  it("says that it failed when a fault that somebody wrote throws", async () => {
    const errors: unknown[] = [];
    const broken = {
      stage: "before authentication",
      strike() {
        throw new Error("mine");
      },
    } as const;
    const sandbox = await open({ faults: [broken], onError: (error) => errors.push(error) });
    const answer = await send(sandbox.url, "/api/atlas/v2/groups/x/apiKeys/y");
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(errors).toEqual([new Error("mine")]);
  });
});

describe("the control endpoints", () => {
  it("put everything back, nonces and tokens included", async () => {
    const sandbox = await open();
    const ids = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    const token = await grantToken(sandbox);
    await revoke(sandbox, "atlas", "unassignGroupApiKey", ids);
    const recorded = await send(sandbox.url, "/__sandbox/deletions", { method: "GET" });
    expect(JSON.parse(recorded.body)).toMatchObject([{ operationId: "unassignGroupApiKey", api: "atlas", ids }]);
    expect((await send(sandbox.url, "/__sandbox/reset", { method: "POST" })).status).toBe(204);
    expect(JSON.parse((await send(sandbox.url, "/__sandbox/deletions", { method: "GET" })).body)).toEqual([]);
    const target = targetOf("atlas", "unassignGroupApiKey", ids);
    expect((await send(sandbox.url, target, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    expect((await revoke(sandbox, "atlas", "unassignGroupApiKey", ids)).status).toBe(204);
  });

  it("show the state without secrets", async () => {
    const sandbox = await open();
    const { body } = await send(sandbox.url, "/__sandbox/state", { method: "GET" });
    expect(body).toContain(sandbox.credentials.clientId);
    expect(body).not.toContain(sandbox.credentials.clientSecret);
    expect(body).not.toContain(sandbox.credentials.privateKey);
  });

  it.each([
    ["GET", "reset", 405],
    ["POST", "deletions", 405],
    ["GET", "", 404],
    ["GET", "secrets", 404],
  ])("answer %s %s with %i", async (method, name, status) => {
    expect((await send((await open()).url, `/__sandbox/${name}`, { method })).status).toBe(status);
  });
});

describe("the access log", () => {
  async function logged(
    act: (url: string, sandbox: Awaited<ReturnType<typeof open>>) => Promise<unknown>,
  ): Promise<AccessEntry[]> {
    const entries: AccessEntry[] = [];
    const sandbox = await open({ onAccess: (entry) => entries.push(entry) });
    await act(sandbox.url, sandbox);
    return entries;
  }

  it("has a line per request, in order", async () => {
    const entries = await logged((_, sandbox) =>
      revoke(sandbox, "atlas", "unassignGroupApiKey", firstTarget(sandbox, "atlas", "unassignGroupApiKey")),
    );
    expect(entries.map(({ method, status, scheme }) => [method, status, scheme])).toEqual([
      ["DELETE", 401, "none"],
      ["DELETE", 204, "digest"],
    ]);
    expect(entries[1]?.line).toMatch(/^DELETE \/api\/atlas\/v2\/groups\/\w{24}\/apiKeys\/\w{24} 204 \d+ms digest$/);
  });

  it("has nothing in it that a log must not hold", async () => {
    let secrets: string[] = [];
    const entries = await logged(async (url, sandbox) => {
      const token = await grantToken(sandbox);
      const { publicKey, privateKey, clientSecret } = sandbox.credentials;
      secrets = [token, privateKey, clientSecret, "mdb_sa_sk_pasted", "hunter2"];
      const target = "/api/atlas/v2/groups/x/apiKeys/y";
      await send(url, target, { headers: { authorization: `Bearer ${token}` } });
      const digest = digestHeader({
        username: publicKey,
        password: privateKey,
        method: "DELETE",
        uri: target,
        nonce: "n",
      });
      await send(url, target, { headers: { authorization: digest } });
      await send(
        url,
        `/api/atlas/v2/groups/${"a".repeat(24)}/serviceAccounts/x/secrets/mdb_sa_sk_pasted?access_token=hunter2`,
      );
      await send(url, "/api/atlas/v2/mdb%5Fsa%5fsk%5fpasted?envelope=hunter2hunter2&pretty=true");
      await send(url, "/x", { headers: { authorization: "hunter2 hunter2" } });
    });
    expect(entries).toHaveLength(6);
    const text = JSON.stringify(entries);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(entries[3]?.path).toMatch(/secrets\/\(secret value\)\?\(unknown parameter\)$/);
    expect(entries[4]?.path).toMatch(/\?\(unknown parameter\)&pretty=true$/);
    expect(entries[5]?.scheme).toBe("unknown");
  });

  it("keeps long paths short and says when a connection was dropped", async () => {
    const entries: AccessEntry[] = [];
    const faults = [scenario.connectionLost()];
    const sandbox = await open({ faults, onAccess: (entry) => entries.push(entry) });
    await send(sandbox.url, `/${"x".repeat(5000)}`);
    await expect(send(sandbox.url, "/api/atlas/v2/groups/x/apiKeys/y")).rejects.toThrow();
    expect(entries[0]?.path).toHaveLength(301);
    expect(entries[1]).toMatchObject({ status: 0, line: expect.stringContaining(" dropped ") });
  });
});

describe("close", () => {
  it("is prompt although connections stand idle or in the middle of a request", async () => {
    const sandbox = await startSandbox();
    const idle = connect(sandbox.port, "127.0.0.1");
    const halfway = connect(sandbox.port, "127.0.0.1");
    halfway.on("error", () => halfway.destroy());
    idle.on("error", () => idle.destroy());
    halfway.write("GET / HTTP/1.1\r\nHost:");
    await send(sandbox.url, "/x", { headers: { connection: "keep-alive" } });
    const start = performance.now();
    await sandbox.close();
    expect(performance.now() - start).toBeLessThan(1000);
    await expect(send(sandbox.url, "/x")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("lets an answer under way arrive", async () => {
    const sandbox = await startSandbox({ latencyMs: 80 });
    const answer = send(sandbox.url, "/api/atlas/v2/groups/x/apiKeys/y");
    await new Promise((resolve) => setTimeout(resolve, 30));
    await sandbox.close();
    expect((await answer).status).toBe(401);
  });

  it("can be called twice, and happens by itself with await using", async () => {
    let url = "";
    {
      await using sandbox = await startSandbox();
      url = sandbox.url;
      await sandbox.close();
    }
    await expect(send(url, "/x")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("leaves keep-alive clients alone until then: many requests share a connection", async () => {
    const sandbox = await open();
    const { Agent } = await import("node:http");
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let n = 0; n < 5; n += 1) {
      await new Promise<void>((resolve, reject) => {
        const { hostname: host, port } = new URL(sandbox.url);
        const sent = request(
          { host, port, path: "/api/atlas/v2/groups/x/apiKeys/y", method: "DELETE", agent },
          (response) => {
            ports.add(response.socket.localPort);
            response.resume().on("end", resolve);
          },
        );
        sent.on("error", reject);
        sent.end();
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});

it("the guide's lines name things that exist", async () => {
  const sandbox = await open({ clock: createClock() });
  const lines = guideLines(sandbox);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  const state = JSON.stringify(sandbox.state.snapshot());
  for (const { command } of lines) {
    for (const id of command.match(/\b[0-9a-f]{24}\b/g) ?? []) expect(state).toContain(id);
    expect(command).toMatch(/^(curl|ACCESS_TOKEN=|MONGODB_)/);
  }
  expect(jsonOf(await send(sandbox.url, "/__sandbox/state", { method: "GET" }))).toHaveProperty("projects");
});
