/** A polluted `Object.prototype`, as a JSON body or a careless library may leave it, chooses no target and no server. */
import { afterEach, describe, expect, test } from "vitest";
import { servers } from "../../generated/client.js";
import { createClient } from "../../src/index.js";
import { always, bearer, clientOf, gone204, ids, origin, projectKey, rejection } from "./server.js";

const atlas = origin + servers.atlas.basePath;

describe("a polluted Object.prototype", () => {
  const polluted = Object.prototype as Record<string, unknown>;
  afterEach(() => {
    for (const key of [
      "baseUrl",
      "pathSerializer",
      "querySerializer",
      "Request",
      "method",
      "auth",
      "body",
      "middleware",
    ])
      delete polluted[key];
  });
  const other = `${atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`;

  test.each([
    ["baseUrl", "https://evil.invalid"],
    ["pathSerializer", () => `${atlas}/groups/${ids.groupId}/serviceAccounts/${ids.clientId}`],
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
      expect(server.sent.map(({ url }) => url)).toEqual([`${atlas}/groups/${ids.groupId}/apiKeys/${ids.apiKeyId}`]);
    else expect([outcome, server.sent]).toEqual(["request", []]);
  });

  test("with a middleware that answers in the server's place brings no success", async () => {
    const server = always(gone204);
    const client = clientOf(server);
    polluted.middleware = [{ onRequest: () => new Response(null, { status: 204 }) }];
    const error = await rejection(client.unassignGroupApiKey(projectKey));
    delete polluted.middleware;
    expect(server.sent).toEqual([]);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: expect.stringMatching(/^unassignGroupApiKey failed: the generated client did not send the operation\./),
    });
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
