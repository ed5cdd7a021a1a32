/** `client.http` takes any path and any init: whatever a caller makes of them, only what was meant can leave. */
import { expect, test } from "vitest";
import { InvalidParameterError } from "../../src/index.js";
import { always, gone204, rejection } from "../support/fetch.js";
import { accountPath, addresses, type Http, http, keyPath } from "../support/http.js";
import { ids, origin } from "../support/world.js";

const path = { ...ids };
const account = `${addresses.atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`;
const key = `${addresses.atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`;
const ofOrganization = "/orgs/{orgId}/apiKeys/{apiKeyId}";
const secretPath = "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}";
const query = (values: object) => ({ params: { path, query: values } });
const rewrite = (url: string) => ({ onRequest: () => new Request(url, { method: "DELETE" }) });

/** A `Request` class that says one address when it is checked, and another when it is sent. */
class TwoFaced {
  readonly method = "DELETE";
  readonly headers = new Headers();
  reads = 0;
  get url(): string {
    this.reads += 1;
    return this.reads === 1 ? key : account;
  }
}

const deletes: [name: string, path: string, init?: object][] = [
  ["the operation that deletes a key from its whole organization", ofOrganization],
  ["a baseUrl of another origin", keyPath, { baseUrl: "https://evil.invalid/api/atlas/v2" }],
  ["a baseUrl of the other API", keyPath, { baseUrl: addresses["cloud-manager"] }],
  ["a baseUrl of another port", keyPath, { baseUrl: "https://api.invalid:8443/api/atlas/v2" }],
  ["a baseUrl of another scheme", keyPath, { baseUrl: "http://api.invalid/api/atlas/v2" }],
  ["a path serialiser that builds another operation", keyPath, { pathSerializer: () => account }],
  ["a path serialiser that leaves the document", keyPath, { pathSerializer: () => key.replace("/groups/", "/orgs/") }],
  ["an id of two dots", secretPath, { params: { path: { ...path, secretId: ".." } } }],
  ["an id with a slash", keyPath, { params: { path: { ...path, apiKeyId: "a/b" } } }],
  ["a missing id", keyPath, { params: { path: { groupId: ids.groupId } } }],
  ["no params at all", keyPath, { params: undefined }],
  ["a template with the ids in it", `/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`],
  ["a query serialiser that adds a parameter", keyPath, { ...query({ a: 1 }), querySerializer: () => "force=true" }],
  ["a query serialiser that adds a fragment", keyPath, { ...query({ a: 1 }), querySerializer: () => "pretty=true#x" }],
  ["a boolean that is not one", keyPath, query({ envelope: "yes" })],
  ["a page before the first", keyPath, query({ pageNum: 0 })],
  ["a page that is not a whole number", keyPath, query({ pageNum: 1.5 })],
  ["a page that only begins as a number", keyPath, query({ pageNum: "1x" })],
  ["501 items", keyPath, query({ itemsPerPage: 501 })],
  ["a Request class that says two things", accountPath, { Request: TwoFaced }],
  ["a middleware of the call itself", keyPath, { middleware: [rewrite("https://evil.invalid/")] }],
];
const others: [string, (http: Http) => Promise<unknown>][] = [
  ["the same by request()", (h) => h.request("delete", ofOrganization, { params: { path } })],
  ["a GET", (h) => h.GET(keyPath, { params: { path } })],
  ["a GET of a lookup", (h) => h.GET("/groups/{groupId}/apiKeys", { params: { path } })],
  ["a POST", (h) => h.POST(keyPath, { params: { path }, body: {} })],
  ["a PUT by request()", (h) => h.request("put", keyPath, { params: { path } })],
  ["the token endpoint", (h) => h.POST("/api/oauth/token", { baseUrl: origin })],
];
const middlewared = (h: Http) => {
  h.use(rewrite(account));
  return h.DELETE(keyPath, { params: { path } });
};

test.each<[string, (http: Http) => Promise<unknown>]>([
  ...deletes.map(([name, to, init]): [string, (http: Http) => Promise<unknown>] => [
    name,
    (h) => h.DELETE(to, { params: { path }, ...init }),
  ]),
  ...others,
  ["a middleware that rewrites the request", middlewared],
])("client.http does not send %s", async (_, call) => {
  const server = always(gone204);
  const error = await rejection(call(http(server)));
  expect(error).toBeInstanceOf(InvalidParameterError);
  const expected = "one of the document's operations, with valid ids, on the configured origin and API";
  expect(error).toMatchObject({ parameter: "request", outcome: "not-sent", expected });
  expect(server.sent).toEqual([]);
});

test("client.http does not send a baseUrl with user info: the platform refuses it", async () => {
  const server = always(gone204);
  const baseUrl = "https://u:p@api.invalid/api/atlas/v2";
  await rejection(http(server).DELETE(keyPath, { params: { path }, baseUrl }));
  expect(server.sent).toEqual([]);
});
