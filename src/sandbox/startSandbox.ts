// A MongoDB Cloud to practise on: the mock behind node:http, on loopback only.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inRange } from "../mock/check.js";
import { type Cloud, createCloud } from "../mock/cloud.js";
import type { Fault } from "../mock/fault.js";
import type { CloudOptions } from "../mock/options.js";
import type { Reply } from "../mock/response.js";
import { findRoute } from "../mock/route.js";
import type { State } from "../mock/state.js";
import type { Credentials, Targets } from "../mock/targets.js";
import { type AccessEntry, accessEntry } from "./accessLog.js";
import { control, plain } from "./control.js";
import { parseFault } from "./faultText.js";

/** Options of `startSandbox`: those of the mock, and where and how to listen. */
export interface SandboxOptions extends Omit<CloudOptions, "faults"> {
  /** TCP port on 127.0.0.1. Default 0: a free one. */
  readonly port?: number;
  /** What goes wrong: scenarios, or their names and options in words, such as `rateLimited,times=1`. */
  readonly faults?: readonly (Fault | string)[];
  /** Called after each response, with a redacted line. */
  readonly onAccess?: (entry: AccessEntry) => void;
  /** Called when the sandbox itself fails. Default: a process warning. */
  readonly onError?: (error: unknown) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Origin, for example `http://127.0.0.1:40123`: a client's `baseUrl`, and a page for people. */
  readonly url: string;
  readonly port: number;
  /** An API key and a service account that may do everything. */
  readonly credentials: Credentials;
  /** Per API and operation, ids that exist at the start; each can be revoked once. */
  readonly targets: Targets;
  /** What was revoked, with `reset()` and `use(fault)`. */
  readonly state: State;
  /** Stops at once: responses under way get a moment, idle connections none. Can be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How long responses under way may still take once the sandbox closes. */
const closeGraceMs = 250;
/** How much of a body is kept; the only bodies here are short forms. */
const longestBody = 16 * 1024;

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) if (text.length < longestBody) text += String(chunk);
  return text;
}

async function replyTo(request: IncomingMessage, cloud: Cloud, port: number): Promise<Reply> {
  const { method = "", url: target = "", headers } = request;
  // A page elsewhere that had its name resolve to 127.0.0.1 (DNS rebinding) comes with another Host.
  const host = headers.host ?? "";
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])$/i.test(host.replace(`:${port}`, ""))) {
    return plain(421, `The sandbox serves 127.0.0.1:${port} and localhost:${port} only.`);
  }
  const pathname = target.replace(/\?.*$/s, "");
  const body = (): Promise<string> => readBody(request);
  const own = await control(method, pathname, body, cloud, `http://127.0.0.1:${port}`);
  if (own !== undefined) return own;
  const route = findRoute(method, pathname, cloud.rules.apis);
  if (route.kind === "none") {
    const allow = route.allow.join(", ");
    return allow === ""
      ? plain(404, "No operation of the documents has this path.")
      : plain(405, `This path takes ${allow}.`, ["Allow", allow]);
  }
  const header = (name: string): string | undefined => headers[name]?.toString();
  return cloud.handle(route, { method, target, origin: `http://${host}`, header, body });
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === "connection lost") {
    response.socket?.destroy();
    return;
  }
  const { status, headers, body = "", cutOff = false } = reply;
  // RFC 9110 section 8.6: a 204 has no Content-Length.
  const length = status === 204 ? [] : ["Content-Length", String(Buffer.byteLength(body))];
  response.writeHead(status, [...headers.flat(), ...length]);
  if (cutOff) response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
  else response.end(body);
}

/**
 * Starts a sandbox on loopback.
 *
 * The API bases are `<url>/api/public/v1.0` and `<url>/api/atlas/v2`, the token endpoint is `<url>/api/oauth/token`, and `<url>/`
 * is a page for people. `POST <url>/__sandbox/reset` puts everything back, `POST <url>/__sandbox/faults` lets something go
 * wrong, and `GET <url>/__sandbox/deletions` lists what was revoked.
 *
 * @throws {TypeError} naming the option that is unknown or wrong
 * @throws the system's error when the port can't be listened on (`code` is `EADDRINUSE` when it is taken)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port: wanted = 0, onAccess, onError = warn, faults = [], ...others } = options;
  inRange("startSandbox", "port", Number.isInteger(wanted) ? wanted : undefined, 0, 65_535);
  const parsed = faults.map((fault) => (typeof fault === "string" ? parseFault(fault) : fault));
  const cloud = createCloud("startSandbox", { ...others, faults: parsed }, ["port", "onAccess", "onError"]);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const reply = await replyTo(request, cloud, port).catch((error: unknown) => {
      // The client went away in the middle of its body: there is nobody to respond to.
      if (!request.errored) onError(error);
      return plain(500, "The sandbox itself failed.");
    });
    send(response, reply);
    const { method = "", url = "", headers } = request;
    const status = reply === "connection lost" ? 0 : reply.status;
    onAccess?.(accessEntry(method, url, headers.authorization, status, performance.now() - start));
  }

  const server = createServer({ connectionsCheckingInterval: 1000, headersTimeout: 3000, requestTimeout: 10_000 });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(onError);
  });
  server.listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let closed: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    closed ??= once(server.close(), "close");
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), closeGraceMs).unref();
    await closed;
  };
  const { credentials, targets, state } = cloud;
  return { url: `http://127.0.0.1:${port}`, port, credentials, targets, state, close, [Symbol.asyncDispose]: close };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
