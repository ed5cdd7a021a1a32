/** Responses without a body: which empty 200 is a confirmation, and which may have been cut off. */
import { expect, test } from "vitest";
import { UnexpectedResponseError } from "../../src/index.js";
import { gone204, rejection, type Server, script } from "../support/fetch.js";
import { clientOf, ids, orgSecret } from "../support/world.js";

const json = { "content-type": "application/json" };
const chunked = { "transfer-encoding": "chunked", connection: "keep-alive" };
/** An empty 200 with these headers and no others. */
const bare = (headers: Record<string, string>) =>
  script(() => new Response(new Uint8Array(0), { status: 200, headers }));
const revoke = (server: Server, options = {}) => clientOf(server).deleteOrgServiceAccountSecret(orgSecret, options);

test.each([
  { "content-length": "0" },
  { ...json, "content-length": "0" },
  { ...json, "content-length": "0", connection: "close" },
  { "content-type": "application/vnd.atlas.2024-08-05+json;charset=utf-8", "content-length": "0", via: "1.1 proxy" },
  chunked,
  { ...json, ...chunked },
  { ...json, "transfer-encoding": " Chunked ", connection: "Keep-Alive" },
])("an empty 200 with the headers %j is whole: the secret is deleted", async (headers) => {
  await expect(revoke(bare(headers))).resolves.toMatchObject({ outcome: "deleted", status: 200 });
});

test.each<[string, Record<string, string>]>([
  ["an error's code in its headers", { "x-error-code": "RESOURCE_NOT_FOUND" }],
  ["two types", { "content-type": "application/json; charset=utf-8, text/html" }],
])("a 204 with %s confirms nothing: unknown", async (_, headers) => {
  const server = script(() => new Response(null, { status: 204, headers }));
  await expect(rejection(revoke(server))).resolves.toMatchObject({ outcome: "unknown", code: "UNEXPECTED_RESPONSE" });
});

test.each([
  ["no header at all", {}],
  ["a type and no length", json],
  ["a length that is longer", { ...json, "content-length": "120" }],
  ["a length of zero twice", { ...json, "content-length": "0, 0" }],
  ["a length of zero in other words", { ...json, "content-length": "00" }],
  ["a length of zero and chunks", { ...json, ...chunked, "content-length": "0" }],
  ["a length and chunks", { ...json, "content-length": "9", ...chunked }],
  ["chunks, and nothing about the connection", { ...json, "transfer-encoding": "chunked" }],
  ["chunks on a connection that closes", { ...json, "transfer-encoding": "chunked", connection: "close" }],
  ["chunks on a connection that both closes and stays", { ...json, ...chunked, connection: "keep-alive, close" }],
  ["chunks on a connection that upgrades", { ...json, ...chunked, connection: "upgrade, keep-alive" }],
  ["chunks, and a proxy that closes", { ...json, ...chunked, "proxy-connection": "close" }],
  ["chunks, and a proxy that stays", { ...json, ...chunked, "proxy-connection": "keep-alive" }],
  ["compressed chunks", { ...json, ...chunked, "content-encoding": "gzip" }],
  ["chunks that a proxy has marked as not encoded", { ...json, ...chunked, "content-encoding": "identity" }],
  ["a coding of its own", { ...json, connection: "keep-alive", "transfer-encoding": "gzip, chunked" }],
  ["a length of an encoded body", { ...json, "content-length": "20", "content-encoding": "gzip" }],
])("an empty 200 with %s may have been cut off: unknown", async (_, headers) => {
  const error = await rejection(revoke(bare(headers)));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status: 200, summary: expect.stringContaining("cut off") });
});

test.each([["JSON and a page", { "content-type": "application/json, text/html" }]])(
  "an empty 200 of known length that is %s is not the API's: unknown",
  async (_, headers) => {
    const error = await rejection(revoke(bare({ ...headers, "content-length": "0" })));
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown", status: 200 });
  },
);

test("an empty 200 where an envelope was asked for is a confirmation only when its length is stated", async () => {
  const asked = { envelope: true };
  await expect(revoke(bare({ "content-length": "0" }), asked)).resolves.toMatchObject({ outcome: "deleted" });
  for (const headers of [json, { ...json, ...chunked }])
    await expect(rejection(revoke(bare(headers), asked))).resolves.toMatchObject({ outcome: "unknown" });
  await expect(revoke(script(gone204), asked)).resolves.toMatchObject({ outcome: "deleted", status: 204 });
});

test("client.http decides the same", async () => {
  const call = (headers: Record<string, string>, query = {}) =>
    clientOf(bare(headers)).http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", {
      params: { path: { groupId: ids.groupId, apiKeyId: ids.apiKeyId }, query },
    });
  for (const query of [{}, { envelope: false }])
    expect((await call({ ...json, ...chunked }, query)).response.ok).toBe(true);
  for (const [headers, query] of [
    [{ ...json, ...chunked }, { envelope: true }],
    [{ ...json, ...chunked, connection: "close" }, {}],
    [{ "content-length": "0", "content-type": "text/html" }, {}],
    [{ "content-length": "0", age: "1" }, {}],
  ] as const)
    await expect(rejection(call(headers, query))).resolves.toMatchObject({ outcome: "unknown" });
});
