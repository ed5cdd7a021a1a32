/** `client.http` for those who want data, error and response: what it sends, what it resolves with, and what it rejects. */
import { describe, expect, test } from "vitest";
import { accountPath, addresses, http, keyPath } from "../support/http.js";
import { always, gone204, rejection } from "../support/fetch.js";
import { clientOf, ids, projectAccount, projectKey } from "../support/world.js";

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

  test("is not ok for a refusal that came inside an enveloped 200", async () => {
    const content = { error: 404, errorCode: "GROUP_NOT_FOUND" };
    const server = always(() => Response.json({ status: 404, content }));
    const { response, error } = await clientOf(server).http.DELETE(keyPath, {
      params: { path: projectKey, query: { envelope: true } },
    });
    expect([response.ok, response.status, error]).toEqual([false, 404, { status: 404, content }]);
  });

  test.each([
    ["an empty 200", () => new Response(null, { status: 200, headers: { "content-length": "0" } }), 200, ""],
    ["a 400", () => new Response("x", { status: 400 }), 400, ""],
    ["a 599", () => new Response("x", { status: 599 }), 599, "x"],
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
    ["a 205", () => new Response(null, { status: 205 }), 205],
    ["a login page", () => new Response("<html>", { headers: { "content-type": "text/html" } }), 200],
    ["a bare error inside a 200", () => Response.json({ error: 404, errorCode: "X" }), 200],
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
    expect((error as Error).message).toMatch(/^HTTP \d+ .+\. It is not known/);
  });

  test("does not use a fetch of the call", async () => {
    const server = always(gone204);
    const other = always(gone204);
    await http(server).DELETE(keyPath, { params: { path: projectKey }, fetch: other.fetch });
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
      await http(server).DELETE(keyPath, { params: { path: projectKey, query } });
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
    expect([client.http.use, client.http.eject]).toEqual([client.http.use, client.http.eject]);
  });
});
