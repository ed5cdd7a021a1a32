/** The pairs that `digest()` and `serviceAccount()` take: each wrong part is named, and none is repeated. */
import { describe, expect, test } from "vitest";
import { digest, InvalidParameterError, serviceAccount } from "../../src/index.js";
import { thrown } from "../support/fetch.js";
import { ids, keyPair } from "../support/world.js";

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
      message: expect.stringContaining(`${parameter} must be ${expected}; got ${got}`),
    });
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
      message: expect.stringContaining(`${parameter} must be ${expected}; got ${got}`),
    });
    expect((error as Error).message).not.toContain("mdb_sa_sk_");
  });

  test("tells its scheme and whose it is", () => {
    expect(serviceAccount(pair)).toMatchObject({ scheme: "service-account", identity: { clientId: ids.clientId } });
  });
});
