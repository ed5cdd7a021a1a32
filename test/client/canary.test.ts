/** Marked secrets go through every failure, and are then looked for everywhere: an error, its text, its inside, events, console. */
import { beforeEach, expect, test } from "vitest";
import { type Auth, createClient, digest, RevokeError, serviceAccount } from "../../src/index.js";
import { authOf, behindAuth, canary, echoOf, everythingOf, expectClean, listen, play } from "../support/canary.js";
import { always, rejection, respond, type Sent, type Step } from "../support/fetch.js";
import { bearer, origin, projectKey } from "../support/world.js";

beforeEach(listen);

const headerOf = ({ headers }: Sent): string => headers.get("authorization") ?? "";
const refusal = (request: Sent, status: number) => {
  const echo = echoOf(request);
  const text = { error: status, errorCode: echo, reason: echo, detail: echo };
  return {
    ...text,
    parameters: [echo, { [echo]: [echo] }],
    badRequestDetail: { fields: [{ description: echo, field: echo }] },
  };
};
const inHeaders =
  (status: number, make: (request: Sent) => Record<string, string>): Step =>
  (request) =>
    new Response(null, { status, headers: make(request) });
const failing =
  (make: (request: Sent) => unknown): Step =>
  (request) => {
    throw make(request);
  };
const breaking: Step = (request) =>
  new Response(new ReadableStream({ start: (c) => c.error(new Error(echoOf(request))) }), { status: 404 });
const stall = behindAuth(() => new Promise(() => undefined));

const bare: readonly [string, Step][] = [
  ...[400, 401, 404, 429, 503].map((status): [string, Step] => [
    `an HTTP ${status} that echoes the header in each field`,
    (request) => Response.json(refusal(request, status), { status }),
  ]),
  ["an envelope that echoes", (request) => Response.json({ status: 403, content: refusal(request, 403) })],
  ["a 200 page that echoes", (request) => new Response(echoOf(request))],
  ["headers that echo", inHeaders(409, (r) => ({ "x-echo": encodeURIComponent(echoOf(r)), "x-plain": headerOf(r) }))],
  [
    "a redirect that echoes",
    inHeaders(302, (r) => ({ location: `https://x.invalid/?${encodeURIComponent(echoOf(r))}` })),
  ],
  ["an error that quotes the header", failing((r) => new TypeError(`Headers.append: "${headerOf(r)}" is invalid.`))],
  [
    "an error whose cause and code quote it",
    failing((r) => new TypeError("fetch failed", { cause: Object.assign(new Error(echoOf(r)), { code: echoOf(r) }) })),
  ],
  ["an error that is a string", failing(echoOf)],
  ["a body that breaks with a message that quotes it", breaking],
  [
    "a challenge that echoes",
    inHeaders(401, (r) => ({ "www-authenticate": `Digest realm="x", algorithm="${echoOf(r).replace(/["\\]/g, "")}"` })),
  ],
  [
    "a malformed challenge that echoes",
    inHeaders(401, (r) => ({ "www-authenticate": `Digest ${headerOf(r).replace(/\W/g, "")}=?` })),
  ],
];
const failures = bare.map(([name, step]): [string, Step] => [name, behindAuth(step)]);

const kinds = Object.entries(authOf);
/** Each failure with one kind of credentials, in turn. */
const inTurn = [...failures, ["a timeout", stall] as const].map(([name, step], index) => {
  const [kind, auth] = kinds[index % kinds.length] ?? ["none", () => bearer];
  return [name, kind, step, auth] as const;
});

test.each(inTurn)("no secret is shown after %s, with %s", async (_, __, step, auth) => {
  const scene = await play(auth(), step, step === stall ? { timeoutMs: 30 } : {});
  expectClean(scene);
  expect(scene.sent.length).toBeGreaterThan(0);
});

/** A client whose events are kept. */
function clientWith(auth: Auth, step: Step) {
  const server = always(step);
  const events: unknown[] = [];
  const onEvent = (event: unknown) => void events.push(event);
  const options = { baseUrl: origin, maxRetries: 0, fetch: server.fetch, onEvent, timeoutMs: 50 };
  return { client: createClient({ api: "atlas", auth, ...options }), events, sent: server.sent };
}
const none = new RevokeError({ summary: "none", outcome: "unknown" });

test.each(inTurn)("no secret is shown by client.http after %s, with %s", async (_, __, step, auth) => {
  const { client, events, sent } = clientWith(auth(), step);
  const given = await client.http
    .DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path: projectKey } })
    .catch((error: unknown) => ({ thrown: error, response: undefined }));
  const headers = [...(given.response?.headers ?? [])];
  const error = "thrown" in given ? given.thrown : none;
  expectClean({ error, events: [...events, client.http, { ...given, response: headers }], client, sent });
});

test.each(kinds)(
  "no secret is shown by a client with %s that has worked and closed, nor by its revocation",
  async (_, auth) => {
    const { client, events, sent } = clientWith(
      auth(),
      behindAuth(respond(204, undefined, { "x-echo": canary.token })),
    );
    const revocation = await client.unassignGroupApiKey(projectKey);
    await client.close();
    expectClean({ error: none, events: [...events, revocation], client, sent });
  },
);

test("a secret in place of an option or an id is not repeated", async () => {
  const auth = authOf.digest?.() as Auth;
  const { clientSecret, privateKey } = canary;
  const secrets = [clientSecret, privateKey, `https://user:${privateKey}@host.invalid`, `${privateKey}://x`];
  const attempts: (() => unknown)[] = secrets.flatMap((secret) => [
    () => createClient({ api: secret, auth } as never),
    () => createClient({ api: "atlas", auth: secret } as never),
    () => createClient({ api: "atlas", auth, baseUrl: secret.replace(/:\/\/x$/, "") }),
    () => createClient({ api: "atlas", auth, userAgent: `${secret}\n` }),
    () => createClient({ api: "atlas", auth, [secret]: 1 } as never),
    () => digest({ publicKey: `${secret}:`, privateKey: `${secret}\n` }),
    () => digest({ publicKey: "A", privateKey: `${secret}\n` }),
    () => digest({ publicKey: "A", privateKey: "B", apiKeyId: secret }),
    () => serviceAccount({ clientId: `${secret}mdb_sa_sk_`, clientSecret: "x" }),
    () => serviceAccount({ clientId: "x", clientSecret: `${secret}\n` }),
    () => clientWith(auth, respond(204)).client.unassignGroupApiKey({ ...projectKey, apiKeyId: secret }),
  ]);
  for (const attempt of attempts) {
    const error = await rejection(Promise.resolve().then(attempt));
    expect(error).toBeInstanceOf(RevokeError);
    for (const secret of [clientSecret, privateKey]) expect(everythingOf(error)).not.toContain(secret);
  }
});

test("the canary itself would be found: hidden fields, causes and getters are searched", () => {
  const hidden = Object.defineProperty(new Error("x"), "hidden", { value: { deep: [canary.token] } });
  const caused = new Error("x", { cause: new Error("y", { cause: canary.token }) });
  const lazy = {
    get value() {
      return canary.token;
    },
  };
  for (const value of [hidden, caused, lazy]) expect(everythingOf(value)).toContain(canary.token);
});
