/** Bodies that are not what they claim: cut, compressed, padded, wrongly typed; and envelopes that do not plainly say success. */
import { apiError, chunked, gzipped, head, json, loginPage, page, text } from "../bytes.js";
import {
  confirmed,
  doubt,
  enveloped404,
  type Fault,
  heavy,
  inChunks,
  jsonType,
  mebibyte,
  notFound,
  peers,
  refused,
} from "./entry.js";

const plain = '{"status":204}';
const spaces = (mebibytes: number): Uint8Array => new Uint8Array(mebibytes * mebibyte).fill(32);
const typed = (type: string): Readonly<Record<string, string>> => ({ "Content-Type": type });

/** Bodies of a 200 with JSON's type that are not plainly a success. */
const notPlain: Readonly<Record<string, string>> = {
  "without a status": "{}",
  "with a status in quotes": '{"status":"204"}',
  "with an error inside": JSON.stringify({ status: 204, content: notFound }),
  "with another success": '{"status":202}',
  "with a status that is not a status": '{"status":2040}',
  "with a status from a prototype": '{"__proto__":{"status":204}}',
  "with an unknown key": '{"status":204,"errorCode":"NO"}',
  "in a list": `[${plain}]`,
  "followed by another": `${plain}{"status":404}`,
  "of null": "null",
};

export const bodies: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(
    Object.entries(notPlain).map(([how, body]) => [`an envelope ${how}`, doubt(200, json(200, body))]),
  ),
  "an envelope that says 404 and 204": doubt(200, json(200, '{"status":404,"status":204,"content":{}}'), peers),
  "broken JSON": doubt(200, json(200, '{"status":'), peers),
  "an error as the body of a 200": doubt(200, json(200, notFound), peers),
  "a plain envelope": confirmed(204, json(200, plain)),
  "a plain envelope that says 200": confirmed(200, json(200, { status: 200, content: {} })),
  "a plain envelope in a versioned media type": confirmed(
    204,
    json(200, plain, typed("application/vnd.atlas.2024-08-05+json;charset=utf-8")),
  ),
  "a plain envelope in an unknown charset": confirmed(204, json(200, plain, typed("application/json;charset=martian"))),
  "a plain envelope that ends with its connection": confirmed(204, head(200, jsonType) + plain),
  "a plain envelope in chunks": confirmed(
    200,
    head(200, { ...jsonType, ...inChunks }) + chunked('{"sta', 'tus":', "200}"),
  ),
  "a plain envelope, compressed": confirmed(204, gzipped(200, plain)),
  "an envelope that says 404": refused(404, json(200, enveloped404), peers),
  "an envelope that says 500": doubt(500, json(200, '{"status":500,"content":{}}'), peers),
  "an enveloped 404 below a 404": refused(404, json(404, enveloped404)),
  "a success in an envelope below a 404": doubt(404, json(404, plain)),
  "a success in an envelope below a 500": doubt(500, json(500, plain)),
  "an envelope that was cut": doubt(200, head(200, jsonType) + enveloped404.slice(0, 13)),
  "an envelope in a wrong charset": doubt(200, json(200, plain, typed("application/json;charset=utf-16le"))),
  "an envelope that is declared as text": doubt(200, text(200, plain, typed("text/plain"))),
  "an envelope without a declared type": doubt(200, text(200, plain)),
  "an envelope with its type declared twice": doubt(200, json(200, plain, { "content-type": "application/json" })),
  "a length that is too long": doubt(200, `${head(200, { ...jsonType, "Content-Length": "99" })}${plain}`),
  "a length that is too long for nothing": doubt(200, head(200, { "Content-Length": "99" })),
  "a length that is too short": doubt(200, `${head(200, { ...jsonType, "Content-Length": "10" })}${plain}`),
  "a chunk of a bad size": doubt(200, `${head(200, { ...jsonType, ...inChunks })}zz\r\n${plain}\r\n0\r\n\r\n`),
  "a chunk longer than its size": doubt(200, `${head(200, { ...jsonType, ...inChunks })}3\r\n${plain}\r\n0\r\n\r\n`),
  "a missing last chunk": doubt(200, [
    `${head(200, { Connection: "keep-alive", ...jsonType, ...inChunks })}e\r\n${plain}\r\n`,
    20,
  ]),
  "a login page": doubt(200, page(200), peers),
  "blank text": doubt(200, text(200, "\r\n")),
  "a login page whose gzip was cut within its header": doubt(200, gzipped(200, loginPage, typed("text/html"), 8)),
  "JSON whose gzip was cut within its header": doubt(200, gzipped(200, enveloped404, {}, 10)),
  "JSON whose gzip was cut before its first byte": doubt(200, gzipped(200, enveloped404, {}, 12), peers),
  "JSON whose gzip was cut": doubt(200, gzipped(200, enveloped404, {}, 25)),
  "a gzip that holds nothing": doubt(200, gzipped(200, "")),
  "text that is declared as gzip": doubt(200, json(200, plain, { "Content-Encoding": "gzip" })),
  "a gzip bomb": doubt(200, gzipped(200, spaces(64)), heavy),
  "a gzip bomb in a 404": refused(404, gzipped(404, spaces(64)), heavy),
  "a body beyond the cap": doubt(200, gzipped(200, plain.padEnd(mebibyte + 1))),
  "a body at the cap": confirmed(204, gzipped(200, plain.padEnd(mebibyte))),
  "a 404 beyond the cap": refused(404, gzipped(404, JSON.stringify(notFound).padEnd(mebibyte + 1))),
  "an enveloped refusal": refused(403, json(200, { status: 403, content: apiError(403, "NO") })),
};
