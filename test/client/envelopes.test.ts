/** Envelopes inside a 200: what is read as one, in which type and charset, and what only looks like a confirmation. */
import { expect, test } from "vitest";
import { UnexpectedResponseError } from "../../src/index.js";
import { rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret } from "../support/world.js";

const json = { "content-type": "application/json" };
const revoke = (step: Step, options = {}) => clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, options);

test.each([
  ['{"status":200}', 200],
  ['{"status":204}', 204],
  ['{"status":204,"content":null}', 204],
  [' {\n"content" : {} , "status" : 204 }\r\n', 204],
  ['{"st\\u0061tus":204,"content":{},"links":[{"status":500}],"locations":[]}', 204],
  ['{"status":204,"links":"https://a.invalid/{b}"}', 204],
  ['{"status":204,"links":"a\\"b\\":[c"}', 204],
  ['{"status":204,"links":[{"href":"a:b","x":"\\"status\\":500"}]}', 204],
])("the envelope %s confirms the deletion", async (body, status) => {
  await expect(revoke(respond(200, body, json), { envelope: true })).resolves.toMatchObject({
    outcome: "deleted",
    status,
  });
});

test.each([
  '{"status":"204"}',
  '{"status":204.5}',
  '{"status":99}',
  '{"status":null}',
  '{"status":[204]}',
  '{"status":202}',
  '{"status":100}',
  '{"status":204,"content":[]}',
  '{"status":204,"content":false}',
  '{"status":204,"content":{"error":404}}',
  '{"status":204,"content":{"__proto__":{}}}',
  '{"status":404,"status":204}',
  '{"status":204,"status":404}',
  '{"status":404,"st\\u0061tus":204}',
  '{"status":204,"content":{},"content":{}}',
  '{"status":204,"error":null}',
  '{"status":204,"results":[]}',
  '{"__proto__":{"status":204}}',
  '{"status":204',
  '[{"status":204}]',
  '"204"',
  "204",
  "{}",
  " ",
  "<html>signed out</html>",
])("200 with the body %s is unknown", async (body) => {
  const error = await rejection(revoke(respond(200, body, json), { envelope: true }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status: 200, attempts: 1 });
});

test.each([
  undefined,
  "text/html",
  "text/json",
  "application/jsonx",
  "application/json, text/html",
  "xapplication/json",
  "application/+json",
])("an envelope of the type %s is not read", async (type) => {
  const headers = type === undefined ? undefined : { "content-type": type };
  const step: Step = () =>
    new Response(new TextEncoder().encode('{"status":204}'), { status: 200, ...(headers ? { headers } : {}) });
  await expect(rejection(revoke(step, { envelope: true }))).resolves.toMatchObject({ outcome: "unknown" });
});

test.each([
  "application/json",
  "Application/JSON;charset=utf-8",
  " application/vnd.atlas.2024-08-05+json;charset=utf-8",
  "application/json ; charset=x",
])("an envelope of the type %s is read", async (type) => {
  const step = respond(200, '{"status":204}', { "content-type": type });
  await expect(revoke(step, { envelope: true })).resolves.toMatchObject({ outcome: "deleted" });
});

test("a body in another charset is read in it, and one of an unknown charset as UTF-8", async () => {
  const utf16 = new Uint8Array([...'{"status":204}'].flatMap((c) => [c.charCodeAt(0), 0]));
  const charset =
    (name: string, bytes: Uint8Array<ArrayBuffer>): Step =>
    () =>
      new Response(bytes, { status: 200, headers: { "content-type": `application/json; charset=${name}` } });
  await expect(revoke(charset("utf-16le", utf16), { envelope: true })).resolves.toMatchObject({ status: 204 });
  await expect(revoke(charset('"UTF-16LE"', utf16), { envelope: true })).resolves.toMatchObject({ status: 204 });
  await expect(rejection(revoke(charset("utf-8", utf16), { envelope: true }))).resolves.toMatchObject({
    outcome: "unknown",
  });
  const latin1 = new Uint8Array([...'{"error":404,"detail":"caf\u00e9"}'].map((c) => c.charCodeAt(0)));
  const step: Step = () =>
    new Response(latin1, { status: 404, headers: { "content-type": "application/json;charset=ISO-8859-1" } });
  await expect(rejection(revoke(step))).resolves.toMatchObject({ detail: "café" });
  const utf8 = new TextEncoder().encode('{"status":204}');
  await expect(revoke(charset("no-such-charset", utf8), { envelope: true })).resolves.toMatchObject({ status: 204 });
});

test("200 with an envelope that says two things is unknown, not refused", async () => {
  const body = '{"status":204,"status":404,"content":{"error":404,"errorCode":"SECRET_NOT_FOUND"}}';
  const failure = await rejection(revoke(respond(200, body, json), { envelope: true, missingOk: true }));
  expect(failure).toBeInstanceOf(UnexpectedResponseError);
  expect(failure).toMatchObject({ outcome: "unknown" });
});
