/** Marked secrets, the ways in which a server may echo them, and the look-out that searches everything a program can print. */
import { inspect } from "node:util";
import { expect, vi } from "vitest";
import {
  type Auth,
  type ClientOptions,
  createClient,
  digest,
  type RevokeClient,
  RevokeError,
  serviceAccount,
} from "../../src/index.js";
import { always, rejection, type Sent, type Step } from "./fetch.js";
import { ids, origin, projectKey } from "./world.js";

export const canary = {
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

/** What must be nowhere: the secrets in each form, and every digest response and Authorization value that was sent. */
function forbidden(sent: readonly Sent[]): string[] {
  const values = sent.flatMap(({ headers }) => headers.get("authorization") ?? []);
  const responses = values.flatMap((value) => /response="(\w+)"/.exec(value)?.[1] ?? []);
  return [...Object.values(canary).flatMap(formsOf), pairInBase64, ...values, ...responses];
}

const chunks: string[] = [];
const warnings: Error[] = [];
const onWarning = (warning: Error): void => void warnings.push(warning);

/** Listens to whatever a program prints; call it before each test. */
export function listen(): void {
  chunks.length = 0;
  warnings.length = 0;
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
  process.off("warning", onWarning);
  process.on("warning", onWarning);
}

/** Everything that a program could print of a value. */
export function everythingOf(value: unknown): string {
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

export interface Scene {
  readonly error: unknown;
  readonly events: unknown[];
  readonly client: RevokeClient;
  readonly sent: readonly Sent[];
}

export async function play(auth: Auth, step: Step, options: Partial<ClientOptions> = {}): Promise<Scene> {
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

export function expectClean(scene: Scene): void {
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

export const authOf: Record<string, () => Auth> = {
  digest: () => digest({ publicKey: "ABCDEFGH", privateKey: canary.privateKey }),
  "a service account": () => serviceAccount({ clientId: ids.clientId, clientSecret: canary.clientSecret }),
  "an Auth of the caller's own": () => ({ scheme: "own", authorize: () => `Bearer ${canary.ownToken}` }),
};

/** Everything secret that a malicious or careless server knows of a request, to be echoed. */
export function echoOf({ headers, body }: Sent): string {
  const value = headers.get("authorization") ?? "";
  const bare = value.slice(value.indexOf(" ") + 1);
  const response = /response="(\w+)"/.exec(value)?.[1] ?? "";
  const basic = value.startsWith("Basic ") ? atob(bare) : "";
  return `You sent Authorization: ${value} | ${bare} | ${response} | ${basic} | ${decodeURIComponent(basic)} | ${new URLSearchParams(body).get("token") ?? ""} | mdb_sa_sk_canary+secret/7c1d%`;
}

export const isGrant = ({ url }: Sent): boolean => url.endsWith("/token");
export const granted = (): Response =>
  Response.json({ access_token: canary.token, token_type: "Bearer", expires_in: 3600 });
const challenge = (): Response =>
  new Response(null, {
    status: 401,
    headers: { "www-authenticate": 'Digest realm="r", nonce="0123456789abcdef0123456789abcdef", qop="auth"' },
  });

/** Lets a client through to an authorized DELETE, and responds to that with `step`. */
export const behindAuth =
  (step: Step): Step =>
  (request, signal) => {
    if (isGrant(request)) return granted();
    const value = request.headers.get("authorization");
    return value === null ? challenge() : step(request, signal);
  };
