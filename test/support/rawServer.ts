/** A server on a raw loopback socket that sends exactly the bytes of its script, well-formed or not. */
import { type AddressInfo, createServer, type Socket } from "node:net";

// The platform's own, taken before anything can watch or replace them: the server's waits are not the client's.
const { setTimeout, clearTimeout } = globalThis;

/** What the server does next: send bytes, wait so many milliseconds, end (FIN), reset (RST), say nothing more, or act. */
export type Step = string | Uint8Array | number | "end" | "reset" | "silence" | (() => void);

/** A script for one request. */
export type Script = readonly Step[];

/** One request as it came over the socket. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** Names in lower case; of a repeated field the values joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** Number of the connection that it came on, from 1. */
  readonly connection: number;
  /** Whether the server had ended that connection before: whatever it sends is lost. */
  readonly late: boolean;
}

/** A running server. */
export interface RawServer {
  readonly origin: string;
  /**
   * Connections that carried a request and that neither side has closed. One that never carried any is none of a
   * client's doing: undici opens one ahead after an abort.
   */
  openSockets(): number;
  close(): Promise<void>;
}

/** Starts a server that asks `respond` for the script of each request. */
export async function startRawServer(respond: (request: RawRequest) => Script): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const used = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => {
      sockets.delete(socket);
      used.delete(socket);
    });
    // A client that gives up resets its side: part of what is tested.
    socket.on("error", () => socket.destroy());
    let received: Buffer = Buffer.alloc(0);
    let playing: Promise<void> = Promise.resolve();
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const parsed = parseRequest(received, connection);
        if (parsed === undefined) return;
        received = parsed.rest;
        used.add(socket);
        playing = playing.then(() => {
          const late = socket.destroyed || socket.writableEnded;
          return play(respond({ ...parsed.request, late }), socket);
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    openSockets: () => used.size,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function parseRequest(
  received: Buffer,
  connection: number,
): { request: Omit<RawRequest, "late">; rest: Buffer } | undefined {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [requestLine = "", ...fields] = received.subarray(0, headEnd).toString("latin1").split("\r\n");
  const [method = "", target = ""] = requestLine.split(" ");
  const headers = new Map<string, string>();
  for (const field of fields) {
    const colon = field.indexOf(":");
    const name = field.slice(0, colon).toLowerCase();
    const value = field.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const bodyEnd = headEnd + 4 + Number(headers.get("content-length") ?? 0);
  if (received.length < bodyEnd) return undefined;
  const body = received.subarray(headEnd + 4, bodyEnd).toString("latin1");
  return { request: { method, target, headers, body, connection }, rest: received.subarray(bodyEnd) };
}

async function play(script: Script, socket: Socket): Promise<void> {
  for (const step of script) {
    if (typeof step === "function") step();
    else if (socket.destroyed || socket.writableEnded) continue;
    else if (typeof step === "number") await gone(socket, step);
    else if (step === "silence") await gone(socket);
    else if (step === "end") socket.end();
    else if (step === "reset") socket.resetAndDestroy();
    else if (step.length > 0) await write(socket, step);
  }
}

/** Waits for a time, or for the other side to leave. */
function gone(socket: Socket, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      socket.off("close", done);
      resolve();
    };
    const timer = ms === undefined ? undefined : setTimeout(done, ms);
    socket.on("close", done);
    if (socket.destroyed) done();
  });
}

/** Writes, and waits until the bytes are out or the other side has left. */
function write(socket: Socket, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("close", done);
      resolve();
    };
    socket.on("close", done);
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes, () => done());
  });
}
