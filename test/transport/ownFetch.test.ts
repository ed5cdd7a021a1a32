/** What a call asks of `fetch`, and what it makes of the response: nothing unread, redirected or cut off is a success. */
import { expect, test, vi } from "vitest";
import { digest, serviceAccount } from "../../src/index.js";
import { always, apiError, gone204, lost, rejection, respond, type Step, script } from "../support/fetch.js";
import { accountPair, bearer, clientOf, keyPair, projectKey } from "../support/world.js";

const json = { "content-type": "application/json" };
const failed = (step: Step, options = {}) => rejection(clientOf(script(step), options).unassignGroupApiKey(projectKey));
const returned =
  (response: unknown): Step =>
  () =>
    response as Response;
const whole = { status: 204, headers: new Headers(), body: null };
const notAResponse = "returned something else than a Response";

test("fetch gets a URL and a plain init, which asks it to follow no redirect and to send no cookie", async () => {
  const server = always(gone204);
  await clientOf(server).unassignGroupApiKey(projectKey);
  const { url, init } = server.sent[0] ?? {};
  expect(typeof url).toBe("string");
  expect(Object.getPrototypeOf(init?.headers)).toBe(Object.prototype);
  expect(init).toMatchObject({ method: "DELETE", redirect: "manual", credentials: "omit", keepalive: false });
  const names = ["credentials", "headers", "keepalive", "method", "redirect", "signal"];
  expect(Object.keys(init ?? {}).sort()).toEqual(names);
});

test("on Deno, which sends a lost DELETE again by itself, each DELETE has a connection of its own", async () => {
  const clientOfDeno = {};
  const createHttpClient = vi.fn(() => clientOfDeno);
  vi.stubGlobal("Deno", { createHttpClient });
  vi.resetModules();
  const { createClient } = await import("../../src/index.js");
  const server = always(gone204);
  const client = createClient({ api: "atlas", auth: bearer, fetch: server.fetch });
  for (let count = 0; count < 2; count += 1) await client.unassignGroupApiKey(projectKey);
  // A header, "connection: close", does not keep Deno from using a connection again.
  expect(createHttpClient.mock.calls).toEqual([[{ poolMaxIdlePerHost: 0 }]]);
  for (const { init } of server.sent) expect((init as { client?: unknown }).client).toBe(clientOfDeno);
});

test.each([
  ["nothing", undefined, notAResponse],
  ["null", null, notAResponse],
  ["a number", 204, notAResponse],
  ["an object with a status", { status: 204 }, notAResponse],
  ["a status that is not a whole number", { ...whole, status: 204.5 }, notAResponse],
  ["a status that is text", { ...whole, status: "204" }, notAResponse],
  ["headers that are a plain object", { ...whole, headers: {} }, notAResponse],
  ["no body at all", { status: 204, headers: new Headers() }, notAResponse],
  ["a body that is text", { ...whole, status: 200, body: "" }, notAResponse],
  ["the response to a redirect that it followed", { ...whole, redirected: true }, "followed a redirect"],
])("a fetch that returns %s leaves the outcome unknown", async (_, response, why) => {
  const error = await failed(returned(response));
  const summary = `The fetch option ${why}.`;
  expect(error).toMatchObject({ code: "UNEXPECTED_RESPONSE", status: 0, outcome: "unknown", summary, requests: 1 });
});

test("a fetch that returns nothing for a request without credentials, or for a token, has sent no DELETE with any", async () => {
  const unauthenticated = await failed(returned(undefined), { auth: digest(keyPair) });
  expect(unauthenticated).toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "not-sent", attempts: 1 });
  const grant = await failed(returned(undefined), { auth: serviceAccount(accountPair) });
  expect(grant).toMatchObject({ code: "TOKEN", outcome: "not-sent" });
});

test("a fetch that has read the body already can't make it look empty", async () => {
  const readBy =
    (read: (response: Response) => unknown): Step =>
    async () => {
      const response = new Response("<html>signed out</html>", { headers: json });
      await read(response);
      return response;
    };
  const drained = async ({ body }: Response) => {
    const reader = body?.getReader();
    while (!(await reader?.read())?.done);
    reader?.releaseLock();
  };
  for (const step of [readBy((r) => r.text()), readBy(drained), readBy((r) => void r.body?.getReader())]) {
    await expect(failed(step)).resolves.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      outcome: "unknown",
      summary: expect.stringContaining("the body was read before"),
    });
  }
});

/** A response whose body brings these chunks and then closes, fails, or stays open. */
const streamed =
  (chunks: readonly unknown[], end: "close" | "error" | "stall", status = 200, cancel = vi.fn()): Step =>
  () => {
    const start = (controller: ReadableStreamDefaultController) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      if (end === "close") controller.close();
      if (end === "error") controller.error(new Error("reset"));
    };
    const body = new ReadableStream({ start, cancel });
    return { status, headers: new Headers(json), body, bodyUsed: false, redirected: false } as unknown as Response;
  };
const bytes = (text: string) => new TextEncoder().encode(text);

test("a body in several chunks is read as one", async () => {
  const pieces = ['{"sta', 'tus":', "204}"].map(bytes);
  const call = clientOf(script(streamed(pieces, "close"))).unassignGroupApiKey(projectKey, { envelope: true });
  await expect(call).resolves.toMatchObject({ outcome: "unassigned", status: 204 });
});

test.each([
  ["is not bytes", streamed(["text"], "close"), "broke off or could not be decoded"],
  ["broke off before its first byte", streamed([], "error"), "broke off or could not be decoded"],
  [
    "broke off after a whole envelope",
    streamed([bytes('{"status":204}')], "error"),
    "broke off or could not be decoded",
  ],
  ["is longer than 1 MiB", streamed([new Uint8Array(1024 * 1024 + 1)], "stall"), "is longer than 1048576 bytes"],
])("a 200 whose body %s is unknown", async (_, step, why) => {
  const summary = expect.stringContaining(why);
  await expect(failed(step)).resolves.toMatchObject({ code: "UNEXPECTED_RESPONSE", outcome: "unknown", summary });
});

test("a 404 whose body broke off is a refusal without a code, and is not tried again", async () => {
  const server = always(streamed([bytes('{"error":404,"errorCode":"API_KEY_NOT_FOUND"')], "error", 404));
  const call = clientOf(server, { maxRetries: 2 }).unassignGroupApiKey(projectKey, { missingOk: true });
  const error = await rejection(call);
  expect(error).toMatchObject({ code: "NOT_FOUND", outcome: "refused", attempts: 1, errorCode: undefined });
  expect((error as Error).message).toContain("the body broke off or could not be decoded");
});

test("a body that stalls, or is too long, is let go", async () => {
  const cancel = vi.fn();
  await rejection(
    clientOf(script(streamed([], "stall", 200, cancel))).unassignGroupApiKey(projectKey, { timeoutMs: 20 }),
  );
  await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1));
  await failed(streamed([new Uint8Array(1024 * 1024 + 1)], "stall", 200, cancel));
  expect(cancel).toHaveBeenLastCalledWith("body too long");
});

test("a state that earlier attempts left is not made better by a later one that is not understood", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const client = clientOf(script(lost(), returned(undefined)), { maxRetries: 1 });
  await expect(rejection(client.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ outcome: "unknown" });
  const limited = clientOf(script(apiError(429, "X", {}, { "retry-after": "0" }), respond(202)), { maxRetries: 1 });
  await expect(rejection(limited.unassignGroupApiKey(projectKey))).resolves.toMatchObject({ outcome: "unknown" });
});
