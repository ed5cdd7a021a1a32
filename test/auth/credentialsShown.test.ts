/** What each of the two kinds of credentials takes out of a text, and how digest explains a challenge it can't answer. */
import { describe, expect, test } from "vitest";
import { digest, serviceAccount } from "../../src/index.js";
import { fieldsOf } from "../support/digest.js";
import { respond, apiError, gone204, rejection, script } from "../support/fetch.js";
import { clientOf, ids, keyPair, orgSecret } from "../support/world.js";

test("digest takes out its private key and whatever may be a hash made with it", () => {
  const { redact } = digest(keyPair);
  expect(redact?.(`key ${keyPair.privateKey}, hash ${"0f".repeat(16)}.`)).toBe("key [redacted], hash [redacted].");
});

test("a service account takes out its secret in each form in which it leaves", () => {
  const clientSecret = "mdb_sa_sk_a+b/c%";
  const { redact } = serviceAccount({ clientId: ids.clientId, clientSecret });
  const encoded = encodeURIComponent(clientSecret);
  const pair = btoa(`${ids.clientId}:${encoded}`);
  expect(redact?.(`${clientSecret}, ${encoded}, ${pair}.`)).toBe("[redacted], [redacted], [redacted].");
});

test("a credential of six characters is taken out of the server's words, and a shorter one is no secret", async () => {
  for (const [token, shown] of [
    ["abcdef", "[redacted]"],
    ["abcde", "abcde"],
  ]) {
    const auth = { scheme: "own", authorize: () => `Bearer ${token}` };
    const client = clientOf(script(apiError(400, "X", { detail: `at ${token} there` })), { auth });
    const error = await rejection(client.deleteOrgServiceAccountSecret(orgSecret));
    expect(error).toMatchObject({ detail: `at ${shown} there` });
  }
});

const challenge = (value: string) => respond(401, undefined, { "www-authenticate": value });

describe("digest", () => {
  test.each([
    ['nextnonce="second"', "second", "00000001"],
    ['qop=auth, nextnonce="second", nc=00000001', "second", "00000001"],
    ['nextnonce=""', "first", "00000002"],
    ["qop=auth", "first", "00000002"],
  ])("after Authentication-Info %s the next request has nonce %s and count %s", async (info, nonce, nc) => {
    const told = respond(204, undefined, { "authentication-info": info });
    const server = script(challenge('Digest realm="r", nonce="first", qop="auth"'), told, gone204);
    const client = clientOf(server, { auth: digest(keyPair) });
    await client.deleteOrgServiceAccountSecret(orgSecret);
    await client.deleteOrgServiceAccountSecret(orgSecret);
    const fields = fieldsOf(server.sent[2]?.headers.get("authorization") ?? "");
    expect([fields.get("nonce"), fields.get("nc")]).toEqual([nonce, nc]);
  });

  test.each([
    ['Basic realm="r"', ["the server offers basic, not Digest"], ["malformed"]],
    ['Digest realm="r", nonce="n", algorithm=X', ["asks for algorithm"], ["malformed", "offers"]],
    ['Basic realm="r', ["the challenge is malformed"], ["offers"]],
    ['Digest realm="r", nonce="n', ["the challenge is malformed"], ["offers"]],
  ])("explains the challenge %s by what is wrong with it, and nothing else", async (value, said, unsaid) => {
    const client = clientOf(script(challenge(value)), { auth: digest(keyPair) });
    const { message } = (await rejection(client.deleteOrgServiceAccountSecret(orgSecret))) as Error;
    for (const words of said) expect(message).toContain(words);
    for (const words of unsaid) expect(message).not.toContain(words);
  });
});

test("a base URL over plain http must name loopback as a whole", () => {
  for (const host of ["notlocalhost", "evil127.0.0.1", "localhost.evil.invalid"])
    expect(() => clientOf(script(), { baseUrl: `http://${host}` })).toThrow(/^baseUrl must be /);
});

test("client.http believes an empty 200 in chunks only where no envelope was asked for", async () => {
  const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
  const call = (query: { envelope?: boolean }) =>
    clientOf(script(respond(200, "", headers))).http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", {
      params: { path: { groupId: ids.groupId, apiKeyId: ids.apiKeyId }, query },
    });
  await expect(call({}).then(({ response }) => response.ok)).resolves.toBe(true);
  await expect(call({ envelope: false }).then(({ response }) => response.ok)).resolves.toBe(true);
  await expect(rejection(call({ envelope: true }))).resolves.toMatchObject({ outcome: "unknown" });
});
