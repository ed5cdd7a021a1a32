// The server of the benchmark, in a process of its own: strict digest, an OAuth token, a latency, and faults on demand.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serveCommands } from "../commands.js";
import { basePath } from "../contestants/contestant.js";
import { accessToken, clientId, clientSecret } from "./credentials.js";
import { createDigestCheck, type DigestCheck } from "./digestCheck.js";
import { elsewhere, type Fault, faults, successes } from "./faults.js";
import type { ServerCommands } from "./serverCommands.js";

/** Deletes, and the same work where a client has another resource's method only. */
const deletable = new RegExp(`^${basePath}/groups/[a-f0-9]{24}/(apiKeys|users|accessList)/[a-f0-9]{24}\\??$`);
const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
const grant = JSON.stringify({ access_token: accessToken, expires_in: 3600, token_type: "Bearer" });

let digest: DigestCheck = createDigestCheck(Number.MAX_SAFE_INTEGER);
let latencyMs = 0;
let requests = 0;
let fault: Fault | undefined;
let deleted = new Set<string>();

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  if (request.method === "POST" && url.startsWith("/api/oauth/")) {
    const known = request.headers.authorization === basic;
    response.writeHead(known ? 200 : 401, { "content-type": "application/json" }).end(known ? grant : "{}");
  } else if (url === elsewhere) {
    response.writeHead(request.method === "DELETE" ? 204 : 200, { "content-type": "text/html" }).end();
  } else if (request.method !== "DELETE" || !deletable.test(url)) {
    response.writeHead(405).end();
  } else {
    answerDelete(url, request, response);
  }
}

function answerDelete(url: string, request: IncomingMessage, response: ServerResponse): void {
  const { authorization = "" } = request.headers;
  const verdict = authorization === `Bearer ${accessToken}` ? "ok" : digest.verify("DELETE", url, authorization);
  if (verdict !== "ok") {
    const challenge = digest.challenge(verdict === "stale" && authorization !== "");
    response.writeHead(401, { "www-authenticate": challenge, "content-length": 0 }).end();
  } else if (fault !== undefined) {
    fault.answer(response, request);
  } else {
    const fresh = !deleted.has(url);
    deleted.add(url);
    response.writeHead(fresh ? 204 : 404, { "ratelimit-limit": 1200, "ratelimit-remaining": 1199 }).end();
  }
}

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  requests += 1;
  request.resume();
  if (latencyMs === 0) answer(request, response);
  else setTimeout(answer, latencyMs, request, response);
});
await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1", backlog: 1024 }, resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

serveCommands<ServerCommands>({
  start: async (setting) => {
    latencyMs = setting.latencyMs ?? 0;
    digest = createDigestCheck(setting.nonceUses ?? Number.MAX_SAFE_INTEGER);
    fault = [...faults, ...successes].find(({ name }) => name === setting.fault);
    if (setting.fault !== undefined && fault === undefined) throw new Error(`unknown fault ${setting.fault}`);
    requests = 0;
    deleted = new Set();
    return { origin, nonce: digest.endlessNonce() };
  },
  nonce: async () => digest.endlessNonce(),
  count: async () => ({ requests, deletes: deleted.size }),
});
