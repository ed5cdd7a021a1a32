/** Digest over many calls: how many requests they cost, which nonce each uses, and with which count. */
import { describe, expect, test } from "vitest";
import { AuthenticationError, digest } from "../../src/index.js";
import { digestServer, fieldsOf } from "../support/digest.js";
import { always, gate, gone204, rejection, respond, type Server, type Step, script } from "../support/fetch.js";
import { clientOf, keyPair, observedClientOf, orgSecret, projectKey } from "../support/world.js";

const withDigest = () => ({ auth: digest(keyPair) });
const challenge = (value: string): Step => respond(401, undefined, { "www-authenticate": value });
const fresh = (nonce: string, stale = false) =>
  challenge(`Digest realm="r", nonce="${nonce}", qop="auth", stale=${stale}`);
const confirmed = (info: string): Step => respond(204, undefined, { "authentication-info": info });
/** `nonce/count` of each request that carried credentials. */
const uses = ({ sent }: Server) =>
  sent.flatMap(({ headers }) => {
    const fields = fieldsOf(headers.get("authorization") ?? "");
    return fields.has("nonce") ? [`${fields.get("nonce")}/${Number.parseInt(fields.get("nc") ?? "", 16)}`] : [];
  });

test.each(["MD5", "SHA-256"] as const)(
  "with %s the first call costs two requests and one attempt, the second one",
  async (algorithm) => {
    const server = digestServer({ ...keyPair, algorithm });
    const { client, events } = observedClientOf(server, withDigest());
    const first = client.unassignGroupApiKey(projectKey, { envelope: true, pretty: true });
    await expect(first).resolves.toMatchObject({ outcome: "unassigned", attempts: 1, requests: 2 });
    await expect(client.deleteOrgServiceAccountSecret(orgSecret)).resolves.toMatchObject({ requests: 1 });
    expect(server.complaints).toEqual([]);
    const operationId = "unassignGroupApiKey";
    const challenged = { type: "challenge", scheme: "digest", api: "atlas", operationId, call: 1 };
    expect(events.filter(({ type }) => type === "challenge")).toEqual([challenged]);
  },
);

test("5,000 deletes one after the other cost 5,001 requests, with a count of eight hexadecimal digits", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, withDigest());
  for (let count = 0; count < 5_000; count += 1) await client.unassignGroupApiKey(projectKey);
  expect([server.sent.length, server.complaints]).toEqual([5_001, []]);
  const counts = server.sent.slice(1).map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("nc"));
  expect([counts[0], counts[9], counts.at(-1)]).toEqual(["00000001", "0000000a", "00001388"]);
});

test("each nonce that the server retires costs one more request, and has a cnonce of its own", async () => {
  const server = digestServer({ ...keyPair, usesPerNonce: 100 });
  const client = clientOf(server, withDigest());
  for (let count = 0; count < 400; count += 1) await client.unassignGroupApiKey(projectKey);
  expect([server.sent.length, server.complaints]).toEqual([401 + 3, Array(3).fill("stale")]);
  const cnonces = server.sent.map(({ headers }) => fieldsOf(headers.get("authorization") ?? "").get("cnonce"));
  expect(new Set(cnonces.slice(1)).size).toBe(4);
});

describe("50 parallel deletes", () => {
  const many = (client: ReturnType<typeof clientOf>) =>
    Promise.all(Array.from({ length: 50 }, () => client.unassignGroupApiKey(projectKey)));
  test.each([
    ["before any nonce is known cost two requests each", {}, false, [], 100],
    ["on a warm nonce cost one request each", {}, true, [], 52],
    ["on a nonce that wears out under them all succeed", { usesPerNonce: 7 }, true, ["stale"], undefined],
  ])("%s, and one nonce is kept", async (_, options, warm, complaints, requests) => {
    const server = digestServer({ ...keyPair, ...options });
    const client = clientOf(server, withDigest());
    if (warm) await client.unassignGroupApiKey(projectKey);
    const revocations = await many(client);
    expect(revocations.every(({ outcome, attempts }) => outcome === "unassigned" && attempts === 1)).toBe(true);
    if (requests !== undefined) expect(server.sent.length).toBe(requests);
    expect([...new Set(server.complaints)]).toEqual(complaints);
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 1 });
  });
});

test("a wrong key is refused after one replay, and again after one on the warm nonce", async () => {
  const server = digestServer({ ...keyPair, privateKey: "another" });
  const client = clientOf(server, withDigest());
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  expect(error).toBeInstanceOf(AuthenticationError);
  expect(error).toMatchObject({ outcome: "refused", attempts: 1, requests: 2 });
  await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ requests: 2 });
});

describe("the nonce of", () => {
  const revoke = async (times: number, ...steps: Step[]) => {
    const server = script(...steps);
    const client = clientOf(server, withDigest());
    for (let count = 0; count < times; count += 1) await client.unassignGroupApiKey(projectKey);
    return uses(server);
  };

  test.each<[string, string[]]>([
    ['nextnonce="b"', ["a/1", "b/1", "b/2"]],
    ['qop=auth, nextnonce="b", nc=00000001', ["a/1", "b/1", "b/2"]],
    ['nextnonce="a"', ["a/1", "a/2", "a/3"]],
    ["nextnonce=a", ["a/1", "a/2", "a/3"]],
    ...['nextnonce=""', "qop=auth", "", "nextnonce", '"', "=", 'nextnonce="x'].map((info): [string, string[]] => [
      info,
      ["a/1", "a/2", "a/3"],
    ]),
  ])(
    "Authentication-Info %j is used from the next call on; one that is in use goes on counting",
    async (info, expected) => {
      expect(await revoke(3, fresh("a"), confirmed(info), gone204, gone204)).toEqual(expected);
    },
  );

  test("nextnonce that comes back after another goes on where its count was", async () => {
    const back = [confirmed('nextnonce="b"'), confirmed('nextnonce="a"'), confirmed('nextnonce="b"'), gone204];
    expect(await revoke(4, fresh("a"), ...back)).toEqual(["a/1", "b/1", "a/2", "b/2"]);
  });

  test("nextnonce with every response that names the nonce in use rises by one each time", async () => {
    const same = Array<Step>(5).fill(confirmed('nextnonce="a"'));
    expect(await revoke(5, fresh("a"), ...same)).toEqual(["a/1", "a/2", "a/3", "a/4", "a/5"]);
  });

  test("a challenge that names the nonce in use goes on counting, stale or not", async () => {
    for (const stale of [true, false]) {
      expect(await revoke(3, fresh("a"), gone204, fresh("a", stale), gone204, gone204)).toEqual([
        "a/1",
        "a/2",
        "a/3",
        "a/4",
      ]);
    }
  });

  test("nextnonce after a refusal is used as well", async () => {
    const refused = respond(404, undefined, { "authentication-info": 'nextnonce="b"' });
    const server = script(fresh("a"), refused, gone204);
    const client = clientOf(server, withDigest());
    await rejection(client.unassignGroupApiKey(projectKey));
    await client.unassignGroupApiKey(projectKey);
    expect(uses(server)).toEqual(["a/1", "b/1"]);
  });

  test("a challenge that replaces a warm one, with stale=true and without, starts at one", async () => {
    for (const stale of [true, false]) {
      expect(await revoke(3, fresh("a"), gone204, fresh("b", stale), gone204, gone204)).toEqual([
        "a/1",
        "a/2",
        "b/1",
        "b/2",
      ]);
    }
  });

  test("a challenge that is stale under way is replaced by that of the same response, three times", async () => {
    expect(await revoke(1, fresh("a"), fresh("b", true), fresh("c", true), gone204)).toEqual(["a/1", "b/1", "c/1"]);
    const server = script(fresh("a"), fresh("b", true), fresh("c", true), fresh("d", true));
    const error = await rejection(clientOf(server, withDigest()).unassignGroupApiKey(projectKey));
    expect(error).toMatchObject({ requests: 4, authProblem: "the server calls each of its own nonces stale" });
  });

  test("a late response does not replace the shared one", async () => {
    const held = gate();
    const slow: Step = async (request, signal) => {
      await held.opened;
      return fresh("late", true)(request, signal);
    };
    const server = script(fresh("a"), gone204, slow, fresh("b", true), gone204, gone204, gone204);
    const client = clientOf(server, withDigest());
    await client.unassignGroupApiKey(projectKey);
    const late = client.unassignGroupApiKey(projectKey);
    await client.unassignGroupApiKey(projectKey);
    held.open();
    await late;
    await client.unassignGroupApiKey(projectKey);
    expect(uses(server)).toEqual(["a/1", "a/2", "a/3", "b/1", "late/1", "b/2"]);
  });

  test("one origin is not used for another that shares the Auth", async () => {
    const auth = digest(keyPair);
    const [one, two] = [digestServer({ ...keyPair, realm: "one" }), digestServer({ ...keyPair, realm: "two" })];
    const [first, second] = [clientOf(one, { auth }), clientOf(two, { auth, baseUrl: "https://other.invalid" })];
    for (const client of [first, second, first, second]) await client.unassignGroupApiKey(projectKey);
    expect([one.sent.length, two.sent.length, ...one.complaints, ...two.complaints]).toEqual([3, 3]);
  });
});

test("Authentication-Info before any challenge is ignored", async () => {
  const auth = digest(keyPair);
  const early = clientOf(always(respond(404, undefined, { "authentication-info": 'nextnonce="x"' })), { auth });
  await rejection(early.unassignGroupApiKey(projectKey));
  const server = digestServer(keyPair);
  await expect(clientOf(server, { auth }).unassignGroupApiKey(projectKey)).resolves.toMatchObject({ requests: 2 });
});
