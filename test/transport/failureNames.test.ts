/** What a failed connection is called in the message, and which failures prove that nothing was sent. */
import { expect, test } from "vitest";
import { ConnectionError } from "../../src/index.js";
import { rejection, script } from "../support/fetch.js";
import { clientOf, orgSecret } from "../support/world.js";

const failed = (error: unknown) =>
  rejection(
    clientOf(
      script(() => {
        throw error;
      }),
    ).deleteOrgServiceAccountSecret(orgSecret),
  );
const wrapped = (cause: unknown) => new TypeError("fetch failed", { cause });

test.each([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_VERIFY_FIRST_CERTIFICATE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ConnectionRefused",
])("after %s no DELETE was sent", async (code) => {
  const error = await failed(wrapped(Object.assign(new Error("x"), { code })));
  expect(error).toMatchObject({
    outcome: "not-sent",
    message: `The connection could not be made (${code}). No authorized DELETE was sent; the credential is unchanged.`,
  });
});

const inner = (fields: object) => wrapped({ ...fields });

test.each([
  ["with nothing but a message", wrapped(new Error("x")), ""],
  ["with a name of its own", wrapped(new RangeError("x")), " (RangeError)"],
  ["with a code that is no word", inner({ code: 5, name: "Odd" }), " (Odd)"],
  ["with neither code nor name as a word", inner({ code: 5, name: 5 }), ""],
  ["in two address families", wrapped({ errors: [{ code: "ECONNRESET" }, { code: "EPIPE" }] }), " (ECONNRESET, EPIPE)"],
])("a failure %s leaves the outcome unknown and is named by what it tells", async (_, error, name) => {
  await expect(failed(error)).resolves.toMatchObject({
    outcome: "unknown",
    message: `The connection failed before the response was there${name}. It is not known whether the credential is gone; check before you rely on it.`,
  });
});

test("a failure that is its own cause is a failed connection like any other", async () => {
  const error = new TypeError("fetch failed");
  error.cause = error;
  await expect(failed(error)).resolves.toBeInstanceOf(ConnectionError);
});
