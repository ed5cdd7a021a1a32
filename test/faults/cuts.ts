/** Responses in every form that a connection can have, cut after every byte. */
import type { Script } from "../support/rawServer.js";
import { apiError, chunked } from "./bytes.js";

/** A whole response, as the latin1 text that is sent. */
export interface Whole {
  readonly name: string;
  readonly response: string;
  /** Whether the request asks for an envelope. */
  readonly envelope: boolean;
}

const plain = '{"status":204}';
const gone = JSON.stringify(apiError(404, "API_KEY_NOT_FOUND"));
const enveloped404 = JSON.stringify({ status: 404, content: apiError(404, "API_KEY_NOT_FOUND") });
const jsonType = "Content-Type: application/json\r\n";
const lengthOf = (body: string): string => `Content-Length: ${body.length}\r\n`;
const inChunks = "Transfer-Encoding: chunked\r\n";

/** Status, the header lines that belong to the body, the body; and whether an envelope was asked for. */
const contents: readonly (readonly [name: string, status: number, fields: string, body: string, envelope: boolean])[] =
  [
    ["a 204", 204, "", "", false],
    ["an empty 200", 200, lengthOf(""), "", false],
    ["an empty 200 in chunks", 200, inChunks, chunked(), false],
    ["an empty 200 in chunks, of JSON's type", 200, inChunks + jsonType, chunked(), true],
    ["an envelope", 200, jsonType + lengthOf(plain), plain, true],
    ["an envelope in chunks", 200, jsonType + inChunks, chunked(plain.slice(0, 4), plain.slice(4)), true],
    ["an envelope of no length", 200, jsonType, plain, true],
    ["a refusal in an envelope", 200, jsonType + lengthOf(enveloped404), enveloped404, true],
    ["a refusal in an envelope in chunks", 200, jsonType + inChunks, chunked(enveloped404), true],
    ["a refusal in an envelope of no length", 200, jsonType, enveloped404, true],
    ["a refusal", 404, jsonType + lengthOf(gone), gone, false],
    ["a refusal in chunks", 404, jsonType + inChunks, chunked(gone), false],
    ["a login page in chunks", 200, `Content-Type: text/html\r\n${inChunks}`, chunked("<p>Log in", "</p>"), false],
  ];

const connections: readonly string[] = [
  "",
  "Connection: close\r\n",
  "Connection: keep-alive\r\n",
  "Connection: Keep-Alive, x\r\n",
];
const proxies: readonly string[] = ["", "Proxy-Connection: close\r\n", "Proxy-Connection: keep-alive\r\n"];

/** Every content in both versions, with `Connection` and `Proxy-Connection` in each form. */
export const wholes: readonly Whole[] = contents.flatMap(([name, status, fields, body, envelope]) =>
  ["HTTP/1.1", "HTTP/1.0"].flatMap((version) =>
    connections.flatMap((connection) =>
      proxies.map((proxy): Whole => {
        const how = [version, connection, proxy].filter((part) => part !== "").map((part) => part.trim());
        const response = `${version} ${status} X\r\n${connection}${proxy}${fields}\r\n${body}`;
        return { name: `${name} (${how.join(", ")})`, response, envelope };
      }),
    ),
  ),
);

/** The first `length` bytes, and the end of the connection. */
export function cut({ response }: Whole, length: number): Script {
  return [response.slice(0, length), "end"];
}
