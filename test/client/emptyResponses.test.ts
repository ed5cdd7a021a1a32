/** Answers without a body: which empty 200 is a confirmation, and which may have been cut off. */
import { expect, test } from "vitest";
import { UnexpectedResponseError } from "../../src/index.js";
import { respond, gone204, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret } from "../support/world.js";

const json = { "content-type": "application/json" };
const revoke = (step: Step, options = {}) => clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, options);

test("200 with an empty JSON body is revoked", async () => {
  for (const framing of [{ "content-length": "0" }, { "transfer-encoding": "chunked" }]) {
    const framed = respond(200, undefined, { ...json, ...framing });
    await expect(revoke(framed)).resolves.toMatchObject({ outcome: "deleted", status: 200 });
    await expect(revoke(respond(200, undefined, framing))).resolves.toMatchObject({ outcome: "deleted", status: 200 });
  }
  await expect(revoke(respond(200, "", { "content-length": "0", "content-type": "text/html" }))).resolves.toMatchObject({
    outcome: "deleted",
  });
});

test.each([
  ["is a page that was cut off", { "content-type": "text/html" }],
  ["is a page that came in chunks", { "content-type": "text/html", "transfer-encoding": "chunked" }],
  ["was announced with a length, and chunked", { ...json, "content-length": "9", "transfer-encoding": "chunked" }],
  ["was announced with a length", { ...json, "content-length": "120" }],
  ["was to end with its connection", json],
  ["was to end with its connection, and came without any header", {}],
  ["was chunked, and to end with its connection", { ...json, "transfer-encoding": "chunked", connection: "close" }],
  ["was compressed and chunked", { ...json, "transfer-encoding": "chunked", "content-encoding": "gzip" }],
  ["has a coding of its own", { ...json, "transfer-encoding": "gzip" }],
])("200 with a body that %s before its first byte is unknown", async (_, headers) => {
  const error = await rejection(revoke(respond(200, "", headers)));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status: 200, message: expect.stringContaining("cut off") });
});

test("200 with an encoded body that decodes to nothing is unknown: a gzip that was cut short does so too", async () => {
  const headers = { ...json, "content-length": "20", "content-encoding": "gzip" };
  await expect(rejection(revoke(respond(200, "", headers)))).resolves.toMatchObject({ outcome: "unknown" });
});

test("an empty 200 where an envelope was asked for is revoked only when its length is told", async () => {
  const asked = { envelope: true };
  await expect(revoke(respond(200, "", { "content-length": "0" }), asked)).resolves.toMatchObject({
    outcome: "deleted",
  });
  for (const headers of [json, { ...json, "transfer-encoding": "chunked" }])
    await expect(rejection(revoke(respond(200, "", headers), asked))).resolves.toMatchObject({ outcome: "unknown" });
  await expect(revoke(gone204, asked)).resolves.toMatchObject({ outcome: "deleted", status: 204 });
});
