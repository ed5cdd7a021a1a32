/** Responses to an authorized DELETE: those that do not say that the credential is gone, and those that do. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** Sends one response. */
export type Send = (response: ServerResponse, request: IncomingMessage) => void;

/** Where redirects lead: a page for a GET, and 204 for a DELETE, as another resource would respond. */
export const elsewhere = "/elsewhere";

const json = "application/json";
const page = "<!doctype html><title>Sign in</title><p>Please sign in.</p>";
const whole =
  (status: number, body = "", type = json): Send =>
  (response) => {
    const headers = body === "" ? { "content-length": 0 } : { "content-type": type, "content-length": body.length };
    response.writeHead(status, headers).end(body);
  };
const problem = (status: number, errorCode: string): string =>
  JSON.stringify({ error: status, errorCode, reason: "Refused", detail: "Refused.", parameters: [] });
const redirect =
  (status: number): Send =>
  (response) =>
    void response.writeHead(status, { location: elsewhere, "content-length": 0 }).end();
/** Writes bytes past node:http, and closes the connection. */
const raw =
  (...lines: readonly string[]): Send =>
  (_response, { socket }) =>
    void socket.end(lines.join("\r\n"));
const cut = (...fields: readonly string[]): Send => raw("HTTP/1.1 200 OK", `Content-Type: ${json}`, ...fields, "", "");

/** Responses that are not a success, by name. */
export const faults: Readonly<Record<string, Send>> = {
  "401 with an empty body": whole(401),
  "401 with a page": whole(401, page, "text/html"),
  "403 with an empty body": whole(403),
  "403 IP_ADDRESS_NOT_ON_ACCESS_LIST": whole(403, problem(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST")),
  "404 with an empty body": whole(404),
  "404 NOT_ATLAS_GROUP: the other API's project": whole(404, problem(404, "NOT_ATLAS_GROUP")),
  "404 GROUP_NOT_FOUND: a mistyped project": whole(404, problem(404, "GROUP_NOT_FOUND")),
  "429 without end": whole(429, problem(429, "RATE_LIMITED_TOKEN_BUCKET")),
  "500 with an empty body": whole(500),
  "503 with a page": whole(503, page, "text/html"),
  "302 to a sign-in page": redirect(302),
  "303 to a sign-in page": redirect(303),
  "307 to another resource": redirect(307),
  "200 with a sign-in page": whole(200, page, "text/html"),
  "200 with an error as its body": whole(200, problem(404, "RESOURCE_NOT_FOUND")),
  "200 with an envelope that says 404": whole(200, `{"status":404,"content":${problem(404, "X")}}`),
  "200 with an envelope that says 500": whole(200, '{"status":500,"content":{}}'),
  "200 with an envelope that says 404 and 204": whole(200, '{"status":404,"status":204,"content":{}}'),
  "200 with broken JSON": whole(200, '{"status":'),
  "200 cut off before its body": cut("Content-Length: 60"),
  "200 that ends with the connection, cut off at once": cut("Connection: close"),
  "200 in chunks, cut off before the first": cut("Transfer-Encoding: chunked"),
  "200 whose gzip is cut short": (response) => {
    const bytes = gzipSync(problem(404, "RESOURCE_NOT_FOUND")).subarray(0, 12);
    response.writeHead(200, { "content-type": json, "content-encoding": "gzip", "content-length": 12 }).end(bytes);
  },
  "202: accepted, not done": whole(202),
  "206 with a part of something": whole(206, "{}"),
  "no response: the connection closes": raw(""),
};

/** Responses that are a success, so that whoever calls nothing a success wins nothing. */
export const successes: Readonly<Record<string, Send>> = {
  "204": (response) => void response.writeHead(204).end(),
  "204 with a Content-Type": (response) => void response.writeHead(204, { "content-type": json }).end(),
  "200 with an empty body": whole(200),
};
