// The checker judges all other contract tests, so each of its rules is shown to bite.
import { describe, expect, it } from "vitest";
import { checkExchange, type Exchange } from "./checker.js";

const groupId = "32b6e34b3d91647abb20e7b8";
const apiKeyId = "5d1d12c087d9d63e6d682438";
const path = `/groups/${groupId}/apiKeys/${apiKeyId}`;

interface Change {
  readonly api?: string;
  readonly method?: string;
  readonly url?: string;
  readonly accept?: string;
  readonly authorization?: string;
  readonly requestBody?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A conforming unassignment of an API key on Cloud Manager, with one thing changed. */
function exchange(change: Change = {}): Exchange {
  return {
    api: change.api ?? "cloud-manager",
    request: {
      method: change.method ?? "DELETE",
      url: change.url ?? `https://api.invalid/api/public/v1.0${path}`,
      headers: new Headers({
        accept: change.accept ?? "application/json",
        ...(change.authorization === undefined ? {} : { authorization: change.authorization }),
      }),
      ...(change.requestBody === undefined ? {} : { body: change.requestBody }),
    },
    response: {
      status: change.status ?? 200,
      headers: new Headers({ "content-type": "application/json", ...change.headers }),
      body: change.body ?? "",
    },
  };
}

const atlas = {
  api: "atlas",
  url: `https://api.invalid/api/atlas/v2${path}`,
  accept: "application/vnd.atlas.2023-01-01+json",
  status: 204,
  headers: { "content-type": "application/vnd.atlas.2023-01-01+json;charset=utf-8" },
} as const;
const enveloped = { url: `https://api.invalid/api/public/v1.0${path}?envelope=true` } as const;
const lookup = {
  method: "GET",
  url: `https://api.invalid/api/public/v1.0/groups/${groupId}/apiKeys?itemsPerPage=500`,
  body: JSON.stringify({ results: [{ id: apiKeyId, publicKey: "abcdefgh" }] }),
} as const;
const missing = JSON.stringify({ error: 404, errorCode: "GROUP_NOT_FOUND" });

describe("the contract checker accepts", () => {
  it.each<[string, Change]>([
    ["an empty 200 on Cloud Manager", {}],
    ["a 204 on Atlas", atlas],
    ["a later version on Atlas", { ...atlas, accept: "application/vnd.atlas.2024-10-23+json" }],
    ["an envelope that was asked for", { ...enveloped, body: '{"status":200,"content":{}}' }],
    ["an envelope with an error", { ...enveloped, body: `{"status":404,"content":${missing}}` }],
    ["a bare error", { status: 404, body: missing }],
    ["a status that the default response describes", { status: 409, body: '{"error":409}' }],
    ["a list", lookup],
    ["integer headers", { headers: { "ratelimit-limit": "1200" } }],
  ])("%s", (_, change) => {
    expect(() => checkExchange(exchange(change))).not.toThrow();
  });

  it("and says which cell of the matrix was filled", () => {
    expect(checkExchange(exchange({ ...enveloped, status: 404, body: missing, authorization: "Bearer x" }))).toEqual({
      api: "cloud-manager",
      operationId: "unassignGroupApiKey",
      status: 404,
      envelope: true,
      credential: "service account",
    });
  });
});

describe("the contract checker rejects", () => {
  it.each<[string, Change, RegExp]>([
    ["another method", { method: "GET" }, /no operation has this method and path/],
    ["a path of the other API", { api: "atlas" }, /not a path of atlas/],
    [
      "an undocumented path",
      { url: `/api/public/v1.0/orgs/${groupId}/apiKeys/${apiKeyId}` },
      /no operation has this method and path/,
    ],
    [
      "an id that does not fit",
      { url: `/api/public/v1.0${path.toUpperCase().replace("GROUPS", "groups").replace("APIKEYS", "apiKeys")}` },
      /path parameter groupId/,
    ],
    ["an unknown query parameter", { url: `/api/public/v1.0${path}?force=true` }, /force is not documented/],
    [
      "a query value of another type",
      { url: `/api/public/v1.0${path}?envelope=yes` },
      /query parameter envelope must be boolean/,
    ],
    ["a number out of range", { url: `/api/public/v1.0${path}?itemsPerPage=501` }, /itemsPerPage must be <= 500/],
    ["a doubled query parameter", { url: `/api/public/v1.0${path}?pretty=true&pretty=true` }, /pretty stands 2 times/],
    ["a request body", { requestBody: "{}" }, /request has a body/],
    ["plain JSON on Atlas", { ...atlas, accept: "application/json" }, /Accept is application\/json/],
    ["a version before the first", { ...atlas, accept: "application/vnd.atlas.2022-01-01+json" }, /from 2023-01-01 on/],
    ["a versioned type on Cloud Manager", { accept: atlas.accept }, /not application\/json/],
    ["basic authentication", { authorization: "Basic eA==" }, /scheme basic/],
    ["an undocumented success", { status: 202, body: "{}" }, /202 is not documented/],
    ["an empty 401", { status: 401 }, /body must be object/],
    ["a list without results", { ...lookup, body: "{}" }, /required property 'results'/],
    [
      "an envelope around a list that was not asked for",
      { ...lookup, body: '{"results":[],"status":200}' },
      /not asked for/,
    ],
    [
      "an envelope with the error's own status, which no source shows",
      { ...enveloped, status: 404, body: `{"status":404,"content":${missing}}` },
      /required property 'error'/,
    ],
    ["the other API's success", { ...atlas, status: 200 }, /empty success of this API has status 204/],
    ["a 204 where 200 is documented", { status: 204 }, /empty success of this API has status 200/],
    ["an empty 404", { status: 404 }, /body must be object/],
    ["HTML", { status: 404, headers: { "content-type": "text/html" }, body: "<html>" }, /content type text\/html/],
    ["what is no JSON", { status: 404, body: "{" }, /not JSON/],
    ["an error without a status", { status: 404, body: "{}" }, /must have required property 'error'/],
    ["an error of another status", { status: 403, body: missing }, /body\/error is 404, not the status 403/],
    ["an envelope that was not asked for", { body: '{"status":200}' }, /not asked for/],
    ["an envelope without a status", { ...enveloped, body: '{"content":{}}' }, /required property 'status'/],
    ["an envelope with another success", { ...enveloped, body: '{"status":204}' }, /body\/status is 204, neither/],
    [
      "an envelope whose error disagrees",
      { ...enveloped, body: `{"status":403,"content":${missing}}` },
      /content\/error is 404/,
    ],
    ["a header of another type", { headers: { "ratelimit-limit": "many" } }, /header RateLimit-Limit must be integer/],
  ])("%s", (_, change, message) => {
    expect(() => checkExchange(exchange(change))).toThrow(message);
  });
});
