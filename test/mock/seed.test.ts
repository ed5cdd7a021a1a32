// Seeds: the random ones are valid and every target in them stands alone; written ones are refused with a place and a rule.
import { describe, expect, it } from "vitest";
import { type Api, type OperationFacts, operationTable, servers } from "../../generated/client.js";
import { createMock, defaultSeed, type Seed } from "../../src/mock/index.js";

const operations: readonly OperationFacts[] = Object.values(operationTable);

describe("a default seed", () => {
  it.each([0, 1, 7])("has %i targets on each API and for each operation, with ids of the document's form", (count) => {
    const { targets } = createMock({ seed: defaultSeed({ targets: count }) });
    for (const api of Object.keys(servers) as Api[]) {
      for (const { operationId, pathParameters } of operations) {
        const list: readonly Readonly<Record<string, string>>[] = targets[api][operationId];
        expect(list).toHaveLength(count);
        for (const ids of list) {
          expect(Object.keys(ids).sort()).toEqual(pathParameters.map(({ name }) => name).sort());
          for (const { name, pattern } of pathParameters) expect(ids[name]).toMatch(new RegExp(pattern));
        }
      }
    }
  });

  it("uses every account and key for one target only, and none that it acts with", () => {
    const { targets, credentials } = createMock({ seed: defaultSeed({ targets: 5 }) });
    const all = Object.values(targets).flatMap((byOperation) => Object.values(byOperation).flat());
    const names = all.map((ids: Readonly<Record<string, string>>) => ids.clientId ?? ids.apiKeyId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain(credentials.serviceAccount.clientId);
    expect(names).not.toContain(credentials.apiKey.apiKeyId);
  });

  it("is another one each time, and survives JSON", () => {
    expect(defaultSeed()).not.toEqual(defaultSeed());
    const seed = defaultSeed();
    expect(createMock({ seed: JSON.parse(JSON.stringify(seed)) }).targets).toEqual(createMock({ seed }).targets);
  });

  it("is not changed by what happens to the server", () => {
    const seed = defaultSeed();
    const copy = structuredClone(seed);
    createMock({ seed }).state.reset();
    expect(seed).toEqual(copy);
  });

  it.each([
    [{ targets: -1 }, /targets must be a number/],
    [{ targets: 1.5 }, /targets must be a number/],
    [{ target: 1 } as object, /unknown option "target"/],
  ])("is refused with %j", (options, message) => {
    expect(() => defaultSeed(options)).toThrow(message);
  });
});

/** A default seed with one thing replaced, at a path such as `serviceAccounts.0.clientId`. */
function broken(path: string, value: unknown): Seed {
  const seed = JSON.parse(JSON.stringify(defaultSeed())) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<Record<string, unknown>>((place, key) => place[key] as Record<string, unknown>, seed);
  holder[last] = value;
  return seed as unknown as Seed;
}

describe("a seed is refused", () => {
  it.each<[string, unknown, RegExp]>([
    ["organizations", undefined, /^seed\.organizations must be an array/],
    ["organizations.0.id", "A".repeat(24), /^seed\.organizations\[0\]\.id must be 24 lower-case hexadecimal digits/],
    ["organizations.0.api", "ops-manager", /api must be one of cloud-manager, atlas/],
    ["projects.0.orgId", "0".repeat(24), /project \w+ names no organization/],
    ["projects.0", null, /projects\[0\] must be an object/],
    ["serviceAccounts.0.clientId", "mdb_sa_id_x", /clientId must be mdb_sa_id_ and 24 hexadecimal digits/],
    ["serviceAccounts.0.secrets", undefined, /serviceAccounts\[0\]\.secrets is missing/],
    ["serviceAccounts.0.secrets.0.id", "x", /secrets\[0\]\.id must be/],
    ["serviceAccounts.0.secrets.0.value", "", /value must be a text that is not empty/],
    ["serviceAccounts.0.secrets.0.value", "a\nb", /value must be a text .* without control characters/],
    ["serviceAccounts.0.secrets.0.expiresAt", "soon", /expiresAt must be an RFC 3339 date and time/],
    ["serviceAccounts.0.secret", "x", /unknown option "secret"; known are clientId, secrets/],
    ["serviceAccounts.0.roles", { ["0".repeat(24)]: [] }, /no organization or project of this seed/],
    ["apiKeys.0.privateKey", "a\u001b[2J", /privateKey must be a text .* without control characters/],
    ["apiKeys.0.accessList", [], /unknown option "accessList"/],
    ["extra", 1, /unknown option "extra"/],
    ["apiKeys", [], /no API key to act with/],
    ["serviceAccounts", [], /first service account must have a secret/],
  ])("with %s = %j", (path, value, message) => {
    expect(() => createMock({ seed: broken(path, value) })).toThrow(message);
  });

  it("with an id or a public key that stands twice", () => {
    const seed = defaultSeed();
    const twice = (key: object): Seed => ({
      ...seed,
      apiKeys: [...seed.apiKeys, { ...seed.apiKeys[1], ...key }] as never,
    });
    for (const other of [{ id: "a".repeat(24) }, { publicKey: "another" }]) {
      expect(() => createMock({ seed: twice(other) })).toThrow(/stands twice/);
    }
  });

  it("without repeating a secret's value or a private key", () => {
    const seed = broken("serviceAccounts.0.secrets.0", { id: "x", value: "mdb_sa_sk_confidential" });
    expect(() => createMock({ seed })).not.toThrow(/confidential/);
  });

  it.each([null, [], "seed", 5])("when it is %j", (seed) => {
    expect(() => createMock({ seed: seed as unknown as Seed })).toThrow(/^seed/);
  });
});
