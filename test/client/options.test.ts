/** Options: each wrong one is named with the form that it must have, and nothing is sent. */
import { describe, expect, test } from "vitest";
import { createClient, InvalidParameterError } from "../../src/index.js";
import { always, gone204, rejection, thrown } from "../support/fetch.js";
import { bearer, clientOf, origin, projectKey } from "../support/world.js";

const good = { api: "atlas", auth: bearer } as const;
const originForm =
  "an origin such as https://cloud.mongodb.com: https (http only on loopback), no user info, path or query";

describe("createClient", () => {
  test.each([
    ["options", undefined, "an object with the options of createClient", "undefined"],
    ["options", null, "an object with the options of createClient", "null"],
    [
      "options",
      { ...good, apI: 1 },
      "an object with no other keys than api, auth, baseUrl, fetch, timeoutMs, maxRetries, userAgent, onEvent",
      'the key "apI"',
    ],
    [
      "options",
      { ...good, "private-key": 1 },
      "an object with no other keys than api",
      "a key that is a string of 11 characters",
    ],
    ["api", { auth: bearer }, '"cloud-manager" or "atlas"', "undefined"],
    [
      "api",
      { ...good, api: "Atlas" },
      '"cloud-manager" or "atlas"',
      "a string of 5 characters with upper-case letters",
    ],
    ["api", { ...good, api: "toString" }, '"cloud-manager" or "atlas"', "a string of 8 characters"],
    ["auth", { api: "atlas" }, "digest(…), serviceAccount(…) or an object with authorize()", "undefined"],
    ["auth", { ...good, auth: null }, "digest(…)", "null"],
    ["auth", { ...good, auth: "Bearer x" }, "digest(…)", "a string of 8 characters"],
    ["auth", { ...good, auth: { authorize: "x" } }, "digest(…)", "an object"],
    ["fetch", { ...good, fetch: 5 }, "a function", "a number"],
    ["onEvent", { ...good, onEvent: {} }, "a function", "an object"],
    ["userAgent", { ...good, userAgent: 5 }, "printable ASCII", "a number"],
    ["userAgent", { ...good, userAgent: "a\r\nX: y" }, "printable ASCII", "a string of 7 characters with white space"],
    ["userAgent", { ...good, userAgent: "é" }, "printable ASCII", "a string of 1 character"],
    ...[0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "30", null].map(
      (timeoutMs) =>
        ["timeoutMs", { ...good, timeoutMs }, "a number of milliseconds from 1 to 2147483647", ""] as const,
    ),
    ...[-1, 0.5, 101, Number.NaN, "2", null].map(
      (maxRetries) => ["maxRetries", { ...good, maxRetries }, "a whole number from 0 to 100", ""] as const,
    ),
    ...(
      [
        ["", "an empty string"],
        ["cloud.mongodb.com", "a string of 17 characters with characters of a path"],
        ["https://user@host.invalid", "a URL with user info"],
        ["https://:pass@host.invalid", "a URL with user info"],
        ["http://cloud.mongodb.com", "another scheme, or http beyond loopback"],
        ["http://127.0.0.1.evil.invalid", "another scheme, or http beyond loopback"],
        ["http://notlocalhost", "another scheme, or http beyond loopback"],
        ["http://[::2]", "another scheme, or http beyond loopback"],
        ["http://mdb_sa_sk_pasted", "another scheme, or http beyond loopback"],
        ["file:///etc/passwd", "another scheme, or http beyond loopback"],
        ["https://host.invalid/api", "a URL with a path, query or fragment (the client appends the API's path)"],
        ["https://host.invalid?x=1", "a URL with a path, query or fragment"],
        ["https://host.invalid#x", "a URL with a path, query or fragment"],
        ...["https://host.invalid:9", "http://127.0.0.1:1", "http://localhost:6000", "https://h.invalid:10080"].map(
          (blocked) => [blocked, "a port that fetch refuses to connect to"] as const,
        ),
        [5, "a number"],
      ] as const
    ).map(([baseUrl, got]) => ["baseUrl", { ...good, baseUrl }, originForm, got] as const),
  ] as const)("names %s in %j", (parameter, options, expected, got) => {
    const error = thrown(() => createClient(options as never));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({ parameter, outcome: "not-sent", operationId: undefined });
    const { message, reason } = error as InvalidParameterError;
    expect(reason.startsWith(`must be ${expected}`)).toBe(true);
    expect(reason).toContain(`; got ${got}`);
    expect(message).toBe(`${parameter} ${reason}. No authorized DELETE was sent; the credential is unchanged.`);
  });

  test.each([
    ["https://host.invalid", "https://host.invalid"],
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
    for (const [timeoutMs, maxRetries] of [
      [1, 0],
      [2 ** 31 - 1, 100],
    ] as const)
      createClient({ ...good, timeoutMs, maxRetries });
    const client = createClient({
      ...good,
      baseUrl: undefined,
      fetch: undefined,
      timeoutMs: undefined,
      maxRetries: undefined,
      userAgent: undefined,
      onEvent: undefined,
    });
    expect(client.api).toBe("atlas");
  });

  test("sends the user agent that it was given, also an empty one", async () => {
    const server = always(gone204);
    await clientOf(server, { userAgent: "me (+https://me.invalid) ~!" }).unassignGroupApiKey(projectKey);
    await clientOf(server, { userAgent: "" }).unassignGroupApiKey(projectKey);
    expect(server.sent.map(({ headers }) => headers.get("user-agent"))).toEqual(["me (+https://me.invalid) ~!", ""]);
  });

  test("reads each option once", async () => {
    let reads = 0;
    const server = always(gone204);
    const client = createClient({
      ...good,
      fetch: server.fetch,
      get baseUrl() {
        reads += 1;
        return reads === 1 ? origin : "https://evil.invalid";
      },
    });
    await client.unassignGroupApiKey(projectKey);
    expect([reads, new URL(server.sent[0]?.url ?? "").origin]).toEqual([1, origin]);
  });

  test("looks up the platform's fetch at each request", async () => {
    const server = always(gone204);
    const client = createClient({ ...good, baseUrl: origin });
    const platform = globalThis.fetch;
    globalThis.fetch = ((url: string, init: RequestInit) => server.fetch(url, init)) as typeof fetch;
    try {
      await client.unassignGroupApiKey(projectKey);
    } finally {
      globalThis.fetch = platform;
    }
    expect(server.sent.length).toBe(1);
  });

  test("has methods that work without the client, and numbers its calls", async () => {
    const calls: number[] = [];
    const { unassignGroupApiKey } = clientOf(always(gone204), { onEvent: ({ call }) => void calls.push(call) });
    await unassignGroupApiKey(projectKey);
    await unassignGroupApiKey(projectKey);
    expect(new Set(calls)).toEqual(new Set([1, 2]));
  });
});

describe("a call", () => {
  const listen = (): void => undefined;
  const halfSignal: object = { aborted: false, addEventListener: listen };
  const oddSignal: object = { aborted: "no", addEventListener: listen, removeEventListener: listen };
  test.each([
    ["options", "x", "an object with the options of a revocation", "a string of 1 character"],
    [
      "options",
      { missingOK: true },
      "an object with no other keys than envelope, pretty, missingOk, verify, signal, timeoutMs, maxRetries",
      'the key "missingOK"',
    ],
    ["envelope", { envelope: "true" }, "a boolean", "a string of 4 characters"],
    ["pretty", { pretty: 1 }, "a boolean", "a number"],
    ["verify", { verify: "yes" }, "a boolean", "a string of 3 characters"],
    ["missingOk", { missingOk: null }, "a boolean", "null"],
    ["signal", { signal: null }, "an AbortSignal", "null"],
    ["signal", { signal: {} }, "an AbortSignal", "an object"],
    ["signal", { signal: halfSignal }, "an AbortSignal", "an object"],
    ["signal", { signal: oddSignal }, "an AbortSignal", "an object"],
    ["signal", { signal: "x" }, "an AbortSignal", "a string of 1 character"],
    ["signal", { signal: new AbortController() }, "an AbortSignal", "an object"],
    ["timeoutMs", { timeoutMs: 0 }, "a number of milliseconds from 1 to 2147483647", "a number"],
    ["maxRetries", { maxRetries: 1.5 }, "a whole number from 0 to 100", "a number"],
  ])("names %s in %j", async (parameter, options, expected, got) => {
    const server = always(gone204);
    const error = await rejection(clientOf(server).unassignGroupApiKey(projectKey, options as never));
    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error).toMatchObject({
      parameter,
      outcome: "not-sent",
      message: `${parameter} must be ${expected}; got ${got}. No authorized DELETE was sent; the credential is unchanged.`,
    });
    expect(server.sent).toEqual([]);
  });

  test("takes undefined for each option, and a signal of another realm", async () => {
    const client = clientOf(always(gone204));
    const { signal: own } = new AbortController();
    const foreign = {
      aborted: false,
      reason: undefined,
      addEventListener: own.addEventListener.bind(own),
      removeEventListener: own.removeEventListener.bind(own),
    };
    for (const options of [
      {
        envelope: undefined,
        pretty: undefined,
        verify: undefined,
        missingOk: undefined,
        signal: undefined,
        timeoutMs: undefined,
        maxRetries: undefined,
      },
      { signal: foreign as unknown as AbortSignal },
    ]) {
      await expect(client.unassignGroupApiKey(projectKey, options)).resolves.toMatchObject({ outcome: "unassigned" });
    }
  });
});
