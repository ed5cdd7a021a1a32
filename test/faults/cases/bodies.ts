/** Bodies that are not what they claim: cut, compressed, padded, wrongly typed, wrongly counted. */
import { apiError, chunked, deleted, gzipped, head, json, loginPage, text } from "../answers.js";
import type { Expected, FaultCase } from "../suite.js";

const unexpected: Expected = { error: "UnexpectedResponseError", outcome: "unknown", status: 200 };
const revoked200: Expected = { outcome: "revoked", status: 200 };
const revoked204: Expected = { outcome: "revoked", status: 204 };
const mebibyte = 1024 * 1024;
const jsonType = { "Content-Type": "application/json" };
const enveloped404 = JSON.stringify({ status: 404, content: apiError(404, "RESOURCE_NOT_FOUND") });

const lengths: readonly FaultCase[] = [
  {
    name: "a 200 of length 0 is believed",
    scripts: [[head(200, { "Content-Length": "0" }), "end"]],
    expected: revoked200,
  },
  {
    name: "a body longer than a 204 may have changes nothing about the 204",
    scripts: [[`${head(204)}{"error":404}`, "end"]],
    expected: revoked204,
  },
  {
    name: "a 204 that declares a length is believed",
    scripts: [[head(204, { "Content-Length": "5" }), "end"]],
    expected: revoked204,
  },
  {
    name: "a content-length that is too long makes a 200 unreadable",
    scripts: [[`${head(200, { ...jsonType, "Content-Length": "99" })}{"status":204}`, "end"]],
    expected: unexpected,
  },
  {
    name: "a content-length that is too long makes an empty 200 unreadable",
    scripts: [[head(200, { "Content-Length": "99" }), "end"]],
    expected: unexpected,
  },
  {
    name: "a content-length that is too short cuts an envelope into something unexpected",
    scripts: [[`${head(200, { ...jsonType, "Content-Length": "10" })}{"status":204}`, "end"]],
    expected: unexpected,
  },
  {
    name: "an empty chunked 200 is believed unless an envelope was asked for",
    scripts: [[head(200, { Connection: "keep-alive", "Transfer-Encoding": "chunked" }) + chunked(), "end"]],
    expected: (envelope) => (envelope ? unexpected : revoked200),
  },
  {
    name: "an empty 200 that ends with its connection is no success: it may have been cut",
    scripts: [[head(200), "end"]],
    expected: unexpected,
  },
  {
    name: "an enveloped 404 that was cut to nothing is no success",
    scripts: [[head(200, jsonType), "end"]],
    envelopes: [true],
    expected: unexpected,
  },
  {
    name: "a login page that was cut to nothing is no success",
    scripts: [[head(200, { "Content-Type": "text/html" }), "end"]],
    expected: unexpected,
  },
  {
    name: "a login page of which a proxy kept nothing but its type is no success",
    scripts: [[head(200, { "Content-Type": "text/html", "Transfer-Encoding": "chunked" }) + chunked(), "end"]],
    expected: unexpected,
  },
  {
    name: "an envelope of unknown length that was cut is no success",
    scripts: [[head(200, jsonType) + enveloped404.slice(0, 13), "end"]],
    expected: unexpected,
  },
  {
    name: "a whole envelope of unknown length is believed",
    scripts: [[`${head(200, jsonType)}{"status":204}`, "end"]],
    expected: revoked204,
  },
  {
    name: "an envelope in chunks is believed",
    scripts: [[head(200, { ...jsonType, "Transfer-Encoding": "chunked" }) + chunked('{"sta', 'tus":', "200}"), "end"]],
    expected: revoked200,
  },
  {
    name: "a chunk of a bad size makes a 200 unreadable",
    scripts: [
      [`${head(200, { ...jsonType, "Transfer-Encoding": "chunked" })}zz\r\n{"status":204}\r\n0\r\n\r\n`, "end"],
    ],
    expected: unexpected,
  },
  {
    name: "a chunk longer than its size makes a 200 unreadable",
    scripts: [[`${head(200, { ...jsonType, "Transfer-Encoding": "chunked" })}3\r\n{"status":204}\r\n0\r\n\r\n`, "end"]],
    expected: unexpected,
  },
  {
    name: "a missing last chunk makes a 200 unreadable",
    scripts: [
      [
        `${head(200, { Connection: "keep-alive", ...jsonType, "Transfer-Encoding": "chunked" })}e\r\n{"status":204}\r\n`,
        20,
        "end",
      ],
    ],
    expected: unexpected,
  },
  {
    name: "a body beyond the cap is no success, envelope or not",
    scripts: [[text(200, `{"status":204}${" ".repeat(mebibyte)}`, jsonType), "end"]],
    expected: unexpected,
  },
  {
    name: "a body at the cap is read",
    scripts: [[text(200, `{"status":204}${" ".repeat(mebibyte - 14)}`, jsonType), "end"]],
    expected: revoked204,
  },
  {
    name: "a 404 beyond the cap is a refusal that is not read",
    scripts: [[text(404, JSON.stringify(apiError(404, "RESOURCE_NOT_FOUND")).padEnd(mebibyte + 1), jsonType), "end"]],
    options: { missingOk: true },
    expected: { error: "NotFoundError", outcome: "refused", status: 404, message: /longer than/ },
  },
];

const compressed: readonly FaultCase[] = [
  {
    name: "a compressed envelope is believed",
    scripts: [gzipped(200, '{"status":204}', "application/json")],
    expected: revoked204,
  },
  {
    name: "a gzip bomb is no success",
    scripts: [gzipped(200, new Uint8Array(64 * mebibyte).fill(32), "application/json")],
    expected: unexpected,
  },
  {
    name: "a gzip bomb in a 404 is a refusal",
    scripts: [gzipped(404, new Uint8Array(64 * mebibyte).fill(32), "application/json")],
    expected: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
  {
    name: "a login page whose gzip was cut within its header is no success",
    scripts: [gzipped(200, loginPage, "text/html", 8)],
    expected: unexpected,
  },
  {
    name: "JSON whose gzip was cut within its header is no success",
    scripts: [gzipped(200, enveloped404, "application/json", 10)],
    expected: unexpected,
  },
  {
    name: "JSON whose gzip was cut before its first byte is no success",
    scripts: [gzipped(200, enveloped404, "application/json", 12)],
    expected: unexpected,
  },
  {
    name: "an envelope whose gzip was cut is no success",
    scripts: [gzipped(200, enveloped404, "application/json", 25)],
    expected: unexpected,
  },
  {
    name: "a gzip that holds nothing is no success",
    scripts: [gzipped(200, "", "application/json")],
    expected: unexpected,
  },
  {
    name: "text that is declared as gzip is no success",
    scripts: [[text(200, '{"status":204}', { ...jsonType, "Content-Encoding": "gzip" }), "end"]],
    expected: unexpected,
  },
];

const types: readonly FaultCase[] = [
  {
    name: "a login page is no success",
    scripts: [[text(200, loginPage, { "Content-Type": "text/html" }), "end"]],
    expected: unexpected,
  },
  {
    name: "an envelope that is declared as text is no success",
    scripts: [[text(200, '{"status":204}', { "Content-Type": "text/plain" }), "end"]],
    expected: unexpected,
  },
  {
    name: "an envelope without a declared type is no success",
    scripts: [[text(200, '{"status":204}'), "end"]],
    expected: unexpected,
  },
  {
    name: "an envelope with its type declared twice is no success",
    scripts: [
      [
        'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"status":204}',
        "end",
      ],
    ],
    expected: unexpected,
  },
  {
    name: "an envelope in a versioned media type is believed",
    scripts: [
      [text(200, '{"status":204}', { "Content-Type": "application/vnd.atlas.2024-08-05+json;charset=utf-8" }), "end"],
    ],
    expected: revoked204,
  },
  {
    name: "an unknown charset is read as UTF-8",
    scripts: [[text(200, '{"status":204}', { "Content-Type": "application/json;charset=martian" }), "end"]],
    expected: revoked204,
  },
  {
    name: "a wrong charset makes an envelope unreadable",
    scripts: [[text(200, '{"status":204}', { "Content-Type": "application/json;charset=utf-16le" }), "end"]],
    expected: unexpected,
  },
  {
    name: "a 401 in Latin-1 keeps its words",
    scripts: [
      [
        text(401, '{"error":401,"detail":"Zugriff verweigert: \xfcberpr\xfcfen"}', {
          "Content-Type": "application/json;charset=ISO-8859-1",
        }),
        "end",
      ],
    ],
    credentials: ["digest"],
    expected: { error: "AuthenticationError", outcome: "refused", status: 401, message: /überprüfen/ },
  },
  { name: "blank text is no success", scripts: [[text(200, "\r\n"), "end"]], expected: unexpected },
];

const protocols: readonly FaultCase[] = [
  { name: "an HTTP/1.0 204 is believed", scripts: [["HTTP/1.0 204 No Content\r\n\r\n", "end"]], expected: revoked204 },
  {
    name: "an HTTP/1.0 200 of length 0 is believed",
    scripts: [["HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "end"]],
    expected: revoked200,
  },
  {
    name: "a 100 Continue that nobody asked for never makes more of an answer than it says",
    scripts: [["HTTP/1.1 100 Continue\r\n\r\n", 5, ...deleted]],
    expected: { error: "ConnectionError", outcome: "unknown" },
    elsewhere: { bun: revoked204, deno: revoked204 },
  },
  {
    name: "a 103 Early Hints before the 204 is passed over",
    scripts: [["HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 5, ...deleted]],
    expected: revoked204,
  },
  {
    name: "a 102 Processing before an enveloped 404 is passed over",
    scripts: [["HTTP/1.1 102 Processing\r\n\r\n", json(200, JSON.parse(enveloped404)), "end"]],
    expected: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
];

export const bodyCases: readonly FaultCase[] = [...lengths, ...compressed, ...types, ...protocols];
