/** Digest over many calls: the count of a nonce rises as long as the server lets it. */
import { expect, test } from "vitest";
import { digest } from "../../src/index.js";
import { digestServer, fieldsOf } from "./digestServer.js";
import { clientOf, keyPair, projectKey } from "./server.js";

test("5,000 deletes one after the other cost 5,001 requests, with a fresh cnonce for each nonce", async () => {
  const server = digestServer(keyPair);
  const client = clientOf(server, { auth: digest(keyPair) });
  for (let count = 0; count < 5_000; count += 1) await client.unassignGroupApiKey(projectKey);
  expect(server.sent.length).toBe(5_001);
  expect(server.complaints).toEqual([]);
  expect(fieldsOf(server.sent.at(-1)?.headers.get("authorization") ?? "").get("nc")).toBe("00001388");
});
