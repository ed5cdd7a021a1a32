// Digest at the wire, clause by clause: what the server promises (RFC 7616, Jetty's manners), asked with bytes that
// node:crypto computed.
import { describe, expect, it } from "vitest";
import { operationTable } from "../../generated/client.js";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/index.js";
import { challengeOf, type DigestParts, digestHeader } from "../support/digest.js";
import { type Answered, createClock, firstTarget, open, send, targetOf } from "./wire.js";

const accept = operationTable.unassignGroupApiKey.accept["cloud-manager"];

interface Scene {
  readonly sandbox: Sandbox;
  readonly target: string;
  /** Asks for a challenge. */
  readonly challenge: () => Promise<Answered>;
  /** Sends a digest answer for a key that is not there, so that a good one can be repeated: it gets a 400. */
  readonly answer: (parts: Partial<DigestParts>, rewrite?: (header: string) => string) => Promise<Answered>;
}

async function scene(options: SandboxOptions = {}): Promise<Scene> {
  const sandbox = await open({ rateLimit: false, ...options });
  const { groupId } = firstTarget(sandbox, "cloud-manager", "unassignGroupApiKey");
  const target = targetOf("cloud-manager", "unassignGroupApiKey", { groupId, apiKeyId: "0".repeat(24) });
  const { publicKey: username, privateKey: password } = sandbox.credentials.apiKey;
  return {
    sandbox,
    target,
    challenge: () => send(sandbox.url, target, { headers: { accept } }),
    answer: (parts, rewrite = (header) => header) => {
      const header = digestHeader({ username, password, method: "DELETE", uri: target, nonce: "", ...parts });
      return send(sandbox.url, target, { headers: { accept, authorization: rewrite(header) } });
    },
  };
}

async function nonceOf({ challenge }: Scene): Promise<string> {
  return challengeOf(await challenge()).nonce ?? "";
}

/** 400 API_KEY_NOT_FOUND: the credential was accepted. */
const accepted = 400;

function staleOf(answer: Answered): string | undefined {
  expect(answer.status).toBe(401);
  return challengeOf(answer).stale;
}

describe("the challenge", () => {
  it("has the recorded form, and a new nonce each time", async () => {
    const { challenge } = await scene();
    const headers = [await challenge(), await challenge()].map((answer) => answer.headers.get("www-authenticate"));
    const form =
      /^Digest realm="MMS Public API", domain="", nonce="[A-Za-z0-9+/]{32}", algorithm=MD5, qop="auth", stale=false$/;
    expect(headers[0]).toMatch(form);
    expect(headers[1]).toMatch(form);
    expect(headers[0]).not.toBe(headers[1]);
  });

  it("comes with readable JSON of the type that the Cloud Manager pages print, without the API's own headers", async () => {
    const answer = await (await scene()).challenge();
    expect(answer.headers.get("content-type")).toBe("application/json;charset=ISO-8859-1");
    expect(JSON.parse(answer.body)).toMatchObject({ error: 401, reason: "Unauthorized" });
    expect(answer.body).toContain('{\n  "error": 401,');
    for (const name of ["x-mongodb-service-version", "strict-transport-security", "x-error-code", "ratelimit-limit"]) {
      expect(answer.headers.has(name)).toBe(false);
    }
  });

  it("is the answer to Basic, to an unknown scheme and to a scheme without credentials", async () => {
    const { sandbox, target } = await scene();
    const { publicKey, privateKey } = sandbox.credentials.apiKey;
    const basic = `Basic ${Buffer.from(`${publicKey}:${privateKey}`).toString("base64")}`;
    for (const authorization of [basic, "Negotiate x", "Digest", "Bearer"]) {
      const answer = await send(sandbox.url, target, { headers: { accept, authorization } });
      expect(staleOf(answer)).toBe("false");
    }
  });
});

describe("an answer to the challenge", () => {
  it("is accepted with each higher nonce count, in hexadecimal", async () => {
    const here = await scene();
    const nonce = await nonceOf(here);
    for (const nc of ["00000001", "00000002", "0000000a", "0000000F", "00000010"]) {
      expect((await here.answer({ nonce, nc })).status).toBe(accepted);
    }
  });

  it("is accepted with a lower nonce count that was not used: parallel requests overtake one another", async () => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect((await here.answer({ nonce, nc: "00000005" })).status).toBe(accepted);
    expect((await here.answer({ nonce, nc: "00000002" })).status).toBe(accepted);
  });

  it("is refused with a repeated nonce count, stale=false", async () => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect((await here.answer({ nonce })).status).toBe(accepted);
    expect(staleOf(await here.answer({ nonce }))).toBe("false");
    expect(staleOf(await here.answer({ nonce, cnonce: "another" }))).toBe("false");
    expect((await here.answer({ nonce, nc: "00000002" })).status).toBe(accepted);
  });

  it("does not use a nonce count up when it is wrong", async () => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect(staleOf(await here.answer({ nonce, password: "wrong" }))).toBe("false");
    expect((await here.answer({ nonce })).status).toBe(accepted);
  });

  it("is stale once the nonce is 60 seconds old, and not before", async () => {
    const clock = createClock();
    const here = await scene({ clock });
    const nonce = await nonceOf(here);
    clock.pass(59_999);
    expect((await here.answer({ nonce })).status).toBe(accepted);
    clock.pass(1);
    expect(staleOf(await here.answer({ nonce, nc: "00000002" }))).toBe("true");
  });

  it("is stale after 1024 uses of the nonce, and not before", async () => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect((await here.answer({ nonce, nc: "00000400" })).status).toBe(accepted);
    expect(staleOf(await here.answer({ nonce, nc: "00000401" }))).toBe("true");
  });

  it("is stale with a nonce that the server never gave, and good with the one it gives then", async () => {
    const here = await scene();
    const refused = await here.answer({ nonce: "A".repeat(32) });
    expect(staleOf(refused)).toBe("true");
    expect((await here.answer({ nonce: challengeOf(refused).nonce ?? "" })).status).toBe(accepted);
  });

  it.each<[string, Partial<DigestParts>]>([
    ["a wrong private key", { password: "00000000-0000-0000-0000-000000000000" }],
    ["an unknown public key", { username: "nobodyyy" }],
    ["another realm", { realm: "MMS public API" }],
    ["the hash of another method", { method: "GET" }],
    ["another path", { uri: `/api/public/v1.0/groups/${"1".repeat(24)}/apiKeys/${"0".repeat(24)}` }],
    ["a nonce count of zero", { nc: "00000000" }],
    ["a nonce count of other length", { nc: "1" }],
    ["a nonce count that is not hexadecimal", { nc: "0000000g" }],
    ["no client nonce", { cnonce: "" }],
    ["auth-int", { qop: "auth-int" }],
    ["an algorithm that was not offered", { algorithm: "SHA-256" }],
  ])("is refused with %s, stale=false", async (_, parts) => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect(staleOf(await here.answer({ nonce, ...parts }))).toBe("false");
  });

  it.each<[string, (header: string) => string]>([
    ["no qop", (header) => header.replace(" qop=auth,", "")],
    ["no uri", (header) => header.replace(/ uri="[^"]*",/, "")],
    ["a doubled directive", (header) => `${header}, qop=auth`],
    ["an unfinished string", (header) => header.slice(0, -1)],
    ["something that is no directive", (header) => `${header}, ???`],
    [
      "one digit of the response changed",
      (header) => header.replace(/.(?="$)/, (digit) => (digit === "0" ? "1" : "0")),
    ],
    ["nothing but a user name", (header) => header.replace(/,.*$/, "")],
  ])("is refused with %s, stale=false", async (_, rewrite) => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect(staleOf(await here.answer({ nonce }, rewrite))).toBe("false");
  });

  it.each<[string, (header: string) => string]>([
    [
      "quoted where the RFC has tokens",
      (header) => header.replace("algorithm=MD5", 'algorithm="MD5"').replace("qop=auth", 'qop="auth"'),
    ],
    ["without the algorithm, which is MD5 then", (header) => header.replace(" algorithm=MD5,", "")],
    ["with unknown directives", (header) => `${header}, future="a, \\"b\\"", other=1`],
    [
      "in another order, with odd spacing",
      (header) => header.replace(/^Digest (username="[^"]*"), (.*)$/, "digest   $2 ,  $1"),
    ],
  ])("is accepted %s", async (_, rewrite) => {
    const here = await scene();
    const nonce = await nonceOf(here);
    expect((await here.answer({ nonce }, rewrite)).status).toBe(accepted);
  });

  it("is bound to the query of the request target", async () => {
    const { sandbox, target, challenge } = await scene();
    const { publicKey: username, privateKey: password } = sandbox.credentials.apiKey;
    const withQuery = `${target}?envelope=false`;
    const sent = async (uri: string): Promise<Answered> => {
      const nonce = challengeOf(await challenge()).nonce ?? "";
      const authorization = digestHeader({ username, password, method: "DELETE", uri, nonce });
      return send(sandbox.url, withQuery, { headers: { accept, authorization } });
    };
    expect((await sent(withQuery)).status).toBe(accepted);
    expect(staleOf(await sent(target))).toBe("false");
    expect(staleOf(await sent(`${target}?envelope=true`))).toBe("false");
  });

  it("never brings the private key back", async () => {
    const { sandbox, challenge, answer } = await scene();
    const answers = [await challenge(), await answer({ nonce: "x" })];
    for (const { headers, body } of answers) {
      expect(JSON.stringify([...headers]) + body).not.toContain(sandbox.credentials.apiKey.privateKey);
    }
  });
});
