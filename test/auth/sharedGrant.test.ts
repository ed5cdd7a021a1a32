/** One grant for many callers: who waits for it, whose abort ends it, and what each hears of it. */
import { describe, expect, test, vi } from "vitest";
import { TokenError } from "../../src/index.js";
import { fakeTime } from "../support/fakeTime.js";
import { gate, rejection } from "../support/fetch.js";
import { auth, serverOf } from "../support/tokenServer.js";
import { clientOf, observedClientOf, projectAccount, projectKey } from "../support/world.js";

fakeTime();

describe("who waits for a grant", () => {
  test("a caller who leaves does not cancel the others' grant, and a second joins it", async () => {
    const held = gate();
    const server = serverOf({ onGrant: async () => void (await held.opened) });
    const client = clientOf(server, auth());
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = rejection(client.unassignGroupApiKey(projectKey, { signal: first.signal }));
    const staying = client.unassignGroupApiKey(projectKey, { signal: second.signal });
    await vi.advanceTimersByTimeAsync(0);
    first.abort();
    await expect(leaving).resolves.toMatchObject({ code: "CANCELLED", outcome: "not-sent" });
    const joining = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    held.open();
    await expect(staying).resolves.toMatchObject({ outcome: "unassigned" });
    await expect(joining).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.grants()).toBe(1);
  });

  test("the last caller who leaves cancels the grant, and the next call begins another", async () => {
    const cancelled: unknown[] = [];
    const server = serverOf({
      onGrant: (_, count, signal) =>
        count > 1
          ? undefined
          : new Promise((_resolve, reject) => {
              signal.addEventListener("abort", () => {
                cancelled.push(signal.reason);
                reject(signal.reason);
              });
            }),
    });
    const client = clientOf(server, auth());
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => rejection(client.unassignGroupApiKey(projectKey, { signal })));
    await vi.advanceTimersByTimeAsync(0);
    controllers[0]?.abort("one");
    expect(cancelled).toEqual([]);
    controllers[1]?.abort("two");
    expect(cancelled).toEqual(["two"]);
    await Promise.all(calls);
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
    expect(server.grants()).toBe(2);
  });

  test("a grant that was given up and ends late does not end its successor", async () => {
    const [first, second] = [gate(), gate()];
    const server = serverOf({ onGrant: async (_, count) => void (await (count === 1 ? first : second).opened) });
    const client = clientOf(server, auth());
    const controller = new AbortController();
    const leaving = rejection(client.unassignGroupApiKey(projectKey, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await leaving;
    const next = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    first.open();
    await vi.advanceTimersByTimeAsync(0);
    const another = client.unassignGroupApiKey(projectKey);
    await vi.advanceTimersByTimeAsync(0);
    second.open();
    await Promise.all([next, another]);
    expect(server.grants()).toBe(2);
  });

  test("a grant that never ends is ended by its own time, however many calls keep joining it", async () => {
    const server = serverOf({ onGrant: (_, count) => (count > 1 ? undefined : new Promise(() => undefined)) });
    const client = clientOf(server, { ...auth(), timeoutMs: 1_000 });
    const first = rejection(client.unassignGroupApiKey(projectKey, { timeoutMs: 600 }));
    await vi.advanceTimersByTimeAsync(500);
    const second = rejection(client.unassignGroupApiKey(projectKey, { timeoutMs: 60_000 }));
    await vi.advanceTimersByTimeAsync(100);
    await expect(first).resolves.toMatchObject({ code: "TIMEOUT", outcome: "not-sent" });
    await vi.advanceTimersByTimeAsync(400);
    const error = await second;
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: expect.stringContaining("did not answer within 1000 ms"),
    });
    await expect(client.unassignGroupApiKey(projectKey)).resolves.toMatchObject({ outcome: "unassigned" });
  });

  test("each caller gets the error of a grant that failed, with its own facts, and the next call tries again", async () => {
    const server = serverOf({ onGrant: (_, count) => (count > 1 ? undefined : Response.json({}, { status: 403 })) });
    const { client, events } = observedClientOf(server, auth());
    const errors = await Promise.all([
      rejection(client.unassignGroupApiKey(projectKey)),
      rejection(client.unassignGroupServiceAccount(projectAccount)),
    ]);
    expect(errors).toMatchObject([
      { code: "TOKEN", operationId: "unassignGroupApiKey", attempts: 0, requests: 1 },
      { code: "TOKEN", operationId: "unassignGroupServiceAccount", attempts: 0, requests: 0 },
    ]);
    expect(errors[0]).not.toBe(errors[1]);
    expect(events).toContainEqual(expect.objectContaining({ type: "grant", ok: false }));
    await client.unassignGroupApiKey(projectKey);
    expect(server.grants()).toBe(2);
  });
});
