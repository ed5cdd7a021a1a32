// Requests as bytes on a socket, checked against the document: what the sandbox does is judged without the client.
import { request as httpRequest } from "node:http";
import { onTestFinished } from "vitest";
import type { Api, Ids, OperationFacts, OperationId } from "../../generated/client.js";
import { operationTable, servers } from "../../generated/client.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.js";
import { checkExchange } from "../contract/checker.js";
import { challengeOf, digestHeader } from "../support/digest.js";

/** A sandbox that is closed when the test is over. */
export async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A clock that a test moves. */
export interface TestClock {
  (): number;
  /** Moves it forward. */
  pass(milliseconds: number): void;
}

/** Creates a clock that stands still at a fixed date. */
export function createClock(start: number = Date.UTC(2026, 10, 23)): TestClock {
  let now = start;
  const clock = (): number => now;
  return Object.assign(clock, {
    pass(milliseconds: number) {
      now += milliseconds;
    },
  });
}

/** The first target of an operation. */
export function firstTarget<K extends OperationId>(
  { targets }: Pick<Sandbox, "targets">,
  api: Api,
  operationId: K,
): Ids<K> {
  const ids = targets[api][operationId][0];
  if (ids === undefined) throw new Error(`no target for ${operationId} on ${api}`);
  return ids;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What is sent. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one request over its own connection; `target` goes into the request line as it is. */
export function send(
  url: string,
  target: string,
  { method = "DELETE", headers = {}, body }: Sent = {},
): Promise<Answered> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: hostname, port, path: target, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const received = new Headers();
        for (let at = 0; at < response.rawHeaders.length; at += 2) {
          received.append(response.rawHeaders[at] ?? "", response.rawHeaders[at + 1] ?? "");
        }
        resolve({ status: response.statusCode ?? 0, headers: received, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** The request target of one operation. */
export function targetOf<K extends OperationId>(api: Api, operationId: K, ids: Ids<K>, query = ""): string {
  const values = ids as Readonly<Record<string, string>>;
  const path = operationTable[operationId].path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  return `${servers[api].basePath}${path}${query}`;
}

/** The JSON body of an answer. */
export function jsonOf(answer: Answered): Readonly<Record<string, unknown>> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}

/** An access token of the sandbox's service account. */
export async function grantToken(sandbox: Pick<Sandbox, "url" | "credentials">): Promise<string> {
  const answer = await grant(sandbox.url, ...pairOf(sandbox));
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}

/** The two parts of the acting service account's credential. */
export function pairOf({ credentials }: Pick<Sandbox, "credentials">): [clientId: string, secret: string] {
  return [credentials.serviceAccount.clientId, credentials.serviceAccount.clientSecret];
}

/** A token grant. */
export function grant(
  url: string,
  clientId: string,
  secret: string,
  body = "grant_type=client_credentials",
): Promise<Answered> {
  return send(url, "/api/oauth/token", {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body,
  });
}

/** How a request is authenticated. */
export type Credential = "digest" | "service account";

/** What `revoke` can do otherwise. */
export interface RevokeOptions {
  readonly credential?: Credential;
  /** With its question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Carries out one operation with a good credential, and checks every request and answer on the way against the document.
 */
export async function revoke<K extends OperationId>(
  sandbox: Pick<Sandbox, "url" | "credentials">,
  api: Api,
  operationId: K,
  ids: Ids<K>,
  { credential = "digest", query = "", headers: more = {} }: RevokeOptions = {},
): Promise<Answered> {
  const target = targetOf(api, operationId, ids, query);
  const headers: Record<string, string> = { accept: operationTable[operationId].accept[api], ...more };
  if (credential === "digest") {
    const challenge = await send(sandbox.url, target, { headers });
    check(api, target, headers, challenge);
    const { publicKey: username, privateKey: password } = sandbox.credentials.apiKey;
    const { nonce = "" } = challengeOf(challenge);
    headers.authorization = digestHeader({ username, password, method: "DELETE", uri: target, nonce });
  } else {
    headers.authorization = `Bearer ${await grantToken(sandbox)}`;
  }
  const answer = await send(sandbox.url, target, { headers });
  check(api, target, headers, answer);
  return answer;
}

function check(api: Api, target: string, headers: Readonly<Record<string, string>>, response: Answered): void {
  checkExchange({ api, request: { method: "DELETE", url: target, headers: new Headers(headers) }, response });
}

/** Status and code of an error. */
export function errorOf(answer: Answered): { readonly status: number; readonly errorCode: unknown } {
  return { status: answer.status, errorCode: jsonOf(answer).errorCode };
}

/** A bearer request for a target with some ids replaced by others, valid or not, everything else being right. */
export async function withIds(
  sandbox: Sandbox,
  api: Api,
  operationId: OperationId,
  change: Record<string, string>,
  query = "",
): Promise<Answered> {
  const ids = { ...firstTarget(sandbox, api, operationId), ...change } as Ids<typeof operationId>;
  const headers = {
    accept: operationTable[operationId].accept[api],
    authorization: `Bearer ${await grantToken(sandbox)}`,
  };
  return send(sandbox.url, targetOf(api, operationId, ids, query), { headers });
}

/** Every operation on every API. */
export const cells: readonly {
  readonly api: Api;
  readonly operation: OperationFacts;
  readonly operationId: OperationId;
}[] = (Object.keys(servers) as Api[]).flatMap((api) =>
  Object.values<OperationFacts>(operationTable).map((operation) => ({
    api,
    operation,
    operationId: operation.operationId,
  })),
);
