/** A fetch of the caller's own: whatever it returns, nothing unread or redirected reads as a success. */
import { describe, expect, test } from "vitest";
import { digest, serviceAccount } from "../../src/index.js";
import { type Call, newLedger } from "../../src/transport/call.js";
import { sendWith } from "../../src/transport/send.js";
import { always, gone204, rejection, type Step, script } from "../support/fetch.js";
import { clientOf, ids, keyPair, origin, projectKey } from "../support/world.js";

const failed = (step: Step, options = {}) => rejection(clientOf(script(step), options).unassignGroupApiKey(projectKey));

describe("a fetch of the caller's own", () => {
  const odd =
    (response: unknown): Step =>
    () =>
      response as Response;
  test.each([
    ["nothing", undefined, "returned no standard Response"],
    ["null", null, "returned no standard Response"],
    ["a number", 204, "returned no standard Response"],
    ["an object with a status", { status: 204 }, "returned no standard Response"],
    [
      "a status that is no whole number",
      { status: 204.5, headers: new Headers(), body: null },
      "returned no standard Response",
    ],
    ["a status that is text", { status: "204", headers: new Headers(), body: null }, "returned no standard Response"],
    ["headers that are a plain object", { status: 204, headers: {}, body: null }, "returned no standard Response"],
    ["no body at all", { status: 204, headers: new Headers() }, "returned no standard Response"],
    ["a body that is text", { status: 200, headers: new Headers(), body: "" }, "returned no standard Response"],
    [
      "an answer to a redirect that it followed",
      { status: 204, headers: new Headers(), body: null, redirected: true },
      "followed a redirect",
    ],
  ])("that returns %s is told so, and the outcome is unknown", async (_, response, why) => {
    const error = await failed(odd(response));
    expect(error).toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      status: 0,
      outcome: "unknown",
      message: `The fetch option ${why}. It is not known whether the credential is gone; check before you rely on it.`,
    });
  });

  test("that returns nothing for a probe without credentials leaves the outcome unknown too", async () => {
    const error = await failed(odd(undefined), { auth: digest(keyPair) });
    expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown", attempts: 1 });
  });

  test("that returns nothing leaves a book with the doubt in it and nothing under way, for the next call to go on with", async () => {
    const ledger = newLedger();
    const call = { ledger, signal: new AbortController().signal } as Call;
    const request = { method: "DELETE", url: origin, headers: { accept: "x", authorization: "Bearer x" } };
    await rejection(sendWith(async () => undefined as never)(request, call));
    expect(ledger).toMatchObject({ inFlight: false, unsettled: true });
  });

  test("that returns nothing for a token has not sent a DELETE", async () => {
    const auth = serviceAccount({ clientId: ids.clientId, clientSecret: "mdb_sa_sk_abc-DEF_123" });
    await expect(failed(odd(undefined), { auth })).resolves.toMatchObject({ code: "TOKEN", outcome: "not-sent" });
  });

  test("that has read the body already can't make it look empty", async () => {
    const read: Step = async () => {
      const response = new Response("<html>signed out</html>", { headers: { "content-type": "application/json" } });
      await response.text();
      return response;
    };
    const drained: Step = async () => {
      const response = new Response("<html>", { headers: { "content-type": "application/json" } });
      const reader = response.body?.getReader();
      while (!(await reader?.read())?.done);
      reader?.releaseLock();
      return response;
    };
    const locked: Step = () => {
      const response = new Response("<html>");
      response.body?.getReader();
      return response;
    };
    for (const step of [read, drained, locked]) {
      await expect(failed(step)).resolves.toMatchObject({
        code: "UNEXPECTED_RESPONSE",
        outcome: "unknown",
        message: expect.stringContaining("the body was read before"),
      });
    }
  });

  test("whose body is no bytes is unreadable", async () => {
    const text = new ReadableStream({
      start: (c) => {
        c.enqueue("text");
        c.close();
      },
    });
    const step: Step = () =>
      ({ status: 200, headers: new Headers(), body: text, bodyUsed: false }) as unknown as Response;
    await expect(failed(step)).resolves.toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown" });
  });

  test("gets a URL and a plain init, so that any other fetch can be called with it", async () => {
    const server = always(gone204);
    await clientOf(server).unassignGroupApiKey(projectKey);
    const { url, init } = server.sent[0] ?? {};
    expect(typeof url).toBe("string");
    expect(Object.getPrototypeOf(init?.headers)).toBe(Object.prototype);
    expect(Object.keys(init ?? {}).sort()).toEqual([
      "credentials",
      "headers",
      "keepalive",
      "method",
      "redirect",
      "signal",
    ]);
  });
});
