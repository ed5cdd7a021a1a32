/** What a call asks of the platform's `fetch`, and that it leaves nothing behind on the signals that it was given. */
import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { respond, gone204, rejection, type Step, script, silence } from "../support/fetch.js";
import { clientOf, orgSecret } from "../support/world.js";

const json = { "content-type": "application/json" };

/** A body in pieces, which stays open after them, and tells why it was cancelled. */
const stalled = (pieces: readonly Uint8Array<ArrayBuffer>[], cancel: (reason: unknown) => void): Step => {
  const start = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    for (const piece of pieces) controller.enqueue(piece);
  };
  return () => new Response(new ReadableStream({ start, cancel }), { status: 200, headers: json });
};

test("fetch is asked to follow no redirect, to send no cookie, and to keep no request alive by itself", async () => {
  const server = script(gone204);
  await clientOf(server).deleteOrgServiceAccountSecret(orgSecret);
  expect(server.sent[0]?.init).toMatchObject({ redirect: "manual", credentials: "omit", keepalive: false });
});

test("a finished call leaves no listener on the caller's signal nor on the one that fetch got", async () => {
  const { signal } = new AbortController();
  const server = script(respond(200, { status: 204 }));
  await clientOf(server).deleteOrgServiceAccountSecret(orgSecret, { signal, envelope: true });
  const fetched = server.sent[0]?.init.signal as AbortSignal;
  expect(fetched.aborted).toBe(false);
  expect([...getEventListeners(signal, "abort"), ...getEventListeners(fetched, "abort")]).toEqual([]);
});

test("fetch learns that the deadline passed", async () => {
  const server = script(silence);
  await rejection(clientOf(server).deleteOrgServiceAccountSecret(orgSecret, { timeoutMs: 10 }));
  expect(server.sent[0]?.init.signal?.reason).toMatchObject({
    name: "TimeoutError",
    message: "The call's deadline passed.",
  });
});

test("a call with a signal that is aborted already says why, and sends nothing", async () => {
  const server = script();
  const reason = new Error("shift is over");
  const signal = AbortSignal.abort(reason);
  const error = await rejection(clientOf(server).deleteOrgServiceAccountSecret(orgSecret, { signal }));
  expect(error).toMatchObject({
    code: "CANCELLED",
    cause: reason,
    message:
      "deleteOrgServiceAccountSecret was cancelled (shift is over). No authorized DELETE was sent; the credential is unchanged.",
  });
  expect(server.sent).toEqual([]);
});

describe("a body", () => {
  test("that stalls is let go when the deadline passes", async () => {
    const cancel = vi.fn();
    const call = clientOf(script(stalled([], cancel))).deleteOrgServiceAccountSecret(orgSecret, { timeoutMs: 20 });
    await rejection(call);
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1));
  });

  test("that is too long is let go at once", async () => {
    const cancel = vi.fn();
    const error = await rejection(
      clientOf(script(stalled([new Uint8Array(1024 * 1024 + 1)], cancel))).deleteOrgServiceAccountSecret(orgSecret),
    );
    expect(error).toMatchObject({ message: expect.stringContaining("the body is longer than 1048576 bytes") });
    expect(cancel).toHaveBeenCalledExactlyOnceWith("body too long");
  });

  test("in several pieces is read as one", async () => {
    const pieces = ['{"sta', 'tus":', "204}"].map((text) => new TextEncoder().encode(text));
    const step: Step = () =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        }),
        { status: 200, headers: json },
      );
    const call = clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret, { envelope: true });
    await expect(call).resolves.toMatchObject({ outcome: "deleted", status: 204 });
  });

  test("of HTTP 299 is looked into for the API's own error", async () => {
    const step = respond(299, { status: 404, content: { error: 404 } });
    await expect(rejection(clientOf(script(step)).deleteOrgServiceAccountSecret(orgSecret))).resolves.toMatchObject({
      code: "NOT_FOUND",
      status: 404,
      outcome: "refused",
    });
  });
});
