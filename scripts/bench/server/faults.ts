// The fixed list of faulty answers: none of them says that the credential is gone. Each is given to an authorized DELETE.
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** One way in which an answer is no confirmation. */
export interface Fault {
  readonly name: string;
  readonly answer: (response: ServerResponse, request: IncomingMessage) => void;
}

/** Where redirects lead: a page for a GET, and 204 for a DELETE, as another resource would answer. */
export const elsewhere = "/elsewhere";

const json = "application/json";
const page = "<!doctype html><title>Sign in</title><p>Please sign in.</p>";

const whole =
  (status: number, body = "", type = json): Fault["answer"] =>
  (response) => {
    const headers = body === "" ? { "content-length": 0 } : { "content-type": type, "content-length": body.length };
    response.writeHead(status, headers).end(body);
  };
const problem = (status: number, errorCode: string): string =>
  JSON.stringify({ error: status, errorCode, reason: "Refused", detail: "Refused.", parameters: [] });
const redirect =
  (status: number): Fault["answer"] =>
  (response) => {
    response.writeHead(status, { location: elsewhere, "content-length": 0 }).end();
  };
/** Writes bytes past node:http, and closes the connection. */
const raw =
  (...lines: readonly string[]): Fault["answer"] =>
  (_response, request) => {
    request.socket.end(lines.join("\r\n"));
  };

/** Answers that are no success. */
export const faults: readonly Fault[] = [
  { name: "401 with an empty body", answer: whole(401) },
  { name: "401 with a page", answer: whole(401, page, "text/html") },
  { name: "403 with an empty body", answer: whole(403) },
  { name: "403 IP_ADDRESS_NOT_ON_ACCESS_LIST", answer: whole(403, problem(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST")) },
  { name: "404 with an empty body", answer: whole(404) },
  { name: "404 NOT_ATLAS_GROUP: the other API's project", answer: whole(404, problem(404, "NOT_ATLAS_GROUP")) },
  { name: "404 GROUP_NOT_FOUND: a mistyped project", answer: whole(404, problem(404, "GROUP_NOT_FOUND")) },
  { name: "429 without end", answer: whole(429, problem(429, "RATE_LIMITED_TOKEN_BUCKET")) },
  { name: "500 with an empty body", answer: whole(500) },
  { name: "503 with a page", answer: whole(503, page, "text/html") },
  { name: "302 to a sign-in page", answer: redirect(302) },
  { name: "303 to a sign-in page", answer: redirect(303) },
  { name: "307 to another resource", answer: redirect(307) },
  { name: "200 with a sign-in page", answer: whole(200, page, "text/html") },
  { name: "200 with an error as its body", answer: whole(200, problem(404, "RESOURCE_NOT_FOUND")) },
  { name: "200 with an envelope that says 404", answer: whole(200, `{"status":404,"content":${problem(404, "X")}}`) },
  { name: "200 with an envelope that says 500", answer: whole(200, '{"status":500,"content":{}}') },
  {
    name: "200 with an envelope that says 404 and 204",
    answer: whole(200, '{"status":404,"status":204,"content":{}}'),
  },
  { name: "200 with broken JSON", answer: whole(200, '{"status":') },
  {
    name: "200 cut off before its body",
    answer: raw("HTTP/1.1 200 OK", `Content-Type: ${json}`, "Content-Length: 60", "", ""),
  },
  {
    name: "200 that ends with the connection, cut off at once",
    answer: raw("HTTP/1.1 200 OK", `Content-Type: ${json}`, "Connection: close", "", ""),
  },
  {
    name: "200 in chunks, cut off before the first",
    answer: raw("HTTP/1.1 200 OK", `Content-Type: ${json}`, "Transfer-Encoding: chunked", "", ""),
  },
  {
    name: "200 whose gzip is cut short",
    answer: (response) => {
      const bytes = gzipSync(problem(404, "RESOURCE_NOT_FOUND")).subarray(0, 12);
      response.writeHead(200, { "content-type": json, "content-encoding": "gzip", "content-length": 12 }).end(bytes);
    },
  },
  { name: "202: accepted, not done", answer: whole(202) },
  { name: "206 with a part of something", answer: whole(206, "{}") },
  { name: "no answer: the connection closes", answer: raw("") },
];

/** Answers that are a success, so that whoever calls nothing a success wins nothing. */
export const successes: readonly Fault[] = [
  { name: "204", answer: (response) => void response.writeHead(204).end() },
  {
    name: "204 with a Content-Type",
    answer: (response) => void response.writeHead(204, { "content-type": `${json};charset=utf-8` }).end(),
  },
  { name: "200 with an empty body", answer: whole(200) },
];
