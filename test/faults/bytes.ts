/** The bytes of responses: whole ones, from which others cut, and the parts that many share. */
import { gzipSync } from "node:zlib";
import type { Script } from "../support/rawServer.js";

/** Header lines by name. */
export type Fields = Readonly<Record<string, string>>;

/** The head of a response, with the empty line; the connection is not kept unless the fields say so. */
export function head(status: number, fields: Fields = {}): string {
  const lines = Object.entries({ Connection: "close", ...fields }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Any Reason\r\n${lines.join("")}\r\n`;
}

/** A whole response with a body of known length. */
export function text(status: number, body = "", fields: Fields = {}): string {
  return head(status, { "Content-Length": String(Buffer.byteLength(body, "latin1")), ...fields }) + body;
}

/** A whole response with a JSON body, which may be given as text. */
export function json(status: number, value: unknown, fields: Fields = {}): string {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  return text(status, body, { "Content-Type": "application/json", ...fields });
}

/** A page for people, as gateways respond. */
export function page(status: number, fields: Fields = {}): string {
  return text(status, loginPage, { "Content-Type": "text/html", ...fields });
}

/** An error body as the API writes it. */
export function apiError(status: number, errorCode: unknown, detail = "Any detail."): Record<string, unknown> {
  return { error: status, errorCode, reason: status === 404 ? "Not Found" : "Any reason", detail, parameters: [] };
}

/** A whole response with a compressed body; `sent` says how many bytes of it are sent and declared. */
export function gzipped(status: number, body: string | Uint8Array, fields: Fields = {}, sent?: number): Script {
  const bytes = gzipSync(body).subarray(0, sent);
  const length = { "Content-Encoding": "gzip", "Content-Length": String(bytes.length) };
  return [head(status, { "Content-Type": "application/json", ...length, ...fields }), bytes];
}

/** A whole body in chunked coding. */
export function chunked(...parts: readonly string[]): string {
  return `${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join("")}0\r\n\r\n`;
}

/** A response in pieces of `size` bytes, one each `ms` milliseconds. */
export function dripped(response: string, size: number, ms: number): Script {
  const pieces = response.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  return pieces.flatMap((piece) => [piece, ms]);
}

export const loginPage: string = "<!doctype html><title>Log in</title>";
