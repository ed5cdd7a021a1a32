/** `client.http` takes any path and any init: whatever a caller makes of them, only what was meant can leave. */
import { describe, expect, test } from "vitest";
import { InvalidParameterError } from "../../src/index.js";
import { always, gone204, rejection } from "../support/fetch.js";
import { accountPath, addresses, type Http, http, keyPath } from "../support/http.js";
import { ids, origin } from "../support/world.js";

describe("client.http", () => {
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
});
