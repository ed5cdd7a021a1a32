// The sandbox under odd and hostile bytes: it answers or hangs up, and then still serves a good request.
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { operationTable } from "../../generated/client.js";
import type { Sandbox } from "../../src/sandbox/index.js";
import { firstTarget, grant, open, revoke, send, sendBytes } from "./wire.js";

async function stillServes(sandbox: Sandbox): Promise<void> {
  const ids = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
  expect((await revoke(sandbox, "cloud-manager", "unassignGroupApiKey", ids)).status).toBe(200);
}

function hostOf({ url }: Sandbox): string {
  return new URL(url).host;
}

/** Opens a connection and keeps it. */
function connection({ port }: Sandbox): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", reject);
  });
}

describe("malformed requests", () => {
  it.each<[string, (host: string) => string, RegExp]>([
    ["bytes that are no HTTP", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", /^HTTP\/1\.1 400 /],
    ["a request line without a target", () => "DELETE HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["no Host", () => "DELETE / HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["an empty Host", () => "GET /__sandbox/state HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", /^HTTP\/1\.1 421 /],
    [
      "two Hosts",
      (host) => `GET /__sandbox/state HTTP/1.1\r\nHost: evil.example\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1\.1 4\d\d /,
    ],
    ["a header without a colon", (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nnonsense\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [
      "huge headers",
      (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    ["a huge target", (host) => `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    [
      "two lengths",
      (host) => `POST /api/oauth/token HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a length and chunks",
      (host) =>
        `POST /api/oauth/token HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a chunk that is none",
      (host) =>
        `POST /api/oauth/token HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      /^(HTTP\/1\.1 400 |$)/,
    ],
  ])("with %s are answered and hung up on", async (_, bytes, answer) => {
    const sandbox = await open();
    expect(await sendBytes(sandbox.url, bytes(hostOf(sandbox)))).toMatch(answer);
    await stillServes(sandbox);
  });

  it.each([
    "/%",
    "/%zz",
    "/api/public/v1.0/groups/%c0%af/apiKeys/%",
    "/api/atlas/v2/../v2/groups",
    "//",
    "*",
    "http://127.0.0.1/api/atlas/v2",
    "/api/public/v1.0/groups/x/apiKeys/y?%",
    `/${"a/".repeat(4000)}`,
    "/__sandbox/%zz",
    "/__sandbox/constructor",
  ])("for %s get a 4xx", async (target) => {
    const sandbox = await open();
    const { status } = await send(sandbox.url, target);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    await stillServes(sandbox);
  });
});

describe("bodies", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };

  it("of an unbounded length are cut off at the token endpoint", async () => {
    const sandbox = await open();
    const answer = await grant(sandbox.url, "x", "y", `grant_type=${"x".repeat(20_000)}`);
    expect(answer.status).toBe(413);
    await stillServes(sandbox);
  });

  it("that never end do not keep a connection to an operation", async () => {
    const sandbox = await open();
    const head = `DELETE /api/public/v1.0/groups/x/apiKeys/y HTTP/1.1\r\nHost: ${hostOf(sandbox)}\r\nContent-Length: 1000000\r\n\r\n`;
    expect(await sendBytes(sandbox.url, head)).toMatch(/^HTTP\/1\.1 401 [\s\S]*\r\nConnection: close\r\n/);
    await stillServes(sandbox);
  });

  it("that a client gives up on are nobody's failure", async () => {
    const errors: unknown[] = [];
    const sandbox = await open({ onError: (error) => errors.push(error) });
    const socket = await connection(sandbox);
    socket.write(
      `POST /api/oauth/token HTTP/1.1\r\nHost: ${hostOf(sandbox)}\r\nContent-Type: ${form["content-type"]}\r\nContent-Length: 100\r\n\r\ngrant`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(errors).toEqual([]);
    await stillServes(sandbox);
  });
});

describe("connections", () => {
  it("that are half open are closed in return", async () => {
    const sandbox = await open();
    const socket = await connection(sandbox);
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.resume();
    socket.end();
    await closed;
    await stillServes(sandbox);
  });

  it("of which 2,000 stand at once do not keep others from being served", async () => {
    const sandbox = await open({ rateLimit: false });
    const sockets: Socket[] = [];
    for (let n = 0; n < 20; n += 1) {
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => connection(sandbox)))));
    }
    expect(sockets).toHaveLength(2000);
    for (const socket of sockets)
      socket.write(`DELETE /api/atlas/v2/groups/x/apiKeys/y HTTP/1.1\r\nHost: ${hostOf(sandbox)}\r\n\r\n`);
    const answers = await Promise.all(
      sockets.map(
        (socket) => new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(chunk.toString("latin1")))),
      ),
    );
    expect(answers.filter((answer) => answer.startsWith("HTTP/1.1 401 "))).toHaveLength(2000);
    await stillServes(sandbox);
    for (const socket of sockets) socket.destroy();
  }, 30_000);

  it("that send nothing are closed after the time for headers", async () => {
    const sandbox = await open();
    const start = performance.now();
    expect(await sendBytes(sandbox.url, "GET / HTTP/1.1\r\nHost: ")).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(performance.now() - start).toBeLessThan(6000);
  }, 15_000);
});

describe("another origin", () => {
  it.each(["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "169.254.169.254", "localhost.evil.example"])(
    "as Host %j is refused: DNS rebinding",
    async (host) => {
      const sandbox = await open();
      const answer = await send(sandbox.url, "/__sandbox/state", { method: "GET", headers: { host } });
      expect(answer.status).toBe(421);
      expect(answer.body).not.toContain("serviceAccounts");
    },
  );

  it.each([
    (port: number) => `localhost:${port}`,
    (port: number) => `LOCALHOST:${port}`,
    (port: number) => `[::1]:${port}`,
  ])("is none of this machine's names (%#)", async (host) => {
    const sandbox = await open();
    const answer = await send(sandbox.url, "/__sandbox/state", {
      method: "GET",
      headers: { host: host(sandbox.port) },
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    "https://evil.example",
    "null",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "file://",
    "chrome-extension://x",
  ])("as Origin %s is refused, without CORS headers", async (origin) => {
    const sandbox = await open();
    for (const method of ["POST", "OPTIONS"]) {
      const answer = await send(sandbox.url, "/__sandbox/reset", { method, headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers.has("access-control-allow-origin")).toBe(false);
    }
  });

  it.each(["http://localhost:5173", "http://127.0.0.1:3000", "https://[::1]:8443"])(
    "as Origin %s may call and read",
    async (origin) => {
      const sandbox = await open();
      const target = "/api/atlas/v2/groups/x/apiKeys/y";
      const preflight = await send(sandbox.url, target, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "DELETE" },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
      expect(preflight.headers.get("access-control-allow-methods")).toContain("DELETE");
      expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
      const answer = await send(sandbox.url, target, { headers: { origin } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
      expect(answer.headers.get("vary")).toContain("Origin");
      expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
    },
  );

  it.each(["cross-site", "a-word-of-the-future"])(
    "is refused when the browser says %s and sends no Origin: an image, a script, a frame, a link",
    async (site) => {
      const sandbox = await open();
      const { url } = sandbox;
      const reset = await send(url, "/__sandbox/reset", { method: "POST", headers: { "sec-fetch-site": site } });
      const read = await send(url, "/__sandbox/state", { method: "GET", headers: { "sec-fetch-site": site } });
      expect([reset.status, read.status]).toEqual([403, 403]);
      expect(read.body).not.toContain("serviceAccounts");
    },
  );

  it.each([
    ["same-origin", undefined],
    ["same-site", undefined],
    ["none", undefined],
    // A page of http://localhost:5173 is cross-site to 127.0.0.1.
    ["cross-site", "http://localhost:5173"],
    ["same-site", "http://127.0.0.1:3000"],
  ])("is none when the browser says %s, with Origin %s", async (site, origin) => {
    const sandbox = await open();
    const headers = { "sec-fetch-site": site, ...(origin === undefined ? {} : { origin }) };
    expect((await send(sandbox.url, "/__sandbox/state", { method: "GET", headers })).status).toBe(200);
  });

  it("is not made welcome by what it says of its site", async () => {
    const sandbox = await open();
    const headers = { origin: "https://evil.example", "sec-fetch-site": "same-origin" };
    expect((await send(sandbox.url, "/__sandbox/reset", { method: "POST", headers })).status).toBe(403);
  });

  it("can't make a script, a style or an image of any answer", async () => {
    const sandbox = await open();
    const { url } = sandbox;
    const refused = { "sec-fetch-site": "cross-site" };
    const done = await revoke(
      sandbox,
      "atlas",
      "unassignGroupApiKey",
      firstTarget(sandbox, "atlas", "unassignGroupApiKey"),
    );
    const answers = [
      done,
      await send(url, "/__sandbox/state", { method: "GET" }),
      await send(url, "/__sandbox/state", { method: "GET", headers: refused }),
      await send(url, "/__sandbox/state", { method: "GET", headers: { host: "evil.example" } }),
      await send(url, "/no/such/path"),
      await send(url, "/api/oauth/token", { method: "POST", body: "x".repeat(20_000) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 200, 403, 421, 404, 413]);
    for (const { headers } of answers) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    }
  });

  it("may be allowed by name", async () => {
    const origin = "https://docs.example.com";
    const sandbox = await open({ allowedOrigins: [origin] });
    const answer = await send(sandbox.url, "/__sandbox/state", { method: "GET", headers: { origin } });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  });
});

it("every operation's route is served after all that", async () => {
  const sandbox = await open();
  for (const operation of Object.values(operationTable)) {
    const { operationId } = operation;
    const ids = firstTarget(sandbox, "atlas", operationId);
    expect((await revoke(sandbox, "atlas", operationId, ids)).status).toBe(operation.success.atlas);
  }
});
