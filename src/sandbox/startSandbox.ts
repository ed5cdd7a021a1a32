// A MongoDB Cloud to practise on: the mock behind node:http, on loopback only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Reply } from "../mock/answer.js";
import { type Cloud, createCloud } from "../mock/cloud.js";
import { defaultSeed } from "../mock/defaultSeed.js";
import { type CloudOptions, type CloudRules, resolveOptions } from "../mock/options.js";
import { findRoute, methodOf } from "../mock/route.js";
import { type Credentials, credentialsOf, type Seed } from "../mock/seed.js";
import { createState, type State } from "../mock/state.js";
import { type Targets, targetsOf } from "../mock/targets.js";
import { type AccessEntry, accessEntry } from "./accessLog.js";
import { control, controlPath } from "./control.js";
import { BodyTooLarge, plain, sendReply, toIncoming } from "./exchange.js";
import { createGate, hardeningHeaders, preflightHeaders } from "./gate.js";
import { nodeHashes } from "./nodeHashes.js";

/** Options of `startSandbox`: those of the mock, and where and how to listen. */
export interface SandboxOptions extends Omit<CloudOptions, "state"> {
  /** TCP port on 127.0.0.1. Default 0: a free one. */
  readonly port?: number;
  /** What the sandbox holds. Default: random ids on both APIs, three targets for each operation (`defaultSeed`). */
  readonly seed?: Seed;
  /** Called after each answer, with a redacted line. */
  readonly onAccess?: (entry: AccessEntry) => void;
  /** Called when the sandbox itself fails. Default: a process warning. */
  readonly onError?: (error: unknown) => void;
  /** Origins, beside those of this machine, whose pages may call the sandbox, for example `https://docs.example.com`. */
  readonly allowedOrigins?: readonly string[];
}

/** A running sandbox. */
export interface Sandbox {
  /** Origin, for example `http://127.0.0.1:40123`: a client's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** An API key and a service account that may do everything. */
  readonly credentials: Credentials;
  /** Per API and operation, ids that exist at the start; each can be revoked once. */
  readonly targets: Targets;
  /** What the sandbox holds, and what it recorded. */
  readonly state: State;
  /** Stops at once: answers under way get a moment, idle connections none. Can be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How long answers under way may still take once the sandbox closes. */
const closeGraceMs = 250;

function replyTo(request: IncomingMessage, cloud: Cloud, rules: CloudRules): Reply | Promise<Reply> {
  const target = request.url ?? "";
  const mark = target.indexOf("?");
  const pathname = mark < 0 ? target : target.slice(0, mark);
  const method = request.method ?? "";
  if (pathname.startsWith(controlPath)) return control(method, pathname, rules.state);
  const route = findRoute(pathname, rules.apis);
  if (route === undefined) return plain(404, "No operation of the document has this path.");
  const allowed = methodOf(route);
  if (method !== allowed) return plain(405, `This path takes ${allowed} only.`, [["Allow", allowed]]);
  return cloud.answer(route, toIncoming(request));
}

/** The raw answer to bytes that are no HTTP request. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // The backlog is for bursts of connections; the system caps it.
    server.listen({ port, host: "127.0.0.1", backlog: 4096 }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closer(server: Server): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= new Promise((resolve, reject) => {
      const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      server.close((error) => {
        clearTimeout(timer);
        if (error === undefined) resolve();
        else reject(error);
      });
      server.closeIdleConnections();
    });
    return closed;
  };
}

/**
 * Starts a sandbox on loopback.
 *
 * The API bases are `<url>/api/public/v1.0` and `<url>/api/atlas/v2`, the token endpoint is `<url>/api/oauth/token`.
 * `POST <url>/__sandbox/reset` puts everything back, `GET <url>/__sandbox/deletions` tells what was revoked.
 *
 * @throws {TypeError} naming the option that is unknown or wrong
 * @throws the system's error when the port cannot be listened on (`code` is `EADDRINUSE` when it is taken)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    port = 0,
    seed = defaultSeed(),
    onAccess,
    onError = (error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)),
    allowedOrigins = [],
    ...cloudOptions
  } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError("startSandbox: port must be a whole number from 0 to 65535");
  }
  if ("state" in cloudOptions) throw new TypeError('startSandbox: unknown option "state"; give a seed');
  const state = createState(seed);
  const rules = resolveOptions("startSandbox", { ...cloudOptions, state }, [], nodeHashes);
  const cloud = createCloud(rules);
  const [credentials, targets] = [credentialsOf(seed), targetsOf(seed)];
  let gate: ReturnType<typeof createGate>;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const passed = gate(request.headers);
    const refused = "refused" in passed ? passed.refused : undefined;
    const extra = "corsHeaders" in passed ? passed.corsHeaders : [];
    let reply: Reply;
    if (refused !== undefined) {
      reply = plain(refused.status, refused.reason);
    } else if (request.method === "OPTIONS") {
      reply = { status: 204, headers: [] };
    } else {
      try {
        reply = await replyTo(request, cloud, rules);
      } catch (error) {
        // The client went away in the middle of its body: there is nobody to answer.
        if (request.errored) return;
        if (!(error instanceof BodyTooLarge)) onError(error);
        reply = error instanceof BodyTooLarge ? plain(413, error.message) : plain(500, "The sandbox itself failed.");
      }
    }
    const preflight = request.method === "OPTIONS" && refused === undefined ? preflightHeaders : [];
    // A body that nobody read would otherwise be read to its end, for as long as the client sends.
    const closing = request.complete ? [] : ["Connection", "close"];
    sendReply(response, reply, [...hardeningHeaders, ...extra, ...preflight, ...closing]);
    if (onAccess !== undefined) {
      const described = {
        method: request.method ?? "",
        target: request.url ?? "",
        authorization: request.headers.authorization,
      };
      const status = reply === "connection lost" ? 0 : reply.status;
      onAccess(accessEntry(described, status, performance.now() - start));
    }
  }

  const server = createServer({
    connectionsCheckingInterval: 1000,
    headersTimeout: 3000,
    requestTimeout: 10_000,
    keepAliveTimeout: 5000,
    maxHeaderSize: 16 * 1024,
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
  });
  server.on("clientError", refuseMalformed);
  const actualPort = await listen(server, port);
  gate = createGate(actualPort, allowedOrigins);
  const close = closer(server);
  return {
    url: `http://127.0.0.1:${actualPort}`,
    port: actualPort,
    credentials,
    targets,
    state,
    close,
    [Symbol.asyncDispose]: close,
  };
}
