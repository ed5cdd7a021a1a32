/** The benchmark's server: strict digest, an OAuth token, a latency, and faults on demand. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Served, serve } from "../browser/serve.js";
import { complaintAbout, fieldsOf, recordedRealm } from "../support/digest.js";
import { accountPair, keyPair } from "../support/world.js";
import { elsewhere, type Send } from "./faults.js";

export const basePath = "/api/atlas/v2";
/** As long as the JSON Web Tokens that the API grants. */
export const accessToken: string = `eyJhbGciOiJSUzI1NiJ9.${"abcdefghij".repeat(60)}.${"0123456789".repeat(34)}`;

/** The server, and what a measurement sets on it. */
export interface BenchServer extends Served {
  latencyMs: number;
  /** What an authorized DELETE gets in place of 204. */
  fault: Send | undefined;
  requests: number;
  /** How many requests a nonce serves. */
  nonceUses: number;
}

/** The four's own DELETE, and the same work where a client has another resource's method only. */
const deletable = new RegExp(`^${basePath}/groups/[a-f0-9]{24}/(apiKeys|users|accessList)/[a-f0-9]{24}\\??$`);
const grant = JSON.stringify({ access_token: accessToken, expires_in: 3600, token_type: "Bearer" });
const basic = `Basic ${Buffer.from(`${accountPair.clientId}:${accountPair.clientSecret}`).toString("base64")}`;

/** Starts it. */
export async function startBenchServer(): Promise<BenchServer> {
  const nonces = new Map<string, Set<number>>();
  const deleted = new Set<string>();

  const isAuthorized = (target: string, authorization: string): boolean => {
    if (authorization === `Bearer ${accessToken}`) return true;
    const fields = fieldsOf(authorization);
    const seen = nonces.get(fields.get("nonce") ?? "");
    const count = Number.parseInt(fields.get("nc") ?? "", 16);
    if (seen === undefined || seen.has(count) || count > server.nonceUses) return false;
    seen.add(count);
    return complaintAbout(authorization, { method: "DELETE", target }, keyPair) === undefined;
  };

  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = "", method } = request;
    const { authorization = "" } = request.headers;
    if (url.startsWith("/api/oauth/")) {
      const known = authorization === basic;
      response.writeHead(known ? 200 : 401, { "content-type": "application/json" }).end(known ? grant : "{}");
    } else if (url.startsWith(elsewhere)) {
      response.writeHead(method === "DELETE" ? 204 : 200, { "content-type": "text/html" }).end();
    } else if (method !== "DELETE" || !deletable.test(url)) {
      response.writeHead(405).end();
    } else if (!isAuthorized(url, authorization)) {
      const nonce = Buffer.from(`nonce-${nonces.size}-of-the-benchmark`).toString("base64");
      nonces.set(nonce, new Set());
      const challenge = `Digest realm="${recordedRealm}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
      response.writeHead(401, { "www-authenticate": challenge, "content-length": 0 }).end();
    } else if (server.fault !== undefined) {
      server.fault(response, request);
    } else {
      response.writeHead(deleted.has(url) ? 404 : 204).end();
      deleted.add(url);
    }
  };

  const served = await serve((request, response) => {
    server.requests += 1;
    request.resume();
    setTimeout(respond, server.latencyMs, request, response);
  });
  const server: BenchServer = {
    ...served,
    latencyMs: 0,
    fault: undefined,
    requests: 0,
    nonceUses: Number.POSITIVE_INFINITY,
  };
  return server;
}
