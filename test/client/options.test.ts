/** Options: each wrong one is named with the form that it must have, and nothing is sent. */
import { describe, expect, test, vi } from "vitest";
import { createClient, InvalidParameterError } from "../../src/index.js";
import { always, gone204, rejection, thrown } from "../support/fetch.js";
import { bearer, clientOf, origin, projectKey } from "../support/world.js";

const good = { api: "atlas", auth: bearer } as const;
const unchanged = "No authorized DELETE was sent; the credential is unchanged.";

describe("createClient", () => {
  const forms: Readonly<Record<string, string>> = {
    api: '"cloud-manager" or "atlas"',
    auth: "digest(…), serviceAccount(…) or an object with authorize()",
    fetch: "a function",
    onEvent: "a function",
    userAgent: "printable ASCII",
    timeoutMs: "a number of milliseconds from 1 to 2147483647",
    maxRetries: "a whole number from 0 to 100",
    baseUrl: "an origin such as https://cloud.mongodb.com: https (http only on loopback), no user info, path or query",
  };
  const loopback = "another scheme, or http beyond loopback";
  const path = "a URL with a path, query or fragment (the client appends the API's path)";
  const blocked = "a port that fetch refuses to connect to";
  const rows: [parameter: string, value: unknown, got: string][] = [
    ["api", undefined, "undefined"],
    ["api", "Atlas", "a string of 5 characters with upper-case letters"],
    ["api", "toString", "a string of 8 characters"],
    ["auth", undefined, "undefined"],
    ["auth", "Bearer x", "a string of 8 characters"],
    ["auth", { authorize: "x" }, "an object"],
    ["fetch", 5, "a number"],
    ["onEvent", {}, "an object"],
    ["userAgent", 5, "a number"],
    ["userAgent", "a\r\nX: y", "a string of 7 characters with white space"],
    ["userAgent", "é", "a string of 1 character"],
    ...[0, -1, Number.NaN, 2 ** 31, "30", null].map((value): [string, unknown, string] => ["timeoutMs", value, ""]),
    ...[-1, 0.5, 101, "2", null].map((value): [string, unknown, string] => ["maxRetries", value, ""]),
    ["baseUrl", "", "an empty string"],
    ["baseUrl", "cloud.mongodb.com", "a string of 17 characters with characters of a path"],
    ["baseUrl", "https://user@host.invalid", "a URL with user info"],
    ["baseUrl", "https://:pass@host.invalid", "a URL with user info"],
    ["baseUrl", "http://cloud.mongodb.com", loopback],
    ["baseUrl", "http://notlocalhost", loopback],
    ["baseUrl", "http://127.0.0.1.evil.invalid", loopback],
    ["baseUrl", "http://[::2]", loopback],
    ["baseUrl", "http://mdb_sa_sk_pasted", loopback],
    ["baseUrl", "file:///etc/passwd", loopback],
    ["baseUrl", "https://host.invalid/api", path],
    ["baseUrl", "https://host.invalid?x=1", path],
    ["baseUrl", "https://host.invalid#x", path],
    ["baseUrl", "https://host.invalid:9", blocked],
    ["baseUrl", "http://127.0.0.1:1", blocked],
    ["baseUrl", "http://localhost:6000", blocked],
    ["baseUrl", "https://host.invalid:10080", blocked],
    ["baseUrl", 5, "a number"],
  ];
  test.each(rows)("names %s when it is %j", (parameter, value, got) => {
    const error = thrown(() => createClient({ ...good, [parameter]: value } as never));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({ parameter, expected: forms[parameter], outcome: "not-sent", operationId: undefined });
    const { message, reason } = error as InvalidParameterError;
    expect(reason.startsWith(`must be ${forms[parameter]}; got ${got}`)).toBe(true);
    expect(message).toBe(`${parameter} ${reason}. ${unchanged}`);
  });

  test.each([
    [undefined, "an object with the options of createClient; got undefined"],
    [{ ...good, apI: 1 }, 'maxRetries, userAgent, onEvent; got the key "apI"'],
    [{ ...good, "private-key": 1 }, "got a key that is a string of 11 characters"],
  ])("names the options themselves in %j", (options, reason) => {
    const error = thrown(() => createClient(options as never));
    expect(error).toMatchObject({ parameter: "options", reason: expect.stringContaining(reason) });
  });

  test.each([
    ["https://HOST.invalid:443/", "https://host.invalid"],
    ["https://cloud.mongodbgov.com", "https://cloud.mongodbgov.com"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://127.0.0.1:8", "http://127.0.0.1:8"],
    ["http://[::1]:80", "http://[::1]"],
  ])("takes the base URL %s", async (baseUrl, expected) => {
    const server = always(gone204);
    await clientOf(server, { baseUrl }).unassignGroupApiKey(projectKey);
    expect(new URL(server.sent[0]?.url ?? "").origin).toBe(expected);
  });

  test("takes the limits themselves, and undefined for every option that has a default", () => {
    createClient({ ...good, timeoutMs: 1, maxRetries: 0 });
    createClient({ ...good, timeoutMs: 2 ** 31 - 1, maxRetries: 100 });
    const optional = ["baseUrl", "fetch", "timeoutMs", "maxRetries", "userAgent", "onEvent"];
    const client = createClient({ ...good, ...Object.fromEntries(optional.map((name) => [name, undefined])) });
    expect(client.api).toBe("atlas");
  });

  test("sends the user agent that it was given, also an empty one", async () => {
    const server = always(gone204);
    for (const userAgent of ["me (+https://me.invalid) ~!", ""])
      await clientOf(server, { userAgent }).unassignGroupApiKey(projectKey);
    expect(server.sent.map(({ headers }) => headers.get("user-agent"))).toEqual(["me (+https://me.invalid) ~!", ""]);
  });

  test("reads each option once, and looks up the platform's fetch at each request", async () => {
    let reads = 0;
    const server = always(gone204);
    const client = createClient({
      ...good,
      get baseUrl() {
        reads += 1;
        return reads === 1 ? origin : "https://evil.invalid";
      },
    });
    vi.stubGlobal("fetch", server.fetch);
    await client.unassignGroupApiKey(projectKey);
    expect([reads, server.sent.length, new URL(server.sent[0]?.url ?? "").origin]).toEqual([1, 1, origin]);
  });

  test("has methods that work without the client, and numbers its calls", async () => {
    const calls: number[] = [];
    const { unassignGroupApiKey } = clientOf(always(gone204), { onEvent: ({ call }) => void calls.push(call) });
    for (let count = 0; count < 2; count += 1) await unassignGroupApiKey(projectKey);
    expect(new Set(calls)).toEqual(new Set([1, 2]));
  });
});

describe("a call", () => {
  const listen = (): void => undefined;
  const known = "envelope, pretty, missingOk, verify, signal, timeoutMs, maxRetries";
  test.each<[string, unknown, string]>([
    ["options", "x", "an object with the options of a revocation; got a string of 1 character"],
    ["options", { missingOK: true }, `an object with no other keys than ${known}; got the key "missingOK"`],
    ["envelope", { envelope: "true" }, "a boolean; got a string of 4 characters"],
    ["pretty", { pretty: 1 }, "a boolean; got a number"],
    ["missingOk", { missingOk: null }, "a boolean; got null"],
    ["verify", { verify: "yes" }, "a boolean; got a string of 3 characters"],
    ["signal", { signal: null }, "an AbortSignal; got null"],
    ["signal", { signal: new AbortController() }, "an AbortSignal; got an object"],
    ["signal", { signal: { aborted: false, addEventListener: listen } }, "an AbortSignal; got an object"],
    ["timeoutMs", { timeoutMs: 0 }, "a number of milliseconds from 1 to 2147483647; got a number"],
    ["maxRetries", { maxRetries: 1.5 }, "a whole number from 0 to 100; got a number"],
  ])("names %s in %j, and nothing is sent", async (parameter, options, wrong) => {
    const server = always(gone204);
    const error = await rejection(clientOf(server).unassignGroupApiKey(projectKey, options as never));
    expect(error).toMatchObject({ code: "INVALID_PARAMETER", parameter, reason: `must be ${wrong}` });
    expect(server.sent).toEqual([]);
  });

  test("takes undefined for each option, and a signal of another realm", async () => {
    const { signal: own } = new AbortController();
    const [addEventListener, removeEventListener] = [own.addEventListener.bind(own), own.removeEventListener.bind(own)];
    const signal = { aborted: false, reason: undefined, addEventListener, removeEventListener } as AbortSignal;
    const none = Object.fromEntries(known.split(", ").map((name) => [name, undefined]));
    for (const options of [none, { signal }]) {
      const call = clientOf(always(gone204)).unassignGroupApiKey(projectKey, options);
      await expect(call).resolves.toMatchObject({ outcome: "unassigned" });
    }
  });
});
