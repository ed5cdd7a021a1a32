// The sandbox under odd and hostile bytes: it refuses or hangs up, and then still serves a good request.
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { firstTarget, grant, open, revoke, send } from "./wire.js";

/** Writes bytes to a socket and reads until the server closes it. */
function sendBytes(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
  });
}

describe("odd and hostile requests", () => {
  it.each<[string, (host: string) => string, RegExp]>([
    ["bytes that are no HTTP", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", /^HTTP\/1\.1 400 /],
    ["no Host", () => "DELETE / HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["an empty Host", () => "GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", /^HTTP\/1\.1 421 /],
    [
      "huge headers",
      (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    ["headers that never end", () => "GET / HTTP/1.1\r\nHost: ", /^(HTTP\/1\.1 408 |$)/],
  ])("%s: refused, and the next request is served", { timeout: 15_000 }, async (_, bytes, answer) => {
    const sandbox = await open();
    expect(await sendBytes(sandbox.url, bytes(new URL(sandbox.url).host))).toMatch(answer);
    const ids = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
    expect((await revoke(sandbox, "cloud-manager", "unassignGroupApiKey", ids)).status).toBe(200);
  });

  it.each([
    "/%",
    "/api/public/v1.0/groups/%c0%af/apiKeys/%",
    "//",
    "*",
    "http://127.0.0.1/api/atlas/v2",
    "/__sandbox/x",
  ])("%s gets a 4xx", async (target) => {
    const { status } = await send((await open()).url, target);
    expect(Math.floor(status / 100)).toBe(4);
  });

  it.each(["evil.example", "127.0.0.1:1", "169.254.169.254", "localhost.evil.example"])(
    "a Host %j is refused: DNS rebinding",
    async (host) => {
      const { url, credentials } = await open();
      const answer = await send(url, "/", { method: "GET", headers: { host } });
      expect(answer.status).toBe(421);
      expect(answer.body).not.toContain(credentials.apiKey.privateKey);
    },
  );

  it("a body of any length is read without keeping it", async () => {
    const sandbox = await open();
    const answer = await grant(sandbox.url, "x", "y", `grant_type=${"x".repeat(5_000_000)}`);
    expect(answer.status).toBe(401);
  });
});
