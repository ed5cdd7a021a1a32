/** `client.http` for those who want data, error and response: what it sends, what it resolves with, and what it rejects. */
import { describe, expect, test } from "vitest";
import { InvalidParameterError } from "../../src/index.js";
import { always, gone204, rejection, respond, type Step, script } from "../support/fetch.js";
import { accountPath, addresses, type Http, http, keyPath } from "../support/http.js";
import { clientOf, ids, projectAccount, projectKey } from "../support/world.js";

const path = projectKey;
const deleteKey = (step: Step, init: object = {}) =>
  clientOf(script(step)).http.DELETE(keyPath, { params: { path }, ...init } as { params: { path: typeof path } });

test("sends the document's operations with the client's own headers, and each parameter within its limits", async () => {
  const server = always(gone204);
  const { response, error } = await clientOf(server).http.DELETE(keyPath, {
    params: { path, query: { envelope: true, pageNum: 1, itemsPerPage: 500 } },
  });
  expect([response.status, response.ok, error]).toEqual([204, true, undefined]);
  const own = `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`;
  expect(server.sent[0]?.url).toBe(`${own}?envelope=true&pageNum=1&itemsPerPage=500`);
  expect([...(server.sent[0]?.headers.keys() ?? [])]).toEqual(["accept", "authorization", "user-agent"]);
  expect(server.sent[0]?.headers.get("accept")).toBe("application/vnd.atlas.2023-01-01+json");
  for (const query of [{ pretty: false }, { pageNum: 123456 }, { itemsPerPage: 1 }])
    await http(server).DELETE(keyPath, { params: { path, query } });
  await http(server).request("delete", accountPath, { params: { path: projectAccount } });
  expect(server.sent.length).toBe(5);
});

test.each<[string, object]>([
  ["a header", { headers: { "x-request-id": "1" } }],
  ["Authorization", { headers: { authorization: "Basic x" } }],
  ["Accept", { headers: { Accept: "text/html" } }],
  ["a header that rewrites the method", { headers: { "X-HTTP-Method-Override": "GET" } }],
  ["an instance of Headers", { headers: new Headers({ "x-original-url": "/" }) }],
  ["headers as a list", { headers: [["x-a", "1"]] }],
  ["an empty header", { headers: { "x-a": "" } }],
  ["a header parameter", { params: { path, header: { "x-a": "1" } } }],
  ["a body", { body: { force: true } }],
  ["a body that is text", { body: "x", bodySerializer: (body: string) => body }],
])("refuses %s of the caller's own by name, and sends nothing", async (_, init) => {
  const server = always(gone204);
  const error = await rejection(http(server).DELETE(keyPath, { params: { path }, ...init }));
  expect(error).toBeInstanceOf(InvalidParameterError);
  expect(error).toMatchObject({ parameter: "request", outcome: "not-sent" });
  expect((error as Error).message).toMatch(/without headers and body of your own .*; got a (header|body)/);
  expect(server.sent).toEqual([]);
});

test("refuses a header that a middleware adds", async () => {
  const server = always(gone204);
  const client = http(server);
  client.use({ onRequest: ({ request }: { request: Request }) => void request.headers.set("x-a", "1") });
  await expect(rejection(client.DELETE(keyPath, { params: { path } }))).resolves.toBeInstanceOf(InvalidParameterError);
  expect(server.sent).toEqual([]);
});

describe("an error", () => {
  test.each<[string, Step]>([
    ["403 with Content-Length: 0", respond(403, "", { "content-length": "0" })],
    ["403 without any header", respond(403)],
    ["404 with an empty JSON body", respond(404, "", { "content-type": "application/json" })],
    ["401 with an empty chunked body", respond(401, "", { "transfer-encoding": "chunked" })],
    ["500 with an empty body", respond(500)],
  ])("with an empty body has no `error`: %s", async (_, step) => {
    const { response, error, data } = await deleteKey(step);
    expect([response.ok, error, data]).toEqual([false, undefined, undefined]);
  });

  test("holds the body and the headers that came, without those that described their encoding", async () => {
    const step = respond(404, { error: 404, errorCode: "X" }, { "content-encoding": "x-none", "x-a": "1" });
    const { response, error } = await deleteKey(step);
    expect([response.status, error]).toEqual([404, { error: 404, errorCode: "X" }]);
    expect([response.headers.get("x-a"), response.headers.has("content-encoding")]).toEqual(["1", false]);
    const page = await deleteKey(respond(599, "<html>", { "content-type": "text/html" }));
    expect([page.response.status, page.error]).toEqual([599, "<html>"]);
  });

  test("that came inside an enveloped 200 is not ok", async () => {
    const content = { error: 404, errorCode: "GROUP_NOT_FOUND" };
    const { response, error } = await deleteKey(respond(200, { status: 404, content }));
    expect([response.ok, response.status, error]).toEqual([false, 404, { status: 404, content }]);
  });

  const sent = "Bearer test-token-0123456789";
  const token = "test-token-0123456789";
  test.each<[string, Step]>([
    ["in a header", respond(403, { error: 403 }, { "x-echo": sent, location: `https://x.invalid/?t=${token}` })],
    [
      "in text that is not the JSON it claims to be",
      respond(403, `{"detail":"${sent}"`, { "content-type": "application/json" }),
    ],
    [
      "escaped in JSON",
      respond(403, `{"detail":"${token.replace("t", "\\u0074")}"}`, { "content-type": "application/json" }),
    ],
    ["with a secret of another form", respond(403, { detail: "mdb_sa_sk_test-token-0123456789" })],
  ])("that quotes the credential %s is redacted", async (_, step) => {
    const client = clientOf(script(step));
    const raw: string[] = [];
    client.http.use({ onResponse: async ({ response }) => void raw.push(await response.clone().text()) });
    const { response, error } = await client.http.DELETE(keyPath, { params: { path } });
    const shown = JSON.stringify([error, [...response.headers], raw]);
    expect(shown).not.toContain(token);
    expect(shown).toContain("[redacted]");
  });
});

test("resolves with a confirmed empty 200, without an error", async () => {
  const { response, error } = await deleteKey(
    () => new Response(new Uint8Array(0), { headers: { "content-length": "0" } }),
  );
  expect([response.ok, response.status, error]).toEqual([true, 200, undefined]);
});

test.each<[string, Step, number]>([
  ["a 205", respond(205), 205],
  ["a login page", respond(200, "<html>", { "content-type": "text/html" }), 200],
  ["a bare error inside a 200", respond(200, { error: 404, errorCode: "X" }), 200],
  ["an empty 200 that may be cut off", respond(200), 200],
  ["a 204 from a cache", respond(204, undefined, { age: "1" }), 204],
  ["a redirect", respond(302, undefined, { location: "/" }), 302],
  ["a body that broke off", () => new Response(new ReadableStream({ start: (c) => c.error("x") })), 200],
  ["a body that is too long", () => new Response(new Uint8Array(1024 * 1024 + 1), { status: 404 }), 404],
  ["a status beyond HTTP", () => ({ status: 700, headers: new Headers(), body: null }) as Response, 700],
  ["a hidden redirect", () => ({ status: 0, headers: new Headers(), body: null }) as Response, 0],
])("rejects %s: nobody should read it as a verdict", async (_, step, status) => {
  const error = await rejection(deleteKey(step));
  const operationId = "unassignGroupApiKey";
  expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", status, operationId, outcome: "unknown" });
});

test("a redaction that no header can hold does not cost a confirmation, and a challenge stays readable", async () => {
  const auth = {
    scheme: "own",
    authorize: () => "Bearer hunter-2",
    redact: (text: string) => text.replaceAll("hunter-2", "•••\n"),
  };
  const challenge = 'Bearer error="invalid_token", Basic realm="x"';
  const step = respond(204, undefined, {
    "x-echo": "hunter-2",
    "x-key": "Basic aGk6aGk=",
    "www-authenticate": challenge,
  });
  const client = clientOf(always(step), { auth });
  await expect(client.unassignGroupApiKey(path)).resolves.toMatchObject({ outcome: "unassigned" });
  const { response } = await client.http.DELETE(keyPath, { params: { path } });
  const shown = ["x-echo", "x-key", "www-authenticate"].map((name) => response.headers.get(name));
  expect(shown).toEqual(["????", "[redacted]", challenge]);
});

test("does not use a fetch of the call", async () => {
  const [server, other] = [always(gone204), always(gone204)];
  await http(server).DELETE(keyPath, { params: { path }, fetch: other.fetch });
  expect([server.sent.length, other.sent.length]).toEqual([1, 0]);
});

test("lets a middleware see its responses, but never those of the methods", async () => {
  const client = clientOf(always(respond(500, "<html>")));
  const middleware = { onResponse: () => new Response(null, { status: 204 }) };
  client.http.use(middleware);
  expect((await client.http.DELETE(keyPath, { params: { path } })).response.status).toBe(204);
  await expect(rejection(client.unassignGroupApiKey(path))).resolves.toMatchObject({ status: 500 });
  client.http.eject(middleware);
  expect((await client.http.DELETE(keyPath, { params: { path } })).response.status).toBe(500);
});

test("looks like an ordinary object to those who print it", () => {
  const shown: Http & { readonly then?: unknown } = http(always(gone204));
  expect(`${shown}`).toBe("[object Object]");
  expect([shown.constructor, shown.then, shown.use]).toEqual([Object, undefined, shown.use]);
});
