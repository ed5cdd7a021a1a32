/** Marked secrets go through every failure, and are then looked for everywhere: an error, its text, its inside, events, console. */
import { beforeEach, expect, test } from "vitest";
import { type Auth, createClient, digest, RevokeError, serviceAccount } from "../../src/index.js";
import { authOf, behindAuth, canary, echoOf, everythingOf, expectClean, listen, play } from "../support/canary.js";
import { always, rejection, respond, type Step } from "../support/fetch.js";
import { bearer, origin, projectKey } from "../support/world.js";

beforeEach(listen);

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
  ...[400, 401, 404, 429, 503].map((status): [string, Step] => [
    `an HTTP ${status} that echoes the header in each field`,
    behindAuth(echoEverywhere(status)),
  ]),
  [
    "an envelope that echoes",
    behindAuth((request) => Response.json({ status: 403, content: { error: 403, detail: echoOf(request) } })),
  ],
  [
    "a header that echoes",
    behindAuth(
      (request) =>
        new Response(null, {
          status: 409,
          headers: {
            "x-echo": encodeURIComponent(echoOf(request)),
            "x-plain": request.headers.get("authorization") ?? "",
          },
        }),
    ),
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

const kinds = Object.entries(authOf);
/** Each failure with one kind of credentials, in turn. */
const inTurn = failures.map(([name, step], index) => {
  const [kind, auth] = kinds[index % kinds.length] ?? ["none", () => bearer];
  return [name, kind, step, auth] as const;
});

test.each(inTurn)("no secret is shown after %s, with %s", async (_, __, step, auth) => {
  const scene = await play(auth(), step, step === stall ? { timeoutMs: 30 } : {});
  expectClean(scene);
  expect(scene.sent.length).toBeGreaterThan(0);
});

test.each(inTurn)("no secret is shown by client.http after %s, with %s", async (_, __, step, auth) => {
  const server = always(step);
  const events: unknown[] = [];
  const onEvent = (event: unknown) => void events.push(event);
  const client = createClient({
    api: "atlas",
    auth: auth(),
    baseUrl: origin,
    maxRetries: 0,
    fetch: server.fetch,
    onEvent,
    timeoutMs: 50,
  });
  const given = await client.http
    .DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } })
    .catch((error: unknown) => error);
  const error = given instanceof RevokeError ? given : new RevokeError({ summary: "none", outcome: "unknown" });
  const { response, ...body } = given as { response?: Response };
  expectClean({
    error,
    events: [...events, client.http, body, [...(response?.headers ?? [])]],
    client,
    sent: server.sent,
  });
});

test.each(kinds)("no secret is shown by a client with %s that has worked, nor by its revocation", async (_, auth) => {
  const server = always(behindAuth(respond(204, undefined, { "x-echo": canary.token })));
  const events: unknown[] = [];
  const onEvent = (event: unknown) => void events.push(event);
  const client = createClient({ api: "atlas", auth: auth(), baseUrl: origin, fetch: server.fetch, onEvent });
  const revocation = await client.unassignGroupApiKey(projectKey);
  const error = new RevokeError({ summary: "none", outcome: "unknown" });
  expectClean({ error, events: [...events, revocation], client, sent: server.sent });
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
        fetch: always(respond(204)).fetch,
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
