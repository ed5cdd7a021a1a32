// The sandbox's own endpoints: the page for people, reset, what was revoked, and faults for those without JavaScript.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { defaultSeed, guideLines } from "../../src/sandbox/index.js";
import { runShell } from "../support/shell.js";
import { firstTarget, grantToken, open, revoke, send, targetOf } from "./wire.js";

const key = ["atlas", "unassignGroupApiKey"] as const;
const get = { method: "GET" };

describe("GET /", () => {
  it("is a page with credentials, targets, lines to paste and the fault switch", async () => {
    const sandbox = await open();
    const { status, headers, body } = await send(sandbox.url, "/", get);
    expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const { apiKey, serviceAccount } = sandbox.credentials;
    const { apiKeyId } = firstTarget(sandbox, ...key);
    for (const shown of [apiKey.publicKey, apiKey.privateKey, serviceAccount.clientSecret, apiKeyId]) {
      expect(body).toContain(shown);
    }
    expect(body).toContain('action="/__sandbox/faults"');
    expect(body.match(/<pre>/g)).toHaveLength(guideLines(sandbox).length);
  });

  it("shows what it holds as text, whatever stands in it", async () => {
    const seed = defaultSeed();
    const [first, ...others] = seed.apiKeys;
    const odd = { ...first, privateKey: "<script>alert(1)</script>&" } as (typeof others)[number];
    const { body } = await send((await open({ seed: { ...seed, apiKeys: [odd, ...others] } })).url, "/", get);
    expect(body).not.toContain("<script>");
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&amp;");
  });
});

describe("below /__sandbox/", () => {
  it("reset puts everything back, nonces and tokens included, and deletions lists what was revoked", async () => {
    const sandbox = await open();
    const ids = firstTarget(sandbox, ...key);
    const token = await grantToken(sandbox);
    await revoke(sandbox, ...key, ids);
    const recorded = await send(sandbox.url, "/__sandbox/deletions", get);
    expect(JSON.parse(recorded.body)).toMatchObject([{ operationId: key[1], effect: "unassigned", api: "atlas", ids }]);
    expect((await send(sandbox.url, "/__sandbox/reset", { method: "POST" })).status).toBe(204);
    expect(JSON.parse((await send(sandbox.url, "/__sandbox/deletions", get)).body)).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await send(sandbox.url, targetOf(...key, ids), { headers })).status).toBe(401);
    expect((await revoke(sandbox, ...key, ids)).status).toBe(204);
  });

  it.each([
    ["as curl sends it", "rateLimited,times=1", 200],
    ["as the page's form sends it", "fault=rateLimited%2Ctimes%3D1", 303],
  ])("faults lets something go wrong, %s", async (_, body, status) => {
    const sandbox = await open();
    expect((await send(sandbox.url, "/__sandbox/faults", { method: "POST", body })).status).toBe(status);
    const ids = firstTarget(sandbox, ...key);
    expect((await revoke(sandbox, ...key, ids)).status).toBe(429);
    expect((await revoke(sandbox, ...key, ids)).status).toBe(204);
  });

  it.each([
    ["rateLimitd", /there are apiError, rateLimited/],
    ["constructor", /There is no scenario of this name/],
    ["apiError", /status must be one of 400/],
    ["rateLimited,times=many", /times must be a number/],
    ["rateLimited,now", /name=value/],
    ["", /There is no scenario/],
  ])("faults refuses %j, and says what there is", async (body, words) => {
    const answer = await send((await open()).url, "/__sandbox/faults", { method: "POST", body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(words);
  });

  it.each(["GET reset", "POST deletions", "GET secrets", "GET constructor"])("%s is not there", async (what) => {
    const [method = "", name = ""] = what.split(" ");
    expect((await send((await open()).url, `/__sandbox/${name}`, { method })).status).toBe(404);
  });
});

describe("the lines to paste", () => {
  it("do what they say, one after the other, and run nothing that stands in a credential", async () => {
    const seed = defaultSeed();
    const odd = "'; touch PWNED; echo $(touch PWNED) `touch PWNED` \"+% ";
    const [apiKey, ...apiKeys] = seed.apiKeys;
    const [account, ...serviceAccounts] = seed.serviceAccounts;
    const sandbox = await open({
      seed: {
        ...seed,
        apiKeys: [{ ...apiKey, privateKey: `${odd}key` } as (typeof apiKeys)[number], ...apiKeys],
        serviceAccounts: [
          { ...account, secrets: [{ id: "a".repeat(24), value: `${odd}secret` }] } as (typeof serviceAccounts)[number],
          ...serviceAccounts,
        ],
      },
    });
    const lines = guideLines(sandbox).map(({ command }) => command);
    const pasted = lines.filter((line) => line.includes("curl") && !line.includes("__sandbox"));
    const folder = await mkdtemp(join(tmpdir(), "pasted-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    // A proxy of the machine's own would keep curl from the sandbox.
    const ran = await runShell("sh", pasted.join("\n"), { NO_PROXY: "*" }, folder);
    expect(ran.said.match(/HTTP\/1\.1 \d+/g)?.map((line) => line.slice(-3))).toEqual([
      "401",
      "200",
      "401",
      "204",
      "204",
    ]);
    expect(await readdir(folder)).toEqual([]);
    expect(sandbox.state.deletions.map(({ operationId, by }) => [operationId, by.kind])).toEqual([
      ["deleteGroupServiceAccountSecret", "api-key"],
      ["unassignGroupApiKey", "service-account"],
    ]);
  });
});
