// Access tokens at the wire: the grant, what a token opens, how it ends, and what the endpoint refuses.
import { describe, expect, it } from "vitest";
import { type Api, operationTable } from "../../generated/client.js";
import { defaultSeed, type Sandbox, type Seed } from "../../src/sandbox/index.js";
import {
  type Answered,
  createClock,
  firstTarget,
  grant,
  grantToken,
  jsonOf,
  open,
  revoke,
  send,
  targetOf,
} from "./wire.js";

const form = "application/x-www-form-urlencoded";

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

/** Uses a token on an API, for a key that is not there: 400 means that the token was accepted. */
function use(sandbox: Sandbox, token: string, api: Api = "atlas"): Promise<Answered> {
  const { groupId } = firstTarget(sandbox, api, "unassignGroupApiKey");
  const target = targetOf(api, "unassignGroupApiKey", { groupId, apiKeyId: "0".repeat(24) });
  const accept = operationTable.unassignGroupApiKey.accept[api];
  return send(sandbox.url, target, { headers: { accept, authorization: `Bearer ${token}` } });
}

function revokeToken(sandbox: Sandbox, token: string, pair?: string): Promise<Answered> {
  const { clientId, clientSecret } = sandbox.credentials.serviceAccount;
  return send(sandbox.url, "/api/oauth/revoke", {
    method: "POST",
    headers: { authorization: basic(pair ?? `${clientId}:${clientSecret}`), "content-type": form },
    body: `token=${encodeURIComponent(token)}&token_type_hint=access_token`,
  });
}

/** A default seed whose first service account has its secrets replaced. */
function seedWith(secrets: (seed: Seed) => Seed["serviceAccounts"][number]["secrets"]): Seed {
  const seed = defaultSeed();
  const [account, ...others] = seed.serviceAccounts;
  if (account === undefined) throw new Error("the default seed has no service account");
  return { ...seed, serviceAccounts: [{ ...account, secrets: secrets(seed) }, ...others] };
}

describe("a grant", () => {
  it("is a token of an hour, not to be cached", async () => {
    const { url, credentials } = await open();
    const answer = await grant(url, credentials.serviceAccount.clientId, credentials.serviceAccount.clientSecret);
    expect(answer.status).toBe(200);
    expect(jsonOf(answer)).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: "Bearer" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it.each<[string, (pair: { id: string; secret: string }) => string | undefined, number, string]>([
    ["a wrong secret", ({ id }) => basic(`${id}:mdb_sa_sk_wrong`), 401, "invalid_client"],
    ["an unknown client", ({ secret }) => basic(`mdb_sa_id_${"0".repeat(24)}:${secret}`), 401, "invalid_client"],
    [
      "a percent-encoded pair",
      ({ id, secret }) => basic(`${id}:${secret}`.replaceAll("_", "%5F")),
      401,
      "invalid_client",
    ],
    ["no pair in Basic", () => "Basic ???", 401, "invalid_client"],
  ])("is refused to %s", async (_, header, status, error) => {
    const { url, credentials } = await open();
    const authorization = header({
      id: credentials.serviceAccount.clientId,
      secret: credentials.serviceAccount.clientSecret,
    });
    const answer = await send(url, "/api/oauth/token", {
      method: "POST",
      headers: { "content-type": form, ...(authorization === undefined ? {} : { authorization }) },
      body: "grant_type=client_credentials",
    });
    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toEqual({ error, error_description: expect.any(String) });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic /);
    expect(answer.body).not.toContain(credentials.serviceAccount.clientSecret);
  });

  it.each([
    ["no grant type", form, "scope=x", "unsupported_grant_type"],
    ["another grant type", form, "grant_type=password", "unsupported_grant_type"],
    ["a JSON body", "application/json", '{"grant_type":"client_credentials"}', "invalid_request"],
  ])("is refused with %s", async (_, contentType, body, error) => {
    const { url, credentials } = await open();
    const answer = await send(url, "/api/oauth/token", {
      method: "POST",
      headers: {
        authorization: basic(`${credentials.serviceAccount.clientId}:${credentials.serviceAccount.clientSecret}`),
        "content-type": contentType,
      },
      body,
    });
    expect(answer.status).toBe(400);
    expect(jsonOf(answer)).toMatchObject({ error });
  });

  it("is refused for the 101st live token, until one is revoked or expires", async () => {
    const clock = createClock();
    const sandbox = await open({ clock });
    const { clientId, clientSecret } = sandbox.credentials.serviceAccount;
    const ask = (): Promise<Answered> => grant(sandbox.url, clientId, clientSecret);
    let last = "";
    for (let n = 0; n < 100; n += 1) {
      if (n === 50) clock.pass(60_000); // 50 grants a minute
      last = String(jsonOf(await ask()).access_token);
    }
    clock.pass(60_000);
    const refused = await ask();
    expect(refused.status).toBe(403);
    expect(jsonOf(refused)).toEqual({ error: "access_denied", error_description: expect.any(String) });
    expect((await revokeToken(sandbox, last)).status).toBe(200);
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(403);
    clock.pass(3_600_000 - 120_000);
    expect((await ask()).status).toBe(200);
  });

  it("is refused for the 51st of a minute, with an error of the API's shape and the seconds to wait", async () => {
    const clock = createClock();
    const { url, credentials } = await open({ clock });
    const ask = (): Promise<Answered> =>
      grant(url, credentials.serviceAccount.clientId, credentials.serviceAccount.clientSecret);
    for (let n = 0; n < 50; n += 1) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(jsonOf(refused)).toMatchObject({ error: 429, errorCode: "RATE_LIMITED", reason: "Too Many Requests" });
    expect(refused.headers.get("retry-after")).toBe("2");
    clock.pass(2000);
    expect((await ask()).status).toBe(200);
  });

  it("is refused once the secret expired, and given until then", async () => {
    const clock = createClock(Date.UTC(2026, 0, 1));
    const seed = seedWith(() => [{ id: "a".repeat(24), value: "mdb_sa_sk_short", expiresAt: "2026-01-01T00:01:00Z" }]);
    const { url, credentials } = await open({ seed, clock });
    clock.pass(59_999);
    expect((await grant(url, credentials.serviceAccount.clientId, "mdb_sa_sk_short")).status).toBe(200);
    clock.pass(1);
    expect((await grant(url, credentials.serviceAccount.clientId, "mdb_sa_sk_short")).status).toBe(401);
  });

  it("is refused once the secret is deleted, while the other secret and tokens that were issued go on", async () => {
    const [one, two] = [
      { id: "a".repeat(24), value: "mdb_sa_sk_one" },
      { id: "b".repeat(24), value: "mdb_sa_sk_two" },
    ];
    const sandbox = await open({ seed: seedWith(() => [one, two]) });
    const { clientId } = sandbox.credentials.serviceAccount;
    const { orgId } = firstTarget(sandbox, "atlas", "deleteOrgServiceAccountSecret");
    const token = String(jsonOf(await grant(sandbox.url, clientId, one.value)).access_token);
    await revoke(sandbox, "atlas", "deleteOrgServiceAccountSecret", { orgId, clientId, secretId: one.id });
    expect((await grant(sandbox.url, clientId, one.value)).status).toBe(401);
    expect((await grant(sandbox.url, clientId, two.value)).status).toBe(200);
    expect((await use(sandbox, token)).status).toBe(400);
  });
});

describe("a token", () => {
  it("lives an hour", async () => {
    const clock = createClock();
    const sandbox = await open({ clock });
    const token = await grantToken(sandbox);
    clock.pass(3_599_999);
    expect((await use(sandbox, token)).status).toBe(400);
    clock.pass(1);
    expect((await use(sandbox, token)).status).toBe(401);
  });

  it("that is unknown is refused with a Bearer challenge beside the Digest one", async () => {
    const answer = await use(await open(), "x");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer [^,]*, error="invalid_token", Digest /);
  });

  it("is refused after it was revoked, while others go on", async () => {
    const sandbox = await open();
    const [one, two] = [await grantToken(sandbox), await grantToken(sandbox)];
    const answer = await revokeToken(sandbox, one);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: "" });
    expect((await use(sandbox, one)).status).toBe(401);
    expect((await use(sandbox, two)).status).toBe(400);
  });

  it("cannot be revoked by another client, nor without authentication", async () => {
    const seed = defaultSeed();
    const sandbox = await open({ seed });
    const token = await grantToken(sandbox);
    const other = seed.serviceAccounts[1];
    const answer = await revokeToken(sandbox, token, `${other?.clientId}:${other?.secrets[0]?.value}`);
    expect(answer.status).toBe(400);
    expect((await revokeToken(sandbox, token, "nobody:nothing")).status).toBe(401);
    expect((await use(sandbox, token)).status).toBe(400);
  });
});
