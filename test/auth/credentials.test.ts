/** The pairs that `digest()` and `serviceAccount()` take: each wrong part is named, none is repeated, and both are redacted. */
import { describe, expect, test } from "vitest";
import { digest, InvalidParameterError, serviceAccount } from "../../src/index.js";
import { always, apiError, rejection, type Step, script, thrown } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { bearer, clientOf, ids, keyPair, orgSecret, projectAccount, projectKey } from "../support/world.js";

/** 204 with credentials, and a challenge without. */
const authorized204: Step = ({ headers }) =>
  headers.has("authorization")
    ? new Response(null, { status: 204 })
    : new Response(null, { status: 401, headers: { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' } });

describe("digest", () => {
  test.each([
    ["digest", undefined, "an object with publicKey and privateKey", "undefined"],
    [
      "digest",
      { ...keyPair, privatekey: "x" },
      "an object with no other keys than publicKey, privateKey, apiKeyId",
      'the key "privatekey"',
    ],
    ...[undefined, "", "a:b", "a b", "ä", "a\n", 5].map(
      (publicKey) => ["publicKey", { ...keyPair, publicKey }, "printable ASCII without spaces or colons", ""] as const,
    ),
    ...[undefined, "", "a\nb", "\ud800", 5].map(
      (privateKey) =>
        ["privateKey", { ...keyPair, privateKey }, "a non-empty string without control characters", ""] as const,
    ),
    ...["", "ABC", ids.apiKeyId.toUpperCase(), null, 5].map(
      (apiKeyId) => ["apiKeyId", { ...keyPair, apiKeyId }, "24 lower-case hexadecimal digits", ""] as const,
    ),
  ] as const)("names %s in %j", (parameter, credentials, expected, got) => {
    const error = thrown(() => digest(credentials as never));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({
      parameter,
      reason: expect.stringContaining(`must be ${expected}; got ${got}`),
    });
  });

  test("redacts its private key, and whatever may be a hash made with it", () => {
    const { redact } = digest(keyPair);
    const text = `key ${keyPair.privateKey}, hash ${"0f".repeat(16)}.`;
    expect(redact?.(text)).toBe("key [redacted], hash [redacted].");
  });

  test("takes every printable key, any password, and no id", () => {
    expect(digest({ publicKey: "!\"#$%&'()*+,-./0189;<=>?@AZ[]^_`az{|}~", privateKey: ": ä😀" }).identity).toEqual({
      apiKeyId: undefined,
    });
    expect(digest({ ...keyPair, apiKeyId: ids.apiKeyId }).identity).toEqual({ apiKeyId: ids.apiKeyId });
  });
});

describe("serviceAccount", () => {
  const pair = { clientId: ids.clientId, clientSecret: "mdb_sa_sk_x" };
  test.each([
    ["serviceAccount", null, "an object with clientId and clientSecret", "null"],
    [
      "serviceAccount",
      { ...pair, clientID: "x" },
      "an object with no other keys than clientId, clientSecret",
      'the key "clientID"',
    ],
    ...[undefined, "", "a\nb", "\udfff", "mdb_sa_sk_x", 5].map(
      (clientId) => ["clientId", { ...pair, clientId }, "the service account's client id, mdb_sa_id_…", ""] as const,
    ),
    ...[undefined, "", "a\u0085b", "\ud800x", 5].map(
      (clientSecret) =>
        [
          "clientSecret",
          { ...pair, clientSecret },
          "the secret's value, a non-empty string without control characters",
          "",
        ] as const,
    ),
  ] as const)("names %s in %j", (parameter, credentials, expected, got) => {
    const error = thrown(() => serviceAccount(credentials as never));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({
      parameter,
      reason: expect.stringContaining(`must be ${expected}; got ${got}`),
    });
    expect((error as Error).message).not.toContain("mdb_sa_sk_");
  });

  test("redacts its secret in each form in which it leaves", () => {
    const clientSecret = "mdb_sa_sk_a+b/c%";
    const { redact } = serviceAccount({ clientId: ids.clientId, clientSecret });
    const encoded = encodeURIComponent(clientSecret);
    const inBase64 = btoa(`${ids.clientId}:${encoded}`);
    expect(redact?.(`${clientSecret}, ${encoded}, ${inBase64}.`)).toBe("[redacted], [redacted], [redacted].");
  });

  test("has a scheme and an identity", () => {
    expect(serviceAccount(pair)).toMatchObject({ scheme: "service-account", identity: { clientId: ids.clientId } });
  });
});

test.each([
  ["abcdef", "[redacted]"],
  ["abcde", "abcde"],
  ["abcDEF+ghi/jkl==", "[redacted]"],
])(
  "the credential %s in a server's text is shown as %s: shorter than six characters it is not a secret",
  async (token, shown) => {
    const auth = { scheme: "own", authorize: () => `Bearer ${token}` };
    const detail = `at ${token} there, encoded ${encodeURIComponent(token)}`;
    const client = clientOf(script(apiError(400, "X", { detail })), { auth });
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({ detail: `at ${shown} there, encoded ${shown}` });
  },
);

test.each([
  ["digest", digest({ ...keyPair, apiKeyId: ids.apiKeyId }), { ...projectKey, apiKeyId: "0".repeat(24) }],
  ["bearer", { ...bearer, identity: { apiKeyId: ids.apiKeyId } }, { ...projectKey, apiKeyId: "0".repeat(24) }],
] as const)(
  "a call that targets the key in use carries a warning, and no other call does: %s",
  async (_, auth, other) => {
    const client = clientOf(always(authorized204), { auth });
    const belongs = [expect.stringContaining("belongs to the very credential that made this call")];
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ warnings: belongs });
    await expect(client.unassignGroupApiKey(other)).resolves.toMatchObject({ warnings: [] });
  },
);

test("a call that targets the account in use carries a warning, for the account and for its secrets", async () => {
  const client = clientOf(serverOf(), { api: "cloud-manager", ...auth() });
  const belongs = [expect.stringContaining("belongs to the very credential that made this call")];
  await expect(client.unassignGroupServiceAccount(projectAccount)).resolves.toMatchObject({ warnings: belongs });
  await expect(client.deleteOrgServiceAccountSecret(orgSecret)).resolves.toMatchObject({ warnings: belongs });
  const other = { ...projectAccount, clientId: `mdb_sa_id_${"0".repeat(24)}` };
  await expect(client.unassignGroupServiceAccount(other)).resolves.toMatchObject({ warnings: [] });
});
