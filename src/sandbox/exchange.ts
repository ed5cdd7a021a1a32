// node:http to the mock and back: what a request looks like to it, and how its reply becomes bytes.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reply } from "../mock/answer.js";
import type { Incoming } from "../mock/route.js";

/** Largest request body that is read, in bytes. The only bodies here are OAuth forms. */
export const bodyCap: number = 16 * 1024;

/** A request body beyond the cap. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** Reads a body as text, up to the cap. What comes after it is thrown away, so that the answer still gets through. */
function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyCap) chunks.push(chunk);
      else reject(new BodyTooLarge(`The body is larger than ${bodyCap} bytes.`));
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
  });
}

/** The mock's view of a request. The client's address is the socket's: no header can claim another. */
export function toIncoming(request: IncomingMessage): Incoming {
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    address: request.socket.remoteAddress ?? "",
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    body() {
      return readBody(request);
    },
  };
}

/** Sends a reply, or drops the connection where the reply is to be lost. */
export function sendReply(response: ServerResponse, reply: Reply, extraHeaders: readonly string[]): void {
  if (reply === "connection lost") {
    response.socket?.destroy();
    return;
  }
  const headers: string[] = [];
  for (const [name, value] of reply.headers) headers.push(name, value);
  headers.push(...extraHeaders);
  // RFC 9110 section 8.6: a 204 has no Content-Length.
  if (reply.status !== 204) headers.push("Content-Length", String(Buffer.byteLength(reply.body ?? "")));
  response.writeHead(reply.status, headers);
  response.end(reply.body);
}

/** A plain text answer of the sandbox itself, which no API answer can be mistaken for. */
export function plain(status: number, text: string, headers: readonly (readonly [string, string])[] = []): Reply {
  return { status, headers: [["Content-Type", "text/plain; charset=utf-8"], ...headers], body: `${text}\n` };
}
