/** Marked secrets go through every failure, and are then looked for everywhere: an error, its text, its inside, events, console. */
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Auth,
  type ClientOptions,
  createClient,
  digest,
  type RevokeClient,
  RevokeError,
  serviceAccount,
} from "../../src/index.js";
import { always, answer, ids, origin, projectKey, rejection, type Sent, type Step } from "./server.js";

const canary = {
  privateKey: "canary-private-key-3f9a",
  clientSecret: "mdb_sa_sk_canary+secret/7c1d%",
  token: "canary.token~5e2b",
  ownToken: "canary-own-token-8d4f",
};
/** Every form in which one of the secrets may show up. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    secret.slice(0, 14),
  ];
}
const pairInBase64 = btoa(`${ids.clientId}:${encodeURIComponent(canary.clientSecret)}`);

/** What must be nowhere: the secrets in each form, and every digest answer and Authorization value that was sent. */
function forbidden(sent: readonly Sent[]): string[] {
  const values = sent.flatMap(({ headers }) => headers.get("authorization") ?? []);
  const responses = values.flatMap((value) => /response="(\w+)"/.exec(value)?.[1] ?? []);
  return [...Object.values(canary).flatMap(formsOf), pairInBase64, ...values, ...responses];
}

const chunks: string[] = [];
beforeEach(() => {
  chunks.length = 0;
  vi.spyOn(Math, "random").mockReturnValue(0);
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    vi.spyOn(stream, "write").mockImplementation((chunk, ...rest) => {
      chunks.push(String(chunk));
      return Reflect.apply(write, stream, [chunk, ...rest]);
    });
  }
  for (const name of ["log", "info", "warn", "error", "debug", "trace"] as const) {
    vi.spyOn(console, name).mockImplementation((...values) => void chunks.push(inspect(values, { depth: null })));
  }
});
const warnings: Error[] = [];
process.on("warning", (warning) => warnings.push(warning));
afterEach(() => {
  warnings.length = 0;
});

/** Everything that a program could print of a value. */
function everythingOf(value: unknown): string {
  const parts = [
    inspect(value, {
      showHidden: true,
      depth: Number.POSITIVE_INFINITY,
      getters: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
  ];
  try {
    parts.push(JSON.stringify(value));
  } catch {
    parts.push("");
  }
  for (let error: unknown = value, depth = 0; error instanceof Error && depth < 10; error = error.cause, depth += 1) {
    parts.push(error.message, error.stack ?? "", String(error), JSON.stringify(error), inspect(error));
    for (const key of Reflect.ownKeys(error))
      parts.push(inspect(Reflect.get(error, key), { depth: 20, showHidden: true }));
  }
  return parts.join("\n");
}

interface Scene {
  readonly error: unknown;
  readonly events: unknown[];
  readonly client: RevokeClient;
  readonly sent: readonly Sent[];
}

async function play(auth: Auth, step: Step, options: Partial<ClientOptions> = {}): Promise<Scene> {
  const server = always(step);
  const events: unknown[] = [];
  const client = createClient({
    api: "atlas",
    auth,
    baseUrl: origin,
    maxRetries: 1,
    fetch: server.fetch,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const error = await rejection(client.unassignGroupApiKey(projectKey));
  return { error, events, client, sent: server.sent };
}

function expectClean(scene: Scene): void {
  const seen = [
    everythingOf(scene.error),
    everythingOf(scene.events),
    everythingOf(scene.client),
    everythingOf(warnings),
    chunks.join("\n"),
    scene.sent.map(({ url }) => url).join("\n"),
  ].join("\n");
  for (const secret of forbidden(scene.sent)) expect(seen.includes(secret), `"${secret}" is shown`).toBe(false);
  expect(scene.error).toBeInstanceOf(RevokeError);
}

const authOf: Record<string, () => Auth> = {
  digest: () => digest({ publicKey: "ABCDEFGH", privateKey: canary.privateKey }),
  "a service account": () => serviceAccount({ clientId: ids.clientId, clientSecret: canary.clientSecret }),
  "an Auth of one's own": () => ({ scheme: "own", authorize: () => `Bearer ${canary.ownToken}` }),
};

/** Everything secret that a malicious or careless server knows of a request, to be echoed. */
function echoOf({ headers, body }: Sent): string {
  const value = headers.get("authorization") ?? "";
  const bare = value.slice(value.indexOf(" ") + 1);
  const response = /response="(\w+)"/.exec(value)?.[1] ?? "";
  const basic = value.startsWith("Basic ") ? atob(bare) : "";
  return `You sent Authorization: ${value} | ${bare} | ${response} | ${basic} | ${decodeURIComponent(basic)} | ${new URLSearchParams(body).get("token") ?? ""} | mdb_sa_sk_canary+secret/7c1d%`;
}

const isGrant = ({ url }: Sent): boolean => url.endsWith("/token");
const granted = (): Response => Response.json({ access_token: canary.token, token_type: "Bearer", expires_in: 3600 });
const challenge = (): Response =>
  new Response(null, {
    status: 401,
    headers: { "www-authenticate": 'Digest realm="r", nonce="0123456789abcdef0123456789abcdef", qop="auth"' },
  });

/** Lets a client through to an authorized DELETE, and answers that with `step`. */
const behindAuth =
  (step: Step): Step =>
  (request, signal) => {
    if (isGrant(request)) return granted();
    const value = request.headers.get("authorization");
    return value === null ? challenge() : step(request, signal);
  };

const echoEverywhere =
  (status: number): Step =>
  (request) => {
    const echo = echoOf(request);
    const body = {
      error: status,
      errorCode: echo,
      reason: echo,
      detail: echo,
      parameters: [echo, { [echo]: [echo] }],
      badRequestDetail: { fields: [{ description: echo, field: echo }] },
    };
    return Response.json(body, { status });
  };

const stall = behindAuth(() => new Promise(() => undefined));

const failures: [string, Step][] = [
  ...[400, 401, 403, 404, 409, 429, 500, 503].map((status): [string, Step] => [
    `an HTTP ${status} that echoes the header in each field`,
    behindAuth(echoEverywhere(status)),
  ]),
  [
    "an envelope that echoes",
    behindAuth((request) => Response.json({ status: 403, content: { error: 403, detail: echoOf(request) } })),
  ],
  ["a 200 page that echoes", behindAuth((request) => new Response(echoOf(request)))],
  [
    "a redirect that echoes",
    behindAuth(
      (request) =>
        new Response(null, {
          status: 302,
          headers: { location: `https://evil.invalid/?${encodeURIComponent(echoOf(request))}` },
        }),
    ),
  ],
  [
    "a platform error that quotes the header",
    behindAuth((request) => {
      throw new TypeError(`Headers.append: "${request.headers.get("authorization")}" is an invalid header value.`);
    }),
  ],
  [
    "a platform error whose cause and code quote it",
    behindAuth((request) => {
      const echo = echoOf(request);
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(echo), { code: echo, request: echo }) });
    }),
  ],
  [
    "a platform error that is a string",
    behindAuth((request) => {
      throw echoOf(request);
    }),
  ],
  [
    "a body that breaks with a message that quotes it",
    behindAuth(
      (request) =>
        new Response(new ReadableStream({ start: (c) => c.error(new Error(echoOf(request))) }), { status: 404 }),
    ),
  ],
  [
    "a challenge that echoes",
    behindAuth(
      (request) =>
        new Response(null, {
          status: 401,
          headers: {
            "www-authenticate": `Digest realm="${echoOf(request).replace(/["\\]/g, "")}", algorithm="${echoOf(request).replace(/["\\]/g, "")}"`,
          },
        }),
    ),
  ],
  [
    "a malformed challenge that echoes",
    behindAuth(
      (request) =>
        new Response(null, {
          status: 401,
          headers: {
            "www-authenticate": `Digest ${(request.headers.get("authorization") ?? "").replace(/\W/g, "")}=?`,
          },
        }),
    ),
  ],
  ["a timeout", stall],
];

describe.each(Object.entries(authOf))("with %s", (_, auth) => {
  test.each(failures)("no secret is shown after %s", async (__, step) => {
    const scene = await play(auth(), step, step === stall ? { timeoutMs: 30 } : {});
    expectClean(scene);
    expect(scene.sent.length).toBeGreaterThan(0);
  });

  test("no secret is shown by a client that has worked", async () => {
    const server = always(behindAuth(answer(204)));
    const events: unknown[] = [];
    const client = createClient({
      api: "atlas",
      auth: auth(),
      baseUrl: origin,
      fetch: server.fetch,
      onEvent: (event) => events.push(event),
    });
    const revocation = await client.unassignGroupApiKey(projectKey);
    expectClean({
      error: new RevokeError("none", { outcome: "unknown" }),
      events: [...events, revocation],
      client,
      sent: server.sent,
    });
  });

  test("no secret is shown by client.http", async () => {
    const server = always(
      behindAuth((request) => {
        throw new TypeError(echoOf(request));
      }),
    );
    const client = createClient({ api: "atlas", auth: auth(), baseUrl: origin, maxRetries: 0, fetch: server.fetch });
    const error = await rejection(
      client.http.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } }),
    );
    expectClean({ error, events: [client.http], client, sent: server.sent });
  });
});

describe("with a service account", () => {
  const account = () => authOf["a service account"]?.() as Auth;

  test.each([
    ["OAuth's", (echo: string) => ({ error: echo, error_description: echo })],
    ["the API's", (echo: string) => ({ error: 403, errorCode: echo, detail: echo })],
  ])("no secret is shown after a refused grant of %s shape", async (_, body) => {
    for (const status of [400, 401, 403, 429, 500, 503]) {
      expectClean(await play(account(), (request) => Response.json(body(echoOf(request)), { status })));
    }
  });

  test("no secret is shown after a grant whose connection fails with a quote", async () => {
    const scene = await play(account(), (request) => {
      throw new TypeError(echoOf(request), { cause: new Error(echoOf(request)) });
    });
    expectClean(scene);
  });

  test("a token that was replaced is still not shown", async () => {
    let grants = 0;
    const tokens = ["canary.token~5e2b", "second.token~9a9a"];
    const scene = await play(account(), (request) => {
      if (!isGrant(request))
        return Response.json({ error: 401, detail: `neither ${tokens[0]} nor ${tokens[1]}` }, { status: 401 });
      grants += 1;
      return Response.json({ access_token: tokens[grants - 1], token_type: "Bearer" });
    });
    expect(grants).toBe(2);
    expectClean(scene);
    expect(everythingOf(scene.error)).not.toContain("second.token");
  });

  test("a token that could not be given back is not shown, nor is the pair", async () => {
    const server = always((request) => {
      if (request.url.endsWith("/revoke"))
        return Response.json({ error: echoOf(request), error_description: echoOf(request) }, { status: 400 });
      return isGrant(request) ? granted() : new Response(null, { status: 204 });
    });
    const events: unknown[] = [];
    const client = createClient({
      api: "atlas",
      auth: account(),
      baseUrl: origin,
      fetch: server.fetch,
      onEvent: (event) => events.push(event),
    });
    await client.unassignGroupApiKey(projectKey);
    const error = await rejection(client.close());
    expectClean({ error, events, client, sent: server.sent });
    expect(server.sent.length).toBe(3);
  });

  test("an access token that breaks the header is not shown", async () => {
    const scene = await play(account(), () =>
      Response.json({ access_token: `${canary.token}\r\nX: y`, token_type: "Bearer" }),
    );
    expectClean(scene);
  });
});

describe("with an Auth of one's own", () => {
  const { ownToken } = canary;
  const redact = (text: string): string => text.replaceAll(ownToken, "[own]");

  test.each([
    ["an error", () => new Error(`the vault gave ${ownToken}`)],
    ["an error with a cause", () => new Error("the vault failed", { cause: new Error(ownToken) })],
    ["an error with fields", () => Object.assign(new Error("the vault failed"), { token: ownToken })],
    ["an error of this package", () => new RevokeError(ownToken, { outcome: "refused", cause: new Error(ownToken) })],
    ["a string", () => `Bearer ${ownToken}`],
    ["an object", () => ({ token: ownToken })],
  ])("that throws %s with its token, no secret is shown", async (_, make) => {
    for (const place of ["authorize", "rejected", "accepted"] as const) {
      const fail = () => {
        throw make();
      };
      const auth: Auth = { scheme: "own", authorize: () => `Bearer ${ownToken}`, redact, [place]: fail };
      expectClean(await play(auth, answer(place === "rejected" ? 401 : 204)));
    }
  });

  test("that forgets to redact, what it has sent is still not shown, nor any token of a known form", async () => {
    const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";
    const leaks = [
      `Bearer ${jwt}`,
      jwt,
      `Basic ${btoa("user:canary-pass")}`,
      "mdb_sa_sk_canary-value",
      'Digest username="u",\nresponse="canary-response"',
    ];
    for (const leak of leaks) {
      const scene = await play(
        { scheme: "own", authorize: () => Promise.reject(new Error(`bad: ${leak}`)) },
        answer(204),
      );
      const shown = everythingOf(scene.error);
      for (const part of [jwt, btoa("user:canary-pass"), "canary-value", "canary-response"])
        expect(shown).not.toContain(part);
      expect(shown).toContain("bad: [redacted]");
    }
  });

  test("whose value can't stand in a header, it is not shown", async () => {
    for (const value of [`Bearer ${ownToken}\r\nX: y`, `Bearer ${ownToken}\u{1F600}`]) {
      expectClean(await play({ scheme: "own", authorize: () => value }, answer(204)));
    }
  });

  test("that posts a pair of its own, the pair is not shown", async () => {
    const authorize: Auth["authorize"] = async (_, { post, signal }) => {
      const { text } = await post(
        { endpoint: "grant", authorization: `Basic ${btoa(`me:${ownToken}`)}`, form: {} },
        signal,
      );
      throw new Error(`the server said ${text}`);
    };
    const scene = await play(
      { scheme: "own", authorize, redact },
      (request) => new Response(`you sent ${(request.headers.get("authorization") ?? "").slice(6)}`),
    );
    expectClean(scene);
  });
});

test("a secret in place of an option or an id is not repeated", async () => {
  const secrets = [
    canary.clientSecret,
    canary.privateKey,
    `https://user:${canary.privateKey}@host.invalid`,
    `${canary.privateKey}://x`,
  ];
  const attempts: (() => unknown)[] = secrets.flatMap((secret) => [
    () => createClient({ api: secret, auth: authOf.digest?.() } as never),
    () => createClient({ api: "atlas", auth: secret } as never),
    () => createClient({ api: "atlas", auth: authOf.digest?.() as Auth, baseUrl: secret.replace(/:\/\/x$/, "") }),
    () => createClient({ api: "atlas", auth: authOf.digest?.() as Auth, userAgent: `${secret}\n` }),
    () => createClient({ api: "atlas", auth: authOf.digest?.() as Auth, [secret]: 1 } as never),
    () => digest({ publicKey: `${secret}:`, privateKey: `${secret}\n` }),
    () => digest({ publicKey: "A", privateKey: `${secret}\n` }),
    () => digest({ publicKey: "A", privateKey: "B", apiKeyId: secret }),
    () => serviceAccount({ clientId: `${secret}mdb_sa_sk_`, clientSecret: "x" }),
    () => serviceAccount({ clientId: "x", clientSecret: `${secret}\n` }),
    () =>
      createClient({
        api: "atlas",
        auth: authOf.digest?.() as Auth,
        fetch: always(answer(204)).fetch,
      }).unassignGroupApiKey({ ...projectKey, apiKeyId: secret }),
  ]);
  for (const attempt of attempts) {
    const error = await rejection(Promise.resolve().then(attempt));
    const shown = everythingOf(error);
    expect(error).toBeInstanceOf(RevokeError);
    for (const secret of [canary.clientSecret, canary.privateKey]) expect(shown).not.toContain(secret);
  }
});

test("the canary itself would be found: the look-out sees hidden fields, causes and getters", () => {
  const hidden = Object.defineProperty(new Error("x"), "hidden", { value: { deep: [canary.token] } });
  expect(everythingOf(hidden)).toContain(canary.token);
  expect(everythingOf(new Error("x", { cause: new Error("y", { cause: canary.token }) }))).toContain(canary.token);
  expect(
    everythingOf({
      get value() {
        return canary.token;
      },
    }),
  ).toContain(canary.token);
});
