/** Serves a world's answers over raw loopback sockets, byte by byte as the faults want them. */
import { gzipSync } from "node:zlib";
import { type RawServer, type Script, startRawServer } from "../faults/rawServer.js";
import type { Reply } from "./reply.js";
import type { World } from "./world.js";

/** The two servers of a run. */
export interface WireTransport {
  readonly origin: string;
  readonly decoy: string;
  readonly servers: readonly RawServer[];
  close(): Promise<void>;
}

/** Starts the server of a world and its decoy. */
export async function startWire(world: World): Promise<WireTransport> {
  const server = await startRawServer((request) => {
    if (!request.late) return toScript(world.handle(request));
    world.lose(request);
    return [];
  });
  const decoy = await startRawServer(({ target }) => {
    world.decoyed(target);
    return ["HTTP/1.1 204 No Content\r\n\r\n"];
  });
  return {
    origin: server.origin,
    decoy: decoy.origin,
    servers: [server, decoy],
    close: async () => {
      await Promise.all([server.close(), decoy.close()]);
    },
  };
}

const gzipped = new Map<string, Uint8Array>();

/** The same body many times over is compressed once. */
function compress(body: string): Uint8Array {
  const known = gzipped.get(body);
  if (known !== undefined) return known;
  const bytes = gzipSync(body);
  gzipped.set(body, bytes);
  return bytes;
}

function head({ status, fields }: Reply, framing: string, version = "HTTP/1.1"): string {
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `${version} ${status} Any Reason\r\n${lines}${framing}\r\n`;
}

function toScript(reply: Reply): Script {
  const { body, breaks, form, status } = reply;
  const length = status === 204 || status === 304 ? "" : `Content-Length: ${body.length}\r\n`;
  const whole = head(reply, length) + (status === 304 ? "" : body);
  switch (breaks ?? form) {
    case "reset":
      return ["reset"];
    case "close":
      return ["end"];
    case "head cut":
      return [whole.slice(0, 20), "end"];
    case "body cut":
      return [whole.slice(0, -3), "end"];
    case "bad chunk":
      return [`${head(reply, "Transfer-Encoding: chunked\r\n")}zz\r\n${body}\r\n`, "end"];
    case "silence":
      return ["silence"];
    case "silent body":
      return [head(reply, length), "silence"];
    case "garbage":
      return ["\x16\x03\x01\x02 no HTTP at all\r\n\r\n", "end"];
    case "oversized head":
      // Beyond what Node reads; and it never ends, for those who read on.
      return [`HTTP/1.1 ${reply.status} Any Reason\r\nX-Large: ${"x".repeat(20_000)}`, "end"];
    case "drip":
      return [whole.slice(0, 12), 1, whole.slice(12, 40), 1, whole.slice(40)];
    case "interim":
      return ["HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n", whole];
    case "http/1.0":
      return [head(reply, length, "HTTP/1.0") + body, "end"];
    case "dropped after":
      return [whole, "end"];
    case "body after 204":
      return [`${whole}{"error":404}`, "end"];
    case "unlengthed":
      return [head(reply, "Connection: close\r\n"), "end"];
    case "cut gzip": {
      const bytes = compress(body).subarray(0, 8);
      return [head(reply, `Content-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n`), bytes];
    }
    default:
      return body.length > 100_000 ? bomb(reply) : [whole];
  }
}

/** A small body that becomes a large one. */
function bomb(reply: Reply): Script {
  const bytes = compress(reply.body);
  return [head(reply, `Content-Encoding: gzip\r\nContent-Length: ${bytes.length}\r\n`), bytes];
}
