/** What an attack on the promises found, so that it stays closed. */
import { describe, expect, test } from "vitest";
import { cleanText } from "../../src/internal/text.js";
import { redactionFor } from "../../src/transport/redaction.js";
import { always, rejection } from "../support/fetch.js";
import { observedClientOf, projectKey } from "../support/world.js";

describe("text from a server", () => {
  test.each(["eyJ-", "Digest ", "Bearer ", "mdb_sa_sk_", "a.", "\u0000"])(
    "a megabyte of %j is cleaned in no time",
    (piece) => {
      const started = performance.now();
      expect(cleanText(piece.repeat(1024 * 1024)).length).toBeLessThan(502);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );

  test("a secret that the cut of a long text halves is not shown when redaction shortens what stands before it", () => {
    const secret = "s3cret-".repeat(40);
    const redact = (text: string): string => text.replaceAll(secret, "[redacted]").replaceAll("x".repeat(1000), "");
    const text = `${"x".repeat(65_000)}${"y".repeat(536 - 100)}${secret}`;
    expect(cleanText(text, redact)).not.toContain("s3cret");
  });

  test("a credential that is quoted percent-encoded is redacted too", () => {
    const redact = redactionFor({ scheme: "x", authorize: () => undefined }, new Set(["Bearer abcDEF+ghi/jkl=="]));
    expect(redact("cannot parse body: token=abcDEF%2Bghi%2Fjkl%3D%3D")).toBe("cannot parse body: token=[redacted]");
    expect(cleanText("Authorization: Basic%20bWRiX3NhX2lk%3D")).toBe("Authorization: [redacted]");
  });
});

test("a call that was cancelled tells one outcome, whatever its fetch does afterwards", async () => {
  const controller = new AbortController();
  let answered: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const { client, events } = observedClientOf(
    always(async () => {
      controller.abort();
      await Promise.resolve();
      answered();
      return new Response(null, { status: 204 });
    }),
  );
  await rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
  await late;
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(events.filter(({ type }) => type === "outcome")).toMatchObject([{ outcome: "unknown", code: "CANCELLED" }]);
});

test("a reason that can't be read does not keep a call from being cancelled", async () => {
  const controller = new AbortController();
  const { client } = observedClientOf(always(() => new Promise<Response>(() => undefined)));
  const call = rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
  const reason = Object.assign(new Error(), { message: 5 });
  setTimeout(() => controller.abort(reason), 5);
  await expect(call).resolves.toMatchObject({ code: "CANCELLED", outcome: "unknown" });
});
