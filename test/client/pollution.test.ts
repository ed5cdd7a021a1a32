/** A polluted `Object.prototype`, as a JSON body or a careless library may leave it, chooses no target and no server. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { servers } from "../../generated/client.js";
import { createClient, digest, NotFoundError } from "../../src/index.js";
import {
  always,
  answer,
  apiError,
  bearer,
  clientOf,
  gone204,
  ids,
  keyPair,
  lost,
  origin,
  projectKey,
  rejection,
  script,
} from "./server.js";

const atlas = origin + servers.atlas.basePath;

describe("a polluted Object.prototype", () => {
  const polluted = Object.prototype as Record<string, unknown>;
  let key = "";
  afterEach(() => delete polluted[key]);
  const other = `${atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`;

  test.each([
    ["baseUrl", "https://evil.invalid"],
    ["pathSerializer", () => other],
    ["querySerializer", () => "envelope=true"],
    [
      "Request",
      class {
        method = "DELETE";
        url = other;
      },
    ],
    ["middleware", [{ onRequest: () => new Response(null, { status: 204 }) }]],
    ["method", "POST"],
    ["authorization", "Basic x"],
    ["pageNum", 2],
    ["envelope", true],
    ["unknown", "x"],
  ])("with %s changes no request, and answers none", async (name, value) => {
    const server = always(gone204);
    const client = clientOf(server);
    key = name;
    polluted[key] = value;
    const revocation = await client.unassignGroupApiKey(projectKey).finally(() => delete polluted[key]);
    expect(revocation).toMatchObject({ outcome: "revoked", requests: 1 });
    const [sent] = server.sent;
    expect(server.sent.length).toBe(1);
    expect(sent).toMatchObject({ method: "DELETE", body: "" });
    expect(sent?.url).toBe(`${atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`);
  });

  test.each([
    ["a setter", { get: () => "f".repeat(24), set: () => undefined }],
    ["a value that can't be written", { value: "f".repeat(24), writable: false }],
  ])("with an id that is %s chooses no target", async (_, descriptor) => {
    const server = always(gone204);
    const client = clientOf(server);
    key = "groupId";
    Object.defineProperty(polluted, key, { configurable: true, ...descriptor });
    const revocation = await client.unassignGroupApiKey(projectKey).finally(() => delete polluted[key]);
    expect(revocation.ids).toEqual(projectKey);
    expect(server.sent.map(({ url }) => url)).toEqual([`${atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`]);
  });

  test("with an authorization makes no unauthorized DELETE one that may have revoked", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    key = "authorization";
    const challenge = answer(401, undefined, { "www-authenticate": 'Digest realm="r", nonce="n", qop="auth"' });
    const server = script(lost(), challenge, apiError(404, "RESOURCE_NOT_FOUND"));
    const client = clientOf(server, { auth: digest(keyPair), maxRetries: 1 });
    polluted[key] = "Basic x";
    const error = await rejection(client.unassignGroupApiKey(projectKey).finally(() => delete polluted[key]));
    expect(error).toBeInstanceOf(NotFoundError);
  });

  test("with an identity makes no target the caller's own", async () => {
    key = "clientId";
    const client = clientOf(always(gone204), { auth: { ...bearer, identity: {} } });
    polluted[key] = "x";
    const { warnings } = await client.unassignGroupApiKey(projectKey).finally(() => delete polluted[key]);
    expect(warnings).toEqual([expect.stringContaining("stays alive in its organization")]);
  });

  test("does not choose the server of a new client", async () => {
    key = "baseUrl";
    polluted[key] = "https://evil.invalid";
    const server = always(gone204);
    const client = createClient({ api: "atlas", auth: bearer, fetch: server.fetch });
    delete polluted[key];
    await client.unassignGroupApiKey(projectKey);
    expect(new URL(server.sent[0]?.url ?? "").origin).toBe("https://cloud.mongodb.com");
  });
});
