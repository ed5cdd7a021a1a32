/** Answers that are neither a confirmation nor an error of the API: each says in its message what it was. */
import { expect, test } from "vitest";
import { UnexpectedResponseError } from "../../src/index.js";
import { respond, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret } from "../support/world.js";

const json = { "content-type": "application/json" };
const unexpected = async (step: Step) =>
  (await rejection(
    clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { envelope: true }),
  )) as UnexpectedResponseError;

/** An answer that no platform's constructor makes, but that a server or a `fetch` of the caller's own may bring. */
const odd =
  (status: number, text?: string, headers = {}): Step =>
  () =>
    ({
      status,
      headers: new Headers(headers),
      body: text === undefined ? null : new Response(text).body,
      bodyUsed: false,
      redirected: false,
    }) as Response;

test.each([
  ["204 with a body", odd(204, "<html>"), 204, "has a body that is neither empty nor an envelope"],
  [
    "HTTP 199 with an error in an envelope",
    odd(199, '{"status":404,"content":{"error":404}}', json),
    199,
    "holds an envelope that does not plainly say 200 or 204 (status 404)",
  ],
  ["HTTP 399", respond(399), 399, "is a redirect, and none is followed"],
  ["HTTP 600", odd(600), 600, "is no answer that the document knows"],
  ["HTTP 201", respond(201), 201, "is no answer that the document knows"],
  ["200 without a length", respond(200), 200, "has an empty body that may have been cut off"],
  ...['{"status":99}', '{"status":600}', '{"status":204.5}', '{"status":"204"}'].map(
    (body) =>
      [`the body ${body}`, respond(200, body, json), 200, "has a body that is neither empty nor an envelope"] as const,
  ),
  ...[100, 202, 399].map(
    (status) =>
      [
        `an envelope with status ${status}`,
        respond(200, { status }),
        200,
        `holds an envelope that does not plainly say 200 or 204 (status ${status})`,
      ] as const,
  ),
] as const)("%s is unknown, and the message says why", async (_, step, status, why) => {
  const error = await unexpected(step);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ outcome: "unknown", status });
  expect(error.message).toBe(
    `deleteOrgServiceAccountSecret: HTTP ${status} ${why}. It is not known whether the credential is gone; check before you rely on it. Check the base URL and what stands between you and the server.`,
  );
});

test("an envelope with status 599 is the API's error, the last that there is", async () => {
  await expect(unexpected(respond(200, { status: 599 }))).resolves.toMatchObject({ code: "SERVER", status: 599 });
});
