/** The guard alone: the second check of each request, for whatever an option or a middleware may have made of it. */
import { describe, expect, test } from "vitest";
import { type Api, operationTable, servers } from "../../generated/client.js";
import { guarded, operationAt } from "../../src/transport/guard.js";
import type { Outgoing } from "../../src/transport/request.js";
import type { Call } from "../../src/transport/state.js";
import { rejection } from "../support/fetch.js";
import { addresses } from "../support/http.js";
import { ids, origin } from "../support/world.js";

describe("the guard", () => {
  const call = { operation: operationTable.unassignGroupApiKey } as unknown as Call;
  const pass = async (request: { method: string; url: string }, api: Api = "atlas") => {
    const passed: string[] = [];
    const guard = guarded(origin, api, async ({ url }) => {
      passed.push(url);
      throw new Error("passed");
    });
    const error = await rejection(guard({ ...request, headers: { accept: "x" } } as Outgoing, call));
    if (passed.length === 0)
      expect(error).toMatchObject({
        parameter: "request",
        operationId: "unassignGroupApiKey",
        message: expect.stringContaining(
          "; got something else (it is not repeated here). No authorized DELETE was sent; the credential is unchanged.",
        ),
      });
    return passed;
  };
  const good = `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`;

  test("passes the operations, the lookups and the two token endpoints", async () => {
    expect(await pass({ method: "DELETE", url: good })).toEqual([good]);
    const list = `${addresses.atlas}/groups/${ids.groupId}/apiKeys`;
    for (const url of [list, `${list}?pageNum=1&itemsPerPage=500&includeCount=true`]) {
      expect(await pass({ method: "GET", url })).toEqual([url]);
    }
    for (const path of ["/api/oauth/token", "/api/oauth/revoke"]) {
      expect(await pass({ method: "POST", url: origin + path })).toEqual([origin + path]);
    }
  });

  test.each([
    ["POST", good],
    ["delete", good],
    ["DELETE", `${good}/`],
    ["DELETE", good.replace("/groups/", "//groups/")],
    ["DELETE", good.replace("/groups/", "/orgs/")],
    ["DELETE", `${good}#x`],
    // Another spelling of the right address: what is not letter by letter the address does not leave.
    ["DELETE", ` ${good}`],
    ["DELETE", good.replace("https:", "HTTPS:")],
    ["DELETE", good.replace("/apiKeys/", "/x/../apiKeys/")],
    ["DELETE", good.replace("/apiKeys/", "/api%4Beys/")],
    ["DELETE", good.replace("/apiKeys/", "\\\\apiKeys/")],
    ["DELETE", good.replace("/apiKeys/", "/api\tKeys/")],
    ["DELETE", `${good}?envelope=true&x=1`],
    ["DELETE", good.replace("/atlas/v2/", "/atlas/v3/")],
    ["DELETE", good.replace("https://", "https://user@")],
    ["DELETE", `${addresses.atlas}x/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`],
    ["DELETE", `${origin}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`],
    ["DELETE", `${origin}/api/oauth/token`],
    ["POST", `${origin}/api/oauth/token?x=1`],
    ["POST", `${origin}/api/oauth/introspect`],
    ["POST", "https://evil.invalid/api/oauth/token"],
    ["GET", `${origin}/api/oauth/token`],
    ["GET", good],
    ["GET", `${addresses.atlas}/groups/${ids.groupId}/apiKeys?itemsPerPage=501`],
    ["GET", `${addresses.atlas}/groups/${ids.groupId}/apiKeys?pageNum=0`],
    ["GET", `${addresses.atlas}/groups/${ids.groupId}/users`],
    ["DELETE", `${addresses.atlas}/groups/${ids.groupId}/apiKeys`],
    ["DELETE", `${addresses.atlas}/orgs/${ids.orgId}/serviceAccounts/${ids.clientId}`],
    ["__proto__", good],
  ])("stops %s %s", async (method, url) => {
    expect(await pass({ method, url })).toEqual([]);
  });

  test("stops an address that is not a string, though its methods read like the right one", async () => {
    const odd = Object.assign(Object.create(String.prototype), {
      startsWith: (start: string) => good.startsWith(start),
      replace: () => good,
      slice: (from: number, to?: number) => good.slice(from, to),
      toString: () => "https://evil.invalid/",
    }) as string;
    expect(await pass({ method: "DELETE", url: odd })).toEqual([]);
    expect(await pass({ method: "DELETE", url: new URL(good) as unknown as string })).toEqual([]);
  });

  test("knows each operation by its own address, on its own API", () => {
    for (const [api, { basePath }] of Object.entries(servers) as [Api, { basePath: string }][]) {
      for (const operation of Object.values(operationTable)) {
        const path = operation.pathParameters.reduce<string>(
          (rest, { name, example }) => rest.replace(`{${name}}`, example),
          operation.path,
        );
        expect(operationAt("DELETE", origin + basePath + path, origin, api)?.operationId).toBe(operation.operationId);
        const other = api === "atlas" ? "cloud-manager" : "atlas";
        expect(operationAt("DELETE", origin + basePath + path, origin, other)).toBeUndefined();
      }
      expect(operationAt("DELETE", origin + basePath, origin, api)).toBeUndefined();
    }
  });
});
