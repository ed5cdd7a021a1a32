/** The reads: every list to its end, and nothing believed that is not whole. */
import { describe, expect, it } from "vitest";
import type { RevokeClient } from "../../src/index.js";
import { always, rejection, type Server, type Step, script } from "../support/fetch.js";
import { bearer, clientOf, ids, projectAccount, projectKey, projectSecret } from "../support/world.js";

const { groupId, orgId, clientId, secretId, apiKeyId } = ids;
const other = { clientId: "mdb_sa_id_ffffffffffffffffffffffff", keyId: "ffffffffffffffffffffffff" };

const secret = (id: string) => ({
  id,
  maskedSecretValue: "mdb_sa_sk_****wxyz",
  createdAt: "2026-01-02T03:04:05Z",
  lastUsedAt: "2026-11-27T20:00:00Z",
  expiresAt: "2027-01-01T00:00:00Z",
});
const account = (id: string = clientId, secrets: unknown = [secret(secretId)]) => ({
  clientId: id,
  name: "ci",
  roles: ["ORG_OWNER"],
  secrets,
});
const key = (id: string) => ({
  id,
  desc: "deploy",
  publicKey: "abcdefgh",
  privateKey: "********-****-****-85daa09d408a",
  roles: [{ groupId, roleName: "GROUP_OWNER" }],
});
const json = (body: unknown, headers: Record<string, string> = {}): Step => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return () => new Response(text, { headers: { "content-type": "application/json", ...headers } });
};
const page = (results: unknown, more: object = {}): Step =>
  json({ results, links: [{ rel: "self", href: "…" }], ...more });
const error = (status: number, errorCode = "X"): Step => {
  const body = JSON.stringify({ detail: "d", error: status, errorCode, parameters: null, reason: "r" });
  return () => new Response(body, { status, headers: { "content-type": "application/json" } });
};

function over(...steps: Step[]): { client: RevokeClient; server: Server } {
  const server = script(...steps);
  return { client: clientOf(server, { auth: bearer, maxRetries: 0 }), server };
}

describe("client.lookup", () => {
  it("lists accounts with their secrets, asks for system-managed ones and for 500 a page", async () => {
    const { client, server } = over(page([account()]));
    expect(await client.lookup.serviceAccounts({ orgId })).toEqual([
      { clientId, name: "ci", roles: ["ORG_OWNER"], secrets: [secret(secretId)] },
    ]);
    const { pathname, searchParams } = new URL(server.sent[0]?.url ?? "");
    expect(pathname).toBe(`/api/atlas/v2/orgs/${orgId}/serviceAccounts`);
    expect(Object.fromEntries(searchParams)).toEqual({
      pageNum: "1",
      itemsPerPage: "500",
      includeSystemManaged: "true",
    });
    expect(server.sent[0]?.headers.get("accept")).toBe("application/vnd.atlas.2024-08-05+json");
  });

  it("reads keys page after page, to the page without a next link", async () => {
    const { client, server } = over(
      page([key(apiKeyId)], { links: [{ rel: "next", href: "…" }], totalCount: 2 }),
      page([key(other.keyId)], { totalCount: 2 }),
    );
    expect((await client.lookup.apiKeys({ groupId })).map(({ id }) => id)).toEqual([apiKeyId, other.keyId]);
    expect(server.sent.map(({ url }) => new URL(url).searchParams.get("pageNum"))).toEqual(["1", "2"]);
  });

  it("reads one account, bare or in an envelope", async () => {
    const { client } = over(json(account()), json({ status: 200, content: account() }));
    expect(await client.lookup.serviceAccount({ groupId, clientId })).toMatchObject({ clientId, name: "ci" });
    expect(await client.lookup.serviceAccount({ orgId, clientId })).toMatchObject({ clientId, name: "ci" });
  });

  it.each([
    ["a list that is cut in its middle", json('{"results":[{"clientId":"mdb_sa')],
    ["a list that is an estimate of more", page([account()], { totalCount: 2 })],
    ["a list with an account without an id", page([{ name: "ci" }])],
    ["a list under two keys", json('{"results":[],"results":[],"links":[{"rel":"self"}]}')],
    ["a page from a cache", page([account()], {})],
    ["an envelope that says 500", json({ status: 500, content: { error: 500, detail: "x" } })],
    ["a page for people", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["an empty 204", () => new Response(null, { status: 204 })],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "/" } })],
    ["401", error(401)],
    ["403", error(403)],
    ["404", error(404)],
    ["429", error(429)],
    ["500", error(500)],
  ] satisfies [string, Step][])("is refused by %s", async (name, step) => {
    const cached: Step = json({ results: [], links: [{ rel: "self" }] }, { age: "3" });
    const { client } = over(name === "a page from a cache" ? cached : step);
    expect(await rejection(client.lookup.serviceAccounts({ groupId }))).toMatchObject({
      operationId: "listGroupServiceAccounts",
    });
  });

  it("gives up on a server that pages for ever, and on one that repeats a page", async () => {
    let id = 0;
    const next = { links: [{ rel: "next", href: "…" }] };
    const fresh = (): Response => {
      id += 1;
      const body = { results: [key(id.toString(16).padStart(24, "0"))], ...next };
      return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
    };
    const endless = always(fresh);
    expect(await rejection(clientOf(endless).lookup.apiKeys({ groupId }))).toMatchObject({
      code: "UNEXPECTED_RESPONSE",
    });
    expect(endless.sent.length).toBe(200);
    const same = always(page([key(apiKeyId)], next));
    expect(await rejection(clientOf(same).lookup.apiKeys({ groupId }))).toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    expect(same.sent.length).toBe(2);
  });

  it("shows no secret that a server lists unmasked", async () => {
    const leaky = account(clientId, [{ ...secret(secretId), maskedSecretValue: "mdb_sa_sk_0123456789abcdefghij" }]);
    const [listed] = await over(page([leaky])).client.lookup.serviceAccounts({ orgId });
    expect(JSON.stringify(listed)).not.toContain("0123456789abcdefghij");
  });

  it.each(["mdb_sa_sk_...", "****", "***mdb_sa_sk_", "mdb_sa_sk_xxx"])(
    "takes no secret behind %s for masked",
    async (mask) => {
      const value = `${mask}${mask.includes("_sk_") ? "" : "mdb_sa_sk_"}0123456789abcdefghij`;
      const leaky = account(clientId, [{ ...secret(secretId), maskedSecretValue: value }]);
      const [listed] = await over(page([leaky])).client.lookup.serviceAccounts({ orgId });
      expect(JSON.stringify(listed)).not.toContain("0123456789abcdefghij");
    },
  );
});

describe("client.verify", () => {
  const next = (rel: unknown): object => ({ links: [{ rel, href: "…" }] });
  const rest = page([key(apiKeyId)]);
  it.each<[string, Step[], object]>([
    ["a total in a string", [page([], { totalCount: "1" })], { code: "UNEXPECTED_RESPONSE" }],
    [
      "a total on the first page only",
      [page([], { ...next("next"), totalCount: 1 }), page([])],
      { code: "UNEXPECTED_RESPONSE" },
    ],
    ["a next link in capitals", [page([key(other.keyId)], next("NEXT")), rest], { state: "present" }],
    ["a next link among others", [page([key(other.keyId)], next("last next")), rest], { state: "present" }],
    ["a next link in an array", [page([key(other.keyId)], next(["next"])), rest], { state: "present" }],
    [
      "an error beside its results",
      [page([], { error: 403, errorCode: "FORBIDDEN" })],
      { code: "UNEXPECTED_RESPONSE" },
    ],
    [
      "an error's code in its headers",
      [json({ results: [] }, { "x-error-code": "FORBIDDEN" })],
      { code: "UNEXPECTED_RESPONSE" },
    ],
  ])("does not take a list for whole that has %s", async (_, steps, found) => {
    const look = over(...steps).client.verify("unassignGroupApiKey", projectKey);
    expect(await look.catch((error: unknown) => error)).toMatchObject(found);
  });

  it("says present with the record, and absent only for a whole list without the target", async () => {
    const look = (step: Step) => over(step).client.verify("deleteGroupServiceAccountSecret", projectSecret);
    expect(await look(json(account()))).toEqual({
      state: "present",
      record: { type: "secret", ...secret(secretId), account: { clientId, name: "ci" } },
    });
    expect(await look(json(account(clientId, [])))).toEqual({ state: "absent" });
    await rejection(look(json(account(clientId, null))));
    await rejection(look(json(account(clientId, [{ ...secret(secretId), id: 5 }]))));
    await rejection(look(json(account(other.clientId, []))));
    await rejection(look(error(404, "RESOURCE_NOT_FOUND")));
  });

  it("reads a page that is short but has no links on to an empty one", async () => {
    const { client, server } = over(
      json({ results: [account(other.clientId)] }),
      json({ results: [account()] }),
      json({ results: [] }),
    );
    expect(await client.verify("unassignGroupServiceAccount", projectAccount)).toMatchObject({ state: "present" });
    expect(server.sent.length).toBe(3);
  });

  it("takes an id that is listed in other letters for the same", async () => {
    const { client } = over(page([key(apiKeyId.toUpperCase())]));
    expect(await client.verify("unassignGroupApiKey", projectKey)).toMatchObject({ state: "present" });
  });
});

describe("a revocation with verify", () => {
  const run = (options: object, ...steps: Step[]) => {
    const { client, server } = over(...steps);
    return { result: client.deleteGroupServiceAccountSecret(projectSecret, { verify: true, ...options }), server };
  };
  const listed = json(account());
  const gone = json(account(clientId, []));
  const ok: Step = () => new Response(null, { status: 204 });

  it("shows what was there before and that it is absent after", async () => {
    const { result, server } = run({}, listed, ok, gone);
    expect(await result).toMatchObject({
      outcome: "deleted",
      attempts: 1,
      requests: 3,
      evidence: { before: { type: "secret", id: secretId }, after: "absent", problems: [] },
    });
    expect(server.sent.map(({ method }) => method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("sends nothing when the target is not listed, and calls it already gone with missingOk", async () => {
    const missing = run({}, gone);
    expect(await rejection(missing.result)).toMatchObject({ name: "NotFoundError", outcome: "not-sent", attempts: 0 });
    expect(missing.server.deletes()).toEqual([]);
    const fine = run({ missingOk: true }, gone);
    expect(await fine.result).toMatchObject({
      outcome: "already-gone",
      evidence: { before: "absent", after: "absent" },
    });
    expect(fine.server.deletes()).toEqual([]);
  });

  it("is unknown when a confirmed target stays listed", async () => {
    const { result } = run({}, listed, ok, listed, listed, listed);
    expect(await rejection(result)).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown", status: 204 });
  });

  it("believes a list that catches up within its three looks", async () => {
    expect(await run({}, listed, ok, listed, gone).result).toMatchObject({ evidence: { after: "absent" } });
  });

  it("resolves a doubt by looking: gone, still there, or unreadable", async () => {
    expect(await run({}, listed, error(500), gone).result).toMatchObject({ outcome: "already-gone", status: 200 });
    const kept = await rejection(run({}, listed, error(500), listed, listed, listed).result);
    expect(kept).toMatchObject({ name: "ServerError", outcome: "refused", status: 500 });
    expect(String(kept)).toContain("still listed");
    expect(await rejection(run({}, listed, error(500), error(403)).result)).toMatchObject({ outcome: "unknown" });
  });

  it("reports a look that is refused, and changes nothing else", async () => {
    const done = await run({}, error(403), ok, error(404)).result;
    expect(done).toMatchObject({ outcome: "deleted", evidence: { before: undefined, after: undefined } });
    expect(done.evidence?.problems).toHaveLength(2);
    expect(await rejection(run({}, error(403), error(404)).result)).toMatchObject({ outcome: "refused", status: 404 });
  });

  it("never lets a look that hangs cost the revocation its time", async () => {
    const hangs: Step = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const started = performance.now();
    const done = await run({ timeoutMs: 1_200 }, hangs, ok, gone).result;
    expect(done).toMatchObject({ outcome: "deleted", evidence: { before: undefined, after: "absent" } });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
