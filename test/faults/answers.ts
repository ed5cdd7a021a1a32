/** The bytes of answers: whole ones, from which the cases cut, and the parts that several cases share. */
import { gzipSync } from "node:zlib";
import type { Script } from "./rawServer.js";

/** Header lines by name. */
export type Fields = Readonly<Record<string, string>>;

/** The head of an answer, with the empty line; the connection is not kept unless the fields say so. */
export function head(status: number, fields: Fields = {}): string {
  const lines = Object.entries({ Connection: "close", ...fields }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Any Reason\r\n${lines.join("")}\r\n`;
}

/** A whole answer with a JSON body of known length. */
export function json(status: number, value: unknown, fields: Fields = {}): string {
  return text(status, JSON.stringify(value), { "Content-Type": "application/json", ...fields });
}

/** A whole answer with a body of known length. */
export function text(status: number, body: string, fields: Fields = {}): string {
  return head(status, { "Content-Length": String(Buffer.byteLength(body, "latin1")), ...fields }) + body;
}

/** An error body as the API writes it. */
export function apiError(status: number, errorCode: string): Readonly<Record<string, unknown>> {
  return { error: status, errorCode, reason: "Any reason", detail: "Any detail." };
}

/** A whole answer with a compressed body; `sent` says how many bytes of it are sent and declared. */
export function gzipped(status: number, body: string | Uint8Array, type: string, sent?: number): Script {
  const bytes = gzipSync(body).subarray(0, sent);
  const fields = { "Content-Type": type, "Content-Encoding": "gzip", "Content-Length": String(bytes.length) };
  return [head(status, fields), bytes, "end"];
}

/** A whole body in chunked coding. */
export function chunked(...parts: readonly string[]): string {
  return `${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("")}0\r\n\r\n`;
}

/** The server's plain word that it deleted. */
export const deleted: Script = [head(204), "end"];
/** The same inside an envelope. */
export const envelopedDeleted: string = json(200, { status: 204 });
/** The target is not there. */
export const gone: Script = [json(404, apiError(404, "RESOURCE_NOT_FOUND")), "end"];
/** The page of a gateway that wants a person to log in. */
export const loginPage: string = "<!doctype html><title>Log in</title>";
