/** No wrong target: whatever ids a caller brings, only the operation that was meant can leave. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { servers } from "../../generated/client.js";
import { createClient, InvalidParameterError, type RevokeClient } from "../../src/index.js";
import { always, gone204, rejection } from "../support/fetch.js";
import { addresses } from "../support/http.js";
import {
  bearer,
  clientOf,
  ids,
  orgSecret,
  origin,
  projectAccount,
  projectKey,
  projectSecret,
} from "../support/world.js";

describe.each(["cloud-manager", "atlas"] as const)("on %s", (api) => {
  test.each([
    [
      "deleteOrgServiceAccountSecret",
      (c: RevokeClient) => c.deleteOrgServiceAccountSecret(orgSecret),
      `/orgs/${ids.orgId}/serviceAccounts/${ids.clientId}/secrets/${ids.secretId}`,
      "2024-08-05",
    ],
    [
      "deleteGroupServiceAccountSecret",
      (c: RevokeClient) => c.deleteGroupServiceAccountSecret(projectSecret),
      `/groups/${ids.groupId}/serviceAccounts/${ids.clientId}/secrets/${ids.secretId}`,
      "2024-08-05",
    ],
    [
      "unassignGroupServiceAccount",
      (c: RevokeClient) => c.unassignGroupServiceAccount(projectAccount),
      `/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`,
      "2024-08-05",
    ],
    [
      "unassignGroupApiKey",
      (c: RevokeClient) => c.unassignGroupApiKey(projectKey),
      `/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`,
      "2023-01-01",
    ],
  ] as const)(
    "%s sends one DELETE to its own address, and no other header than its own",
    async (_, call, path, version) => {
      const server = always(gone204);
      await call(clientOf(server, { api, userAgent: "me/1" }));
      const [sent] = server.sent;
      expect(server.sent.length).toBe(1);
      expect(sent).toMatchObject({ method: "DELETE", url: addresses[api] + path, body: "" });
      expect(Object.fromEntries(sent?.headers ?? [])).toEqual({
        accept: api === "atlas" ? `application/vnd.atlas.${version}+json` : "application/json",
        authorization: "Bearer test-token-0123456789",
        "user-agent": "me/1",
      });
      expect(sent?.init).toMatchObject({ redirect: "manual", credentials: "omit" });
      expect("body" in (sent?.init ?? {})).toBe(false);
    },
  );
});

test("envelope and pretty are sent when asked for, and only then", async () => {
  const server = always(gone204);
  const client = clientOf(server);
  for (const options of [
    undefined,
    {},
    { envelope: false, pretty: false },
    { envelope: true },
    { pretty: true },
    { envelope: true, pretty: true },
  ]) {
    await client.unassignGroupApiKey(projectKey, options);
  }
  expect(server.sent.map(({ url }) => new URL(url).search)).toEqual([
    "",
    "",
    "",
    "?envelope=true",
    "?pretty=true",
    "?envelope=true&pretty=true",
  ]);
});

test("the default server is MongoDB Cloud's, and the default user agent names this package", async () => {
  for (const api of ["cloud-manager", "atlas"] as const) {
    const server = always(gone204);
    await createClient({ api, auth: bearer, fetch: server.fetch }).unassignGroupApiKey(projectKey);
    expect(server.sent[0]?.url.startsWith(`https://cloud.mongodb.com${servers[api].basePath}/groups/`)).toBe(true);
    expect(server.sent[0]?.headers.get("user-agent")).toMatch(/^mongodb-cloud-revoke\/\d+\.\d+\.\d+/);
  }
});

/** Any UTF-16 unit: control characters, halves of pairs and all. */
const anyUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

describe("an id", () => {
  const hex = "0123456789abcdef01234567";
  test.each([
    ["", "an empty string"],
    [".", "a string of 1 character with characters of a path"],
    ["..", "a string of 2 characters with characters of a path"],
    [`${hex}/`, "a string of 25 characters with characters of a path"],
    [`${hex}\n`, "a string of 25 characters with white space"],
    [`${hex.slice(1)}`, "a string of 23 characters"],
    [`${hex}0`, "a string of 25 characters"],
    [hex.toUpperCase(), "upper-case letters"],
    [`${hex.slice(1)}g`, "a string of 24 characters"],
    [`${hex.slice(1)}\u0660`, "a string of 24 characters"],
    [`${hex}\0`, "a string of 25 characters"],
    [`${hex}?envelope=true`, "characters of a path"],
    ["mdb_sa_sk_secret", "what looks like a secret's value (it is not repeated here; pass the secret's id)"],
    ["x mdb_sa_sk_secret y", "what looks like a secret's value"],
    ["0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "what looks like an API key's private key (it is not repeated here"],
    ["'0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9'", "what looks like an API key's private key"],
    ["abcdefgh", "what looks like an API key's public key (pass the key's id)"],
    [ids.clientId, "what looks like a service account's client id"],
    [undefined, "undefined"],
    [null, "null"],
    [5, "a number"],
    [Number.NaN, "NaN"],
    [[hex], "an array"],
    [new String(hex), "an object"],
    [{ toString: () => hex }, "an object"],
    [Symbol("x"), "a symbol"],
  ])("of the form %j is refused before a URL exists, and not repeated", async (value, got) => {
    const server = always(gone204);
    for (const name of ["groupId", "apiKeyId"] as const) {
      const error = await rejection(clientOf(server).unassignGroupApiKey({ ...projectKey, [name]: value } as never));
      expect(error).toBeInstanceOf(InvalidParameterError);
      expect(error).toMatchObject({
        code: "INVALID_PARAMETER",
        parameter: name,
        expected: "24 lower-case hexadecimal digits",
        outcome: "not-sent",
        operationId: "unassignGroupApiKey",
        attempts: 0,
        requests: 0,
      });
      expect((error as Error).message).toContain(got);
      expect((error as Error).message).toMatch(
        /^\w+ must be 24 lower-case hexadecimal digits; got .*\. No authorized DELETE was sent; the credential is unchanged\.( If that is a live secret, .*)?$/,
      );
    }
    expect(server.sent).toEqual([]);
  });

  test.each(["mdb_sa_id_", `mdb_sa_id_${hex}0`, hex, `MDB_SA_ID_${hex}`, `xmdb_sa_id_${hex}`])(
    "of a service account is not %s",
    async (clientId) => {
      const error = await rejection(
        clientOf(always(gone204)).unassignGroupServiceAccount({ ...projectAccount, clientId }),
      );
      expect(error).toMatchObject({ parameter: "clientId", expected: "mdb_sa_id_ and 24 hexadecimal digits" });
    },
  );

  test.each([
    ["one too many", { ...projectKey, orgId: ids.orgId }, 'the key "orgId"'],
    [
      "one that may be a secret",
      { ...projectKey, "mdb_sa_sk_x-1": 1 },
      "a key that is what looks like a secret's value",
    ],
    ["no object", "x", "a string of 1 character"],
    ["null", null, "null"],
    ["undefined", undefined, "undefined"],
    ["a function", () => projectKey, "a function"],
  ])("object with %s is refused by name", async (_, given, got) => {
    const error = await rejection(clientOf(always(gone204)).unassignGroupApiKey(given as never));
    expect(error).toMatchObject({
      parameter: "ids",
      message: expect.stringContaining(`an object with groupId, apiKeyId`),
      operationId: "unassignGroupApiKey",
    });
    expect((error as Error).message).toContain(got);
  });

  test("that is missing, or only inherited, is named", async () => {
    const inherited = Object.create({ apiKeyId: ids.apiKeyId });
    for (const given of [{ groupId: ids.groupId }, Object.assign(inherited, { groupId: ids.groupId }), []]) {
      await expect(rejection(clientOf(always(gone204)).unassignGroupApiKey(given as never))).resolves.toMatchObject({
        parameter: Array.isArray(given) ? "groupId" : "apiKeyId",
      });
    }
  });

  test("that changes after it was checked is not the one that is sent", async () => {
    const server = always(gone204);
    let reads = 0;
    const target = {
      groupId: ids.groupId,
      get apiKeyId() {
        reads += 1;
        return reads === 1 ? ids.apiKeyId : "../../orgs";
      },
    };
    const call = clientOf(server).unassignGroupApiKey(target);
    const { ids: revoked } = await call;
    expect(revoked).toEqual(projectKey);
    expect(server.sent[0]?.url).toBe(`${origin}/api/atlas/v2/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`);
  });

  test("of any text at all sends to its own operation's address or nothing", async () => {
    const id = fc.oneof(
      fc.constantFrom(hex, ids.clientId, ids.groupId, "..", ".", "", "a/b", "%2F", "serviceAccounts", "apiKeys"),
      fc.string({ unit: anyUnit, maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 23, maxLength: 25 }),
    );
    await fc.assert(
      fc.asyncProperty(id, id, id, async (groupId, clientId, secretId) => {
        const server = always(gone204);
        const sent = await clientOf(server)
          .deleteGroupServiceAccountSecret({ groupId, clientId, secretId })
          .then(
            () => true,
            () => false,
          );
        const pattern =
          /^https:\/\/api\.invalid\/api\/atlas\/v2\/groups\/[0-9a-f]{24}\/serviceAccounts\/mdb_sa_id_[0-9a-fA-F]{24}\/secrets\/[0-9a-f]{24}$/;
        expect(server.sent.map(({ url }) => pattern.test(url))).toEqual(sent ? [true] : []);
      }),
      { numRuns: 100 },
    );
  });
});
