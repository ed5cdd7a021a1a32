/** No wrong target: whatever ids a caller brings, only the operation that was meant can leave. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { servers } from "../../generated/client.js";
import { createClient, InvalidParameterError, type RevokeClient } from "../../src/index.js";
import { always, gone204, rejection } from "../support/fetch.js";
import { addresses } from "../support/http.js";
import { bearer, clientOf, ids, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

type Row = [operation: string, call: (c: RevokeClient) => Promise<unknown>, path: string, version: string];
const { orgId, groupId, clientId, secretId, apiKeyId } = ids;
const ofOrganization = `/orgs/${orgId}/serviceAccounts/${clientId}/secrets/${secretId}`;
const ofProject = `/groups/${groupId}/serviceAccounts/${clientId}`;
const operations: Row[] = [
  ["deleteOrgServiceAccountSecret", (c) => c.deleteOrgServiceAccountSecret(orgSecret), ofOrganization, "2024-08-05"],
  [
    "deleteGroupServiceAccountSecret",
    (c) => c.deleteGroupServiceAccountSecret(projectSecret),
    `${ofProject}/secrets/${secretId}`,
    "2024-08-05",
  ],
  ["unassignGroupServiceAccount", (c) => c.unassignGroupServiceAccount(projectAccount), ofProject, "2024-08-05"],
  [
    "unassignGroupApiKey",
    (c) => c.unassignGroupApiKey(projectKey),
    `/groups/${groupId}/apiKeys/${apiKeyId}`,
    "2023-01-01",
  ],
];
test.each(operations)(
  "%s sends one DELETE to its own address, and no header but its own",
  async (_, call, path, version) => {
    for (const api of ["cloud-manager", "atlas"] as const) {
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
    }
  },
);

test("envelope and pretty are sent when asked for, and only then", async () => {
  const server = always(gone204);
  const given = [
    undefined,
    {},
    { envelope: false, pretty: false },
    { envelope: true },
    { envelope: true, pretty: true },
  ];
  for (const options of given) await clientOf(server).unassignGroupApiKey(projectKey, options);
  const queries = server.sent.map(({ url }) => new URL(url).search);
  expect(queries).toEqual(["", "", "", "?envelope=true", "?envelope=true&pretty=true"]);
});

test("the default server is MongoDB Cloud's, and the default user agent names this package", async () => {
  for (const api of ["cloud-manager", "atlas"] as const) {
    const server = always(gone204);
    await createClient({ api, auth: bearer, fetch: server.fetch }).unassignGroupApiKey(projectKey);
    expect(server.sent[0]?.url.startsWith(`https://cloud.mongodb.com${servers[api].basePath}/groups/`)).toBe(true);
    expect(server.sent[0]?.headers.get("user-agent")).toMatch(/^mongodb-cloud-revoke\/\d+\.\d+\.\d+/);
  }
});

describe("an id", () => {
  const hex = "0123456789abcdef01234567";
  const uuid = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
  test.each([
    ["", "an empty string"],
    ["..", "a string of 2 characters with characters of a path"],
    [`${hex}/`, "a string of 25 characters with characters of a path"],
    [`${hex}\n`, "a string of 25 characters with white space"],
    [`${hex.slice(1)}`, "a string of 23 characters"],
    [hex.toUpperCase(), "upper-case letters"],
    [`${hex.slice(1)}g`, "a string of 24 characters"],
    [`${hex.slice(1)}\u0660`, "a string of 24 characters"],
    [`${hex}\0`, "a string of 25 characters"],
    [`${hex}?envelope=true`, "characters of a path"],
    ["x mdb_sa_sk_secret y", "what looks like a secret's value (it is not repeated here; pass the secret's id)"],
    [uuid, "what looks like an API key's private key (it is not repeated here; pass the key's id)"],
    [`'${uuid.toUpperCase()}'`, "what looks like an API key's private key"],
    ["abcdefgh", "what looks like an API key's public key (pass the key's id)"],
    [clientId, "what looks like a service account's client id"],
    [undefined, "undefined"],
    [5, "a number"],
    [[hex], "an array"],
    [new String(hex), "an object"],
    [{ toString: () => hex }, "an object"],
    [Symbol("x"), "a symbol"],
  ])("of the form %j is refused before a URL exists, and not repeated", async (value, got) => {
    const server = always(gone204);
    for (const parameter of ["groupId", "apiKeyId"] as const) {
      const given = { ...projectKey, [parameter]: value } as never;
      const error = await rejection(clientOf(server).unassignGroupApiKey(given));
      expect(error).toBeInstanceOf(InvalidParameterError);
      const expected = "24 lower-case hexadecimal digits";
      const facts = { outcome: "not-sent", operationId: "unassignGroupApiKey", attempts: 0, requests: 0 };
      expect(error).toMatchObject({ ...facts, parameter, expected, reason: expect.stringContaining(got) });
      const warned = (error as InvalidParameterError).nextStep?.includes("live secret") ?? false;
      expect(warned).toBe(/secret's value|private key/.test(got));
    }
    expect(server.sent).toEqual([]);
  });

  test.each(["mdb_sa_id_", `mdb_sa_id_${hex}0`, hex, `MDB_SA_ID_${hex}`, `xmdb_sa_id_${hex}`])(
    "of a service account is not %s",
    async (wrong) => {
      const call = clientOf(always(gone204)).unassignGroupServiceAccount({ ...projectAccount, clientId: wrong });
      const expected = "mdb_sa_id_ and 24 hexadecimal digits";
      expect(await rejection(call)).toMatchObject({ parameter: "clientId", expected });
    },
  );

  test.each([
    ["ids", { ...projectKey, orgId }, 'the key "orgId"'],
    ["ids", { ...projectKey, "mdb_sa_sk_x-1": 1 }, "a key that is what looks like a secret's value"],
    ["ids", "x", "an object with groupId, apiKeyId; got a string of 1 character"],
    ["ids", null, "null"],
    ["ids", () => projectKey, "a function"],
    ["groupId", [], "undefined"],
    ["apiKeyId", { groupId }, "undefined"],
    ["apiKeyId", Object.assign(Object.create({ apiKeyId }), { groupId }), "undefined"],
  ])("that is missing, too much or inherited is named: %s in %j", async (parameter, given, got) => {
    const error = await rejection(clientOf(always(gone204)).unassignGroupApiKey(given as never));
    expect(error).toMatchObject({
      parameter,
      reason: expect.stringContaining(got),
      operationId: "unassignGroupApiKey",
    });
  });

  test("that changes after it was checked is not the one that is sent", async () => {
    const server = always(gone204);
    let reads = 0;
    const target = {
      groupId,
      get apiKeyId() {
        reads += 1;
        return reads === 1 ? apiKeyId : "../../orgs";
      },
    };
    await expect(clientOf(server).unassignGroupApiKey(target)).resolves.toMatchObject({ ids: projectKey });
    expect(server.sent[0]?.url).toBe(`${addresses.atlas}/groups/${groupId}/apiKeys/${apiKeyId}`);
  });

  test("of any text at all sends to its own operation's address or nothing", async () => {
    // Any UTF-16 unit: control characters, halves of pairs and all.
    const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));
    const id = fc.oneof(
      fc.constantFrom(hex, clientId, groupId, "..", ".", "", "a/b", "%2F", "serviceAccounts", "apiKeys"),
      fc.string({ unit, maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 23, maxLength: 25 }),
    );
    const own = /\/v2\/groups\/[0-9a-f]{24}\/serviceAccounts\/mdb_sa_id_[0-9a-fA-F]{24}\/secrets\/[0-9a-f]{24}$/;
    const holds = async (one: string, two: string, three: string) => {
      const server = always(gone204);
      const call = clientOf(server).deleteGroupServiceAccountSecret({ groupId: one, clientId: two, secretId: three });
      const sent = await call.then(
        () => true,
        () => false,
      );
      expect(server.sent.map(({ url }) => own.test(url))).toEqual(sent ? [true] : []);
    };
    await fc.assert(fc.asyncProperty(id, id, id, holds), { numRuns: 100 });
  });
});
