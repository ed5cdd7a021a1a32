// The sandbox as a program's companion: how it starts, whom it serves, what it logs, how it stops.
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { type AccessEntry, defaultSeed, type SandboxOptions, scenario, startSandbox } from "../../src/sandbox/index.js";
import { digestHeader } from "../support/digest.js";
import { firstTarget, grant, grantToken, open, revoke, send, targetOf } from "./wire.js";

const someTarget = "/api/atlas/v2/groups/x/apiKeys/y";

describe("startSandbox", () => {
  it("listens on 127.0.0.1 and on no other address, not even of loopback", async () => {
    const { url, port } = await open();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    await expect(send(`http://127.0.0.2:${port}`, "/")).rejects.toThrow();
  });

  it("takes the port that it is given, and fails with the system's error when it is taken", async () => {
    const first = await open();
    await expect(startSandbox({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
    expect((await open({ port: first.port })).port).toBe(first.port);
  });

  it.each<[string, object, RegExp]>([
    ["an unknown option", { latency: 5 }, /startSandbox: unknown option "latency"/],
    ["a base URL", { baseUrl: "https://api.invalid" }, /unknown option "baseUrl"/],
    ["a port out of range", { port: 65_536 }, /port must be a number/],
    ["a port that is none", { port: "80" }, /port must be a number/],
    ["a seed that is none", { seed: {} }, /seed\.organizations must be an array/],
    ["an unknown scenario", { faults: ["rateLimitd"] }, /there are apiError, rateLimited/],
    ["a scenario's unknown option", { faults: ["rateLimited,time=1"] }, /unknown option "time"/],
  ])("refuses %s", async (_, options, message) => {
    await expect(startSandbox(options as SandboxOptions)).rejects.toThrow(message);
  });

  it("serves one API alone when asked to", async () => {
    const sandbox = await open({ api: "atlas" });
    const ids = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
    expect((await send(sandbox.url, targetOf("cloud-manager", "unassignGroupApiKey", ids))).status).toBe(404);
    expect((await send(sandbox.url, targetOf("atlas", "unassignGroupApiKey", ids))).status).toBe(401);
  });

  it("lets go wrong what it is given as a scenario or in words", async () => {
    const faults = ["apiError,status=503,times=1", scenario.connectionLost({ times: 1 })];
    const sandbox = await open({ faults });
    const ids = firstTarget(sandbox, "atlas", "unassignGroupApiKey");
    await expect(revoke(sandbox, "atlas", "unassignGroupApiKey", ids)).rejects.toThrow(/socket hang up/);
    const authorization = `Bearer ${await grantToken(sandbox)}`;
    const headers = { authorization, accept: "application/vnd.atlas.2023-01-01+json" };
    const target = targetOf("atlas", "unassignGroupApiKey", ids);
    expect((await send(sandbox.url, target, { headers })).status).toBe(503);
    expect((await revoke(sandbox, "atlas", "unassignGroupApiKey", ids)).status).toBe(204);
  });

  it("says that it failed when a fault that somebody wrote throws", async () => {
    const errors: unknown[] = [];
    const strike = (): never => {
      throw new Error("mine");
    };
    const faults = [{ stage: "before authentication", strike } as const];
    const sandbox = await open({ faults, onError: (error) => errors.push(error) });
    const answer = await send(sandbox.url, someTarget);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([500, "text/plain; charset=utf-8"]);
    expect(errors).toEqual([new Error("mine")]);
  });

  it("serves credentials with characters that a form, a shell or a URL would change", async () => {
    const seed = defaultSeed();
    const value = "mdb_sa_sk_+%2B '\"$`\\é&=#?";
    const [account, ...others] = seed.serviceAccounts;
    const odd = { ...account, secrets: [{ id: "a".repeat(24), value }] } as (typeof others)[number];
    const sandbox = await open({ seed: { ...seed, serviceAccounts: [odd, ...others] } });
    expect((await grant(sandbox.url, odd.clientId, value)).status).toBe(200);
    expect((await grant(sandbox.url, odd.clientId, encodeURIComponent(value))).status).toBe(401);
  });
});

describe("the access log", () => {
  it("has one line per request, in order, of bounded length, without anything that a log must not hold", async () => {
    const entries: AccessEntry[] = [];
    const sandbox = await open({ onAccess: (entry) => entries.push(entry), faults: ["connectionLost,api=atlas"] });
    const { url, credentials } = sandbox;
    const token = await grantToken(sandbox);
    const { publicKey, privateKey } = credentials.apiKey;
    const ids = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
    await revoke(sandbox, "cloud-manager", "unassignGroupApiKey", ids);
    await expect(send(url, someTarget, { headers: { authorization: `Bearer ${token}` } })).rejects.toThrow();
    const uri = `/api/public/v1.0/mdb%5Fsa%5fsk%5fpasted/${"x".repeat(5000)}?access_token=hunter2&pretty=true`;
    const digest = digestHeader({ username: publicKey, password: privateKey, method: "DELETE", uri, nonce: "n" });
    await send(url, uri, { headers: { authorization: digest } });
    await send(url, "/x", { headers: { authorization: "hunter2 hunter2" } });
    expect(entries.map(({ method, status, scheme }) => [method, status, scheme])).toEqual([
      ["POST", 200, "basic"],
      ["DELETE", 401, "none"],
      ["DELETE", 200, "digest"],
      ["DELETE", 0, "bearer"],
      ["DELETE", 404, "digest"],
      ["DELETE", 404, "unknown"],
    ]);
    expect(entries[2]?.line).toMatch(/^DELETE \/api\/public\/v1.0\/groups\/\w{24}\/apiKeys\/\w{24} 200 \d+ms digest$/);
    expect(entries[3]?.line).toContain(" dropped ");
    expect(entries[4]?.path).toMatch(
      /^\/api\/public\/v1\.0\/\(secret value\)\/x{200,300}…\?\(unknown parameter\)&pretty=true$/,
    );
    const secrets = [token, privateKey, credentials.serviceAccount.clientSecret, "pasted", "hunter2"];
    for (const secret of secrets) expect(JSON.stringify(entries)).not.toContain(secret);
  });
});

describe("close", () => {
  it("is prompt although connections stand idle or in the middle of a request, and can be called twice", async () => {
    const sandbox = await startSandbox();
    for (const bytes of ["", "GET / HTTP/1.1\r\nHost:"]) {
      const socket = connect(sandbox.port, "127.0.0.1");
      socket.on("error", () => socket.destroy());
      socket.write(bytes);
    }
    await send(sandbox.url, "/x", { headers: { connection: "keep-alive" } });
    const start = performance.now();
    await Promise.all([sandbox.close(), sandbox.close()]);
    expect(performance.now() - start).toBeLessThan(1000);
    await expect(send(sandbox.url, "/x")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("lets a response under way arrive, and happens by itself with await using", async () => {
    let answer: ReturnType<typeof send> | undefined;
    {
      await using sandbox = await startSandbox({ latencyMs: 80 });
      answer = send(sandbox.url, someTarget);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect((await answer).status).toBe(401);
  });

  it("leaves keep-alive clients alone until then: many requests share a connection", async () => {
    const { port } = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let n = 0; n < 5; n += 1) {
      await new Promise<void>((resolve, reject) => {
        const sent = request({ host: "127.0.0.1", port, path: someTarget, method: "DELETE", agent }, (response) => {
          ports.add(response.socket.localPort);
          response.resume().on("end", resolve);
        });
        sent.on("error", reject).end();
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});
