/** No wrong target: whatever ids, options and tricks a caller passes, only the operation that was meant can leave. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type Api, operationTable, servers } from "../../generated/client.js";
import { createClient, InvalidParameterError, type RevokeClient } from "../../src/index.js";
import type { Call } from "../../src/transport/call.js";
import { guarded, operationAt } from "../../src/transport/guard.js";
import {
  always,
  bearer,
  clientOf,
  gone204,
  ids,
  orgSecret,
  origin,
  projectAccount,
  projectKey,
  projectSecret,
  rejection,
  type Server,
} from "./server.js";

const http = (server: Server): Http => clientOf(server).http as unknown as Http;
/** The client as JavaScript sees it: any method, any path, any init. */
interface Http {
  readonly DELETE: (path: string, init?: object) => Promise<unknown>;
  readonly GET: (path: string, init?: object) => Promise<unknown>;
  readonly POST: (path: string, init?: object) => Promise<unknown>;
  readonly request: (method: string, path: string, init?: object) => Promise<unknown>;
  readonly use: (middleware: object) => void;
}
const keyPath = "/groups/{groupId}/apiKeys/{apiKeyId}";
const accountPath = "/groups/{groupId}/serviceAccounts/{clientId}";

const addresses = {
  "cloud-manager": "https://api.invalid/api/public/v1.0",
  atlas: "https://api.invalid/api/atlas/v2",
} satisfies Record<Api, string>;

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

describe("an id", () => {
  const hex = "0123456789abcdef01234567";
  test.each([
    ["", "an empty string"],
    [".", "a string of 1 character with characters of a path"],
    ["..", "a string of 2 characters with characters of a path"],
    ["%2e%2e", "a string of 6 characters with characters of a path"],
    [`${hex}/`, "a string of 25 characters with characters of a path"],
    [`${hex}\n`, "a string of 25 characters with white space"],
    [`\n${hex}`, "white space"],
    [`${hex.slice(1)}`, "a string of 23 characters"],
    [`${hex}0`, "a string of 25 characters"],
    [hex.toUpperCase(), "upper-case letters"],
    [`${hex.slice(1)}g`, "a string of 24 characters"],
    [`${hex.slice(1)}\u0660`, "a string of 24 characters"],
    [`${hex}\0`, "a string of 25 characters"],
    [`${hex}?envelope=true`, "characters of a path"],
    [`${hex}#`, "characters of a path"],
    [`${hex}|${hex}`, "a string of 49 characters"],
    ["mdb_sa_sk_secret", "what looks like a secret's value (it is not repeated here; pass the secret's id)"],
    [undefined, "undefined"],
    [null, "null"],
    [5, "a number"],
    [Number.NaN, "NaN"],
    [true, "a boolean"],
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
        /^\w+ must be 24 lower-case hexadecimal digits; got .*\. Nothing was sent\.$/,
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
      fc.string({ unit: "binary", maxLength: 30 }),
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

describe("client.http", () => {
  test("sends the document's operations with the client's own headers, whatever headers the caller adds", async () => {
    const server = always(gone204);
    const client = clientOf(server);
    const { response, error } = await client.http.DELETE(keyPath, {
      params: { path: projectKey, query: { envelope: true, pageNum: 1, itemsPerPage: 500 } },
      headers: { accept: "text/html", "x-evil": "1", authorization: "Basic x" },
    });
    expect([response.status, error]).toEqual([204, undefined]);
    expect(server.sent[0]?.url).toBe(
      `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}?envelope=true&pageNum=1&itemsPerPage=500`,
    );
    expect([...(server.sent[0]?.headers.keys() ?? [])]).toEqual(["accept", "authorization", "user-agent"]);
    expect(server.sent[0]?.headers.get("accept")).toBe("application/vnd.atlas.2023-01-01+json");
  });

  test("resolves with an error answer, text and headers included", async () => {
    const server = always(() =>
      Response.json(
        { error: 404, errorCode: "X" },
        { status: 404, headers: { "content-encoding": "x-none", "x-a": "1" } },
      ),
    );
    const { response, error } = await clientOf(server).http.request("delete", accountPath, {
      params: { path: projectAccount },
    });
    expect([response.status, error, response.headers.get("x-a"), response.headers.has("content-encoding")]).toEqual([
      404,
      { error: 404, errorCode: "X" },
      "1",
      false,
    ]);
  });

  test.each([
    ["an empty 200", () => new Response(null, { status: 200, headers: { "content-length": "0" } }), 200, ""],
    ["a 205", () => new Response(null, { status: 205 }), 205, ""],
    ["a 599", () => new Response("x", { status: 599 }), 599, "x"],
    [
      "a text whose length changed when it was decoded",
      () => new Response("xyz", { headers: { "content-length": "2" } }),
      200,
      "xyz",
    ],
  ])("resolves with %s", async (_, step, status, text) => {
    const { response } = await clientOf(always(step)).http.DELETE(keyPath, {
      params: { path: projectKey },
      parseAs: "stream",
    });
    expect([response.status, response.bodyUsed ? "" : await response.text()]).toEqual([
      status,
      status === 599 ? "" : text,
    ]);
  });

  test.each([
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "/" } }), 302],
    ["a 304", () => new Response(null, { status: 304 }), 304],
    [
      "a body that broke off",
      () => new Response(new ReadableStream({ start: (c) => c.error(new Error("x")) }), { status: 200 }),
      200,
    ],
    ["a body that is too long", () => new Response(new Uint8Array(1024 * 1024 + 1), { status: 404 }), 404],
    ["a status beyond HTTP", () => ({ status: 700, headers: new Headers(), body: null }) as Response, 700],
    ["a hidden redirect", () => ({ status: 0, headers: new Headers(), body: null }) as Response, 0],
  ])("rejects %s: nobody should read it as an answer", async (_, step, status) => {
    const error = await rejection(clientOf(always(step)).http.DELETE(keyPath, { params: { path: projectKey } }));
    expect(error).toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      status,
      outcome: "unknown",
      operationId: "unassignGroupApiKey",
    });
    expect((error as Error).message).toMatch(/^HTTP \d+: .+\. It is not known/);
  });

  const evil = "https://evil.invalid";
  const orgKeyPath = "/orgs/{orgId}/apiKeys/{apiKeyId}";
  const path = { ...ids };
  const refused: [string, (http: Http) => Promise<unknown>][] = [
    ["the operation that deletes a key from its whole organization", (h) => h.DELETE(orgKeyPath, { params: { path } })],
    ["the same, by request()", (h) => h.request("delete", orgKeyPath, { params: { path } })],
    ["a GET", (h) => h.GET(keyPath, { params: { path } })],
    ["a POST", (h) => h.POST(keyPath, { params: { path }, body: {} })],
    ["a PUT by request()", (h) => h.request("put", keyPath, { params: { path } })],
    ["the token endpoint", (h) => h.POST("/api/oauth/token", { baseUrl: origin })],
    ["a baseUrl of another origin", (h) => h.DELETE(keyPath, { params: { path }, baseUrl: `${evil}/api/atlas/v2` })],
    ["a baseUrl of the other API", (h) => h.DELETE(keyPath, { params: { path }, baseUrl: addresses["cloud-manager"] })],
    [
      "a baseUrl of another port",
      (h) => h.DELETE(keyPath, { params: { path }, baseUrl: "https://api.invalid:8443/api/atlas/v2" }),
    ],
    [
      "a baseUrl of another scheme",
      (h) => h.DELETE(keyPath, { params: { path }, baseUrl: "http://api.invalid/api/atlas/v2" }),
    ],
    [
      "a path serialiser that builds another operation",
      (h) =>
        h.DELETE(keyPath, {
          params: { path },
          pathSerializer: () => `${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`,
        }),
    ],
    [
      "a path serialiser that leaves the document",
      (h) =>
        h.DELETE(keyPath, {
          params: { path },
          pathSerializer: () => `${addresses.atlas}/orgs/${ids.orgId}/apiKeys/${ids.apiKeyId}`,
        }),
    ],
    [
      "an id of two dots",
      (h) =>
        h.DELETE("/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}", {
          params: { path: { ...path, secretId: ".." } },
        }),
    ],
    ["an id with a slash", (h) => h.DELETE(keyPath, { params: { path: { ...path, apiKeyId: "a/b" } } })],
    ["a missing id", (h) => h.DELETE(keyPath, { params: { path: { groupId: ids.groupId } } })],
    ["no params at all", (h) => h.DELETE(keyPath)],
    ["a template with the ids in it", (h) => h.DELETE(`/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`)],
    [
      "a query serialiser that adds a parameter",
      (h) => h.DELETE(keyPath, { params: { path, query: { a: 1 } }, querySerializer: () => "force=true" }),
    ],
    [
      "a query serialiser that adds a fragment",
      (h) => h.DELETE(keyPath, { params: { path, query: { a: 1 } }, querySerializer: () => "pretty=true#x" }),
    ],
    ["a boolean that is none", (h) => h.DELETE(keyPath, { params: { path, query: { envelope: "yes" } } })],
    ["a page before the first", (h) => h.DELETE(keyPath, { params: { path, query: { pageNum: 0 } } })],
    ["a page that is no whole number", (h) => h.DELETE(keyPath, { params: { path, query: { pageNum: 1.5 } } })],
    ["a page that only begins as a number", (h) => h.DELETE(keyPath, { params: { path, query: { pageNum: "1x" } } })],
    ["a page that only ends as a number", (h) => h.DELETE(keyPath, { params: { path, query: { pageNum: "x1" } } })],
    ["501 items", (h) => h.DELETE(keyPath, { params: { path, query: { itemsPerPage: 501 } } })],
    [
      "a Request class that says two things",
      (h) => {
        let reads = 0;
        class TwoFaced {
          readonly method = "DELETE";
          readonly headers = new Headers();
          get url(): string {
            reads += 1;
            return reads === 1
              ? `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`
              : `${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`;
          }
        }
        return h.DELETE(accountPath, { params: { path }, Request: TwoFaced });
      },
    ],
    [
      "a middleware that rewrites the request",
      (h) => {
        h.use({
          onRequest: () =>
            new Request(`${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`, {
              method: "DELETE",
            }),
        });
        return h.DELETE(keyPath, { params: { path } });
      },
    ],
    [
      "a middleware of the call itself",
      (h) =>
        h.DELETE(keyPath, {
          params: { path },
          middleware: [{ onRequest: () => new Request(`${evil}/`, { method: "DELETE" }) }],
        }),
    ],
  ];

  test.each(refused)("does not send %s", async (_, call) => {
    const server = always(gone204);
    const error = await rejection(call(http(server)));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({
      parameter: "request",
      outcome: "not-sent",
      message: expect.stringContaining(
        "one of the document's operations, with valid ids, on the configured origin and API",
      ),
    });
    expect(server.sent).toEqual([]);
  });

  test("does not send a baseUrl with user info: the platform refuses it", async () => {
    const server = always(gone204);
    await rejection(
      http(server).DELETE(keyPath, { params: { path }, baseUrl: "https://u:p@api.invalid/api/atlas/v2" }),
    );
    expect(server.sent).toEqual([]);
  });

  test("does not use a fetch of the call", async () => {
    const server = always(gone204);
    const other = always(gone204);
    await http(server).DELETE(keyPath, { params: { path }, fetch: other.fetch });
    expect([server.sent.length, other.sent.length]).toEqual([1, 0]);
  });

  test("takes each parameter of the document within its limits", async () => {
    const server = always(gone204);
    for (const query of [
      { envelope: true, pretty: false },
      { pageNum: 1 },
      { pageNum: 123456 },
      { itemsPerPage: 1 },
      { itemsPerPage: 500 },
    ]) {
      await http(server).DELETE(keyPath, { params: { path, query } });
    }
    expect(server.sent.length).toBe(5);
  });

  test("lets a middleware see answers, but never those of the methods", async () => {
    const server = always(() => new Response("<html>", { status: 500 }));
    const client = clientOf(server);
    const middleware = { onResponse: () => new Response(null, { status: 204 }) };
    client.http.use(middleware);
    expect((await client.http.DELETE(keyPath, { params: { path: projectKey } })).response.status).toBe(204);
    await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ status: 500 });
    client.http.eject(middleware);
    expect((await client.http.DELETE(keyPath, { params: { path: projectKey } })).response.status).toBe(500);
  });

  test("looks like an ordinary object to those who print it", () => {
    const client = clientOf(always(gone204));
    expect(`${client.http}`).toBe("[object Object]");
    expect(client.http.constructor).toBe(Object);
    expect((client.http as unknown as { then?: unknown }).then).toBeUndefined();
  });
});

describe("the guard", () => {
  const call = { operationId: "unassignGroupApiKey" } as Call;
  const pass = async (request: { method: string; url: string }, api: Api = "atlas") => {
    const passed: string[] = [];
    const guard = guarded(origin, api, async ({ url }) => {
      passed.push(url);
      throw new Error("passed");
    });
    const error = await rejection(guard({ ...request, headers: { accept: "x" } }, call));
    if (passed.length === 0) expect(error).toMatchObject({ parameter: "request", operationId: "unassignGroupApiKey" });
    return passed;
  };
  const good = `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`;

  test("passes the operations and the two token endpoints", async () => {
    expect(await pass({ method: "DELETE", url: good })).toEqual([good]);
    for (const path of ["/api/oauth/token", "/api/oauth/revoke"]) {
      expect(await pass({ method: "POST", url: origin + path })).toEqual([origin + path]);
    }
  });

  test.each([
    ["POST", good],
    ["delete", good],
    ["DELETE", `${good}/`],
    ["DELETE", `${good}/x`],
    ["DELETE", good.replace("/groups/", "//groups/")],
    ["DELETE", good.replace("/apiKeys/", "/apikeys/")],
    ["DELETE", good.replace("/groups/", "/orgs/")],
    ["DELETE", good.replace("v2", "v2.0")],
    ["DELETE", `${good}#x`],
    ["DELETE", `${good}?x=1`],
    ["DELETE", good.replace("https://", "https://user@")],
    ["DELETE", good.replace("https://", "https://:pass@")],
    ["DELETE", `${addresses.atlas}x/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`],
    ["DELETE", `${origin}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`],
    ["DELETE", `${origin}/api/oauth/token`],
    ["POST", `${origin}/api/oauth/token?x=1`],
    ["POST", `${origin}/api/oauth/token/`],
    ["POST", `${origin}/api/oauth/token#x`],
    ["POST", `${origin}/api/oauth/introspect`],
    ["POST", "https://evil.invalid/api/oauth/token"],
    ["GET", `${origin}/api/oauth/token`],
  ])("stops %s %s", async (method, url) => {
    expect(await pass({ method, url })).toEqual([]);
  });

  test("knows each operation by its own address, on its own API", () => {
    for (const [api, { basePath }] of Object.entries(servers) as [Api, { basePath: string }][]) {
      for (const operation of Object.values(operationTable)) {
        const path = operation.pathParameters.reduce<string>(
          (rest, { name, example }) => rest.replace(`{${name}}`, example),
          operation.path,
        );
        expect(operationAt(basePath + path, api)?.operationId).toBe(operation.operationId);
        const other = api === "atlas" ? "cloud-manager" : "atlas";
        expect(operationAt(basePath + path, other)).toBeUndefined();
      }
      expect(operationAt(basePath, api)).toBeUndefined();
    }
  });
});

describe("a polluted Object.prototype", () => {
  const polluted = Object.prototype as Record<string, unknown>;
  afterEach(() => {
    for (const key of ["baseUrl", "pathSerializer", "querySerializer", "Request", "method", "auth", "body"])
      delete polluted[key];
  });
  const other = `${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`;

  test.each([
    ["baseUrl", "https://evil.invalid"],
    ["pathSerializer", () => `${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`],
    [
      "Request",
      class {
        method = "DELETE";
        url = other;
      },
    ],
  ])("with %s can send nothing else", async (key, value) => {
    const server = always(gone204);
    const client = clientOf(server);
    polluted[key] = value;
    const outcome = await client.unassignGroupApiKey(projectKey).then(
      () => "sent",
      (error: { parameter?: string }) => error.parameter,
    );
    delete polluted[key];
    if (outcome === "sent")
      expect(server.sent.map(({ url }) => url)).toEqual([
        `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`,
      ]);
    else expect([outcome, server.sent]).toEqual(["request", []]);
  });

  test("does not choose the server of a new client", async () => {
    polluted.baseUrl = "https://evil.invalid";
    const server = always(gone204);
    const client = createClient({ api: "atlas", auth: bearer, fetch: server.fetch });
    delete polluted.baseUrl;
    await client.unassignGroupApiKey(projectKey);
    expect(new URL(server.sent[0]?.url ?? "").origin).toBe("https://cloud.mongodb.com");
  });
});
