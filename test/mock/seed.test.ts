// Seeds: the random ones are valid and every target in them stands alone; written ones are checked with a place and a rule.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Api, type OperationFacts, operationTable, servers } from "../../generated/client.js";
import { checkSeed, credentialsOf, defaultSeed, type Seed, targetsOf } from "../../src/mock/index.js";

const operations: readonly OperationFacts[] = Object.values(operationTable);

describe("a default seed", () => {
  it("has the number of targets that was asked for, on each API and for each operation, with ids of the document's form", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), (targets) => {
        const found = targetsOf(checkSeed(defaultSeed({ targets })));
        for (const api of Object.keys(servers) as Api[]) {
          for (const { operationId, pathParameters } of operations) {
            const list: readonly Readonly<Record<string, string>>[] = found[api][operationId];
            expect(list).toHaveLength(targets);
            for (const ids of list) {
              expect(Object.keys(ids).sort()).toEqual(pathParameters.map(({ name }) => name).sort());
              for (const { name, pattern } of pathParameters) expect(ids[name]).toMatch(new RegExp(pattern));
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("uses every account and key for one target only, and none that it acts with", () => {
    const seed = defaultSeed({ targets: 5 });
    const all = Object.values(targetsOf(seed)).flatMap((byOperation) => Object.values(byOperation).flat());
    const names = all.map((ids: Readonly<Record<string, string>>) => ids.clientId ?? ids.apiKeyId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain(credentialsOf(seed).clientId);
    expect(names).not.toContain(seed.apiKeys[0]?.id);
  });

  it("is another one each time, and the same one from the same bytes", () => {
    const counting = (): ((length: number) => Uint8Array) => {
      let next = 0;
      return (length) => Uint8Array.from({ length }, () => (next = (next * 31 + 7) % 251));
    };
    expect(defaultSeed()).not.toEqual(defaultSeed());
    expect(defaultSeed({ targets: 0, random: counting() })).toEqual(defaultSeed({ targets: 0, random: counting() }));
  });

  it.each([-1, 1.5, Number.NaN])("is refused with %d targets", (targets) => {
    expect(() => defaultSeed({ targets })).toThrow(/targets must be a whole number/);
  });

  it("survives JSON", () => {
    const seed = defaultSeed();
    expect(checkSeed(JSON.parse(JSON.stringify(seed)))).toEqual(seed);
  });
});

/** A default seed with one thing replaced, at a path such as `serviceAccounts.0.clientId`. */
function broken(path: string, value: unknown): unknown {
  const seed = JSON.parse(JSON.stringify(defaultSeed())) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<Record<string, unknown>>((place, key) => place[key] as Record<string, unknown>, seed);
  holder[last] = value;
  return seed;
}

describe("a seed is refused", () => {
  it.each<[string, unknown, RegExp]>([
    ["organizations", undefined, /^seed\.organizations must be an array/],
    ["organizations.0.id", "A".repeat(24), /^seed\.organizations\[0\]\.id must be 24 lower-case hexadecimal digits/],
    ["organizations.0.api", "ops-manager", /api must be one of cloud-manager, atlas/],
    ["projects.0.orgId", "0".repeat(24), /projects\[0\]\.orgId names no organization/],
    ["projects.0", null, /projects\[0\] must be an object/],
    ["serviceAccounts.0.clientId", "mdb_sa_id_x", /clientId must be mdb_sa_id_ and 24 hexadecimal digits/],
    ["serviceAccounts.0.secrets.0.id", "x", /secrets\[0\]\.id must be/],
    ["serviceAccounts.0.secrets.0.value", "", /secrets\[0\]\.value must be a string that is not empty/],
    ["serviceAccounts.0.secrets.0.expiresAt", "soon", /expiresAt must be an RFC 3339 date and time/],
    ["serviceAccounts.0.secrets", [1, 2, 3], /secrets must be at most two/],
    ["serviceAccounts.0.secret", "x", /serviceAccounts\[0\]\.secret is unknown; known are clientId, secrets/],
    ["serviceAccounts.0.roles", { ["0".repeat(24)]: [] }, /names neither an organization nor a project/],
    ["serviceAccounts.0.roles", ["Project Owner"], /roles must be an object/],
    ["serviceAccounts.0.accessList", ["localhost"], /neither an IP address nor a CIDR block/],
    ["apiKeys.0.accessList", ["10.0.0.0/33"], /neither an IP address nor a CIDR block/],
    ["apiKeys.0.privateKey", 5, /privateKey must be a string/],
    ["retiredVersions", ["2024"], /retiredVersions\[0\] must be a date/],
    ["extra", 1, /^seed\.extra is unknown/],
  ])("with %s = %j", (path, value, message) => {
    expect(() => checkSeed(broken(path, value))).toThrow(message);
  });

  it("with two keys of the same public key", () => {
    const seed = defaultSeed();
    const [one, two, ...others] = seed.apiKeys;
    if (one === undefined || two === undefined) throw new Error("the default seed has too few API keys");
    const twice = { ...seed, apiKeys: [one, { ...two, publicKey: one.publicKey }, ...others] };
    expect(() => checkSeed(twice)).toThrow(/apiKeys\[1\]\.publicKey is not unique/);
  });

  it("with an id that stands twice", () => {
    const seed = defaultSeed();
    const [first, ...others] = seed.serviceAccounts;
    if (first === undefined) throw new Error("the default seed has no service account");
    expect(() => checkSeed({ ...seed, serviceAccounts: [first, ...others, first] })).toThrow(
      /is not unique: mdb_sa_id_/,
    );
  });

  it("without repeating a secret's value or a private key", () => {
    const seed = broken("serviceAccounts.0.secrets.0", { id: "x", value: "mdb_sa_sk_confidential" });
    expect(() => checkSeed(seed)).not.toThrow(/confidential/);
  });

  it.each([null, [], "seed", 5])("when it is %j", (value) => {
    expect(() => checkSeed(value)).toThrow(/^seed must be an object/);
  });
});

describe("credentialsOf", () => {
  it.each<[string, Partial<Seed>, RegExp]>([
    ["without an API key", { apiKeys: [] }, /no API key/],
    ["without a service account", { serviceAccounts: [] }, /first service account must have a secret/],
  ])("refuses a seed %s", (_, change, message) => {
    expect(() => credentialsOf({ ...defaultSeed(), ...change })).toThrow(message);
  });
});
