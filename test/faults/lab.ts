/** Broken networks on this machine: servers, TLS peers and proxies that fail at one exact point. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from "node:tls";
import { type Dispatcher, fetch as undiciFetch } from "undici";
import type { Fetch } from "../../src/index.js";
import { always, rejection } from "../support/fetch.js";
import { clientOf, ids, projectKey } from "../support/world.js";
import { key, ownHost } from "./certificates.js";

/** What one test opens, and closes at its end. */
export interface Lab {
  /** Starts a server; returns its port. */
  listen(onSocket: (socket: Socket) => void): Promise<number>;
  /** Starts a TLS server with this machine's certificate, unless the options say otherwise. */
  secure(options?: TlsOptions, onSocket?: (socket: TLSSocket) => void): Promise<number>;
  /** A TLS server behind a plain socket, on which `act` may write what it likes once a request has come in. */
  tapped(act: (socket: Socket) => void): Promise<number>;
  /** A proxy that opens a tunnel to one port of this machine. */
  tunnel(port: number): Promise<number>;
  /** A port where nobody listens. */
  closedPort(): Promise<number>;
  /** The `fetch` of undici's package through a pool of its own, to another origin. */
  via(dispatcher: Dispatcher, origin: string): Fetch;
  /** Runs when the test ends. */
  closing(close: () => unknown): void;
  close(): Promise<void>;
}

/** The platform's own `fetch`, to another origin. */
export const to =
  (origin: string): Fetch =>
  (url, init) =>
    globalThis.fetch(origin + new URL(url).pathname, init);

/** Acts on the first bytes that come in. */
export const onFirstBytes =
  (act: (socket: Socket) => void) =>
  (socket: Socket): void =>
    void socket.once("data", () => act(socket));

export function openLab(): Lab {
  const closers: (() => unknown)[] = [];
  const start = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const kept = (socket: Socket): Socket => {
    closers.push(() => socket.destroy());
    return socket.on("error", () => socket.destroy());
  };
  /** Passes bytes on to a port of this machine, and back. */
  const joined = (front: Socket, port: number): Socket => {
    const behind = kept(connect(port, "127.0.0.1"));
    front.on("data", (bytes) => behind.write(bytes)).on("close", () => behind.destroy());
    return behind.on("data", (bytes) => front.write(bytes)).on("close", () => front.destroy());
  };
  const lab: Lab = {
    closing: (close) => void closers.push(close),
    listen: (onSocket) => start(createServer((socket) => onSocket(kept(socket)))),
    secure: (options = {}, onSocket = () => undefined) => {
      const server = createTlsServer({ key, cert: ownHost, ...options }, onSocket);
      // A TLS server is silent about a handshake that fails.
      return start(server.on("connection", kept).on("secureConnection", kept));
    },
    async tapped(act) {
      const fronts = new Map<number | undefined, Socket>();
      const port = await lab.secure({}, (socket) =>
        onFirstBytes(() => {
          const front = fronts.get(socket.remotePort);
          if (front !== undefined) act(front);
        })(socket),
      );
      return await lab.listen((front) => {
        const behind = joined(front, port);
        behind.on("connect", () => fronts.set(behind.localPort, front));
      });
    },
    tunnel: (port) =>
      lab.listen(
        onFirstBytes((socket) => {
          joined(socket, port);
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
        }),
      ),
    async closedPort() {
      const server = createServer();
      const port = await start(server);
      await new Promise((resolve) => server.close(resolve));
      return port;
    },
    via(dispatcher, origin) {
      closers.push(() => dispatcher.destroy());
      const fetch = undiciFetch as unknown as (url: string, init: object) => Promise<Response>;
      return (url, init) => fetch(origin + new URL(url).pathname, { ...init, dispatcher });
    },
    async close() {
      for (const close of closers.toReversed()) await close();
    },
  };
  return lab;
}

/**
 * How two calls end whose first attempt fails as given: one that is not tried again, and one whose second attempt hears
 * that there is no such target.
 */
export async function endingsOf(broken: Fetch): Promise<readonly [alone: unknown, retried: unknown]> {
  const missing = { error: 404, errorCode: "RESOURCE_NOT_FOUND", detail: `There is no ${ids.apiKeyId}.` };
  let calls = 0;
  const fetch: Fetch = async (url, init) => {
    calls += 1;
    return calls === 2 ? Response.json(missing, { status: 404 }) : await broken(url, init);
  };
  const client = clientOf({ ...always(() => Response.error()), fetch });
  const alone = await rejection(client.unassignGroupApiKey(projectKey));
  calls = 0;
  const retried = await client.unassignGroupApiKey(projectKey, { maxRetries: 1 }).catch((error: unknown) => error);
  return [alone, retried];
}
