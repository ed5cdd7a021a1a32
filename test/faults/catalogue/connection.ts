/** Connections that break, stall or drip: before, during and after a response's head and body. */

import type { Script } from "../../support/rawServer.js";
import { apiError, chunked, dripped, head, json, page } from "../bytes.js";
import {
  confirmed,
  doubt,
  enveloped404,
  type Fault,
  heavy,
  inChunks,
  jsonType,
  lost,
  mebibyte,
  notFound,
  peers,
  refused,
  stalls,
} from "./entry.js";

const halfBody = `${head(200, { ...jsonType, "Content-Length": "14" })}{"status"`;
const openHead = "HTTP/1.1 204 No Content\r\nDate: today\r\n";
const wait = 20;

/** A reset and a close at the same place. Bytes that a reset overtakes are lost: it waits until they have arrived. */
function broken(where: string, before: string, make: (script: Script) => Fault): Record<string, Fault> {
  const steps: Script = before === "" ? [] : [before, wait];
  return { [`a reset ${where}`]: make([...steps, "reset"]), [`a close ${where}`]: make(steps) };
}

export const connectionFaults: Readonly<Record<string, Fault>> = {
  ...broken("before the response", "", (script) => lost(script)),
  ...broken("within the status line", "HTTP/1.1 204 No Con", (script) => lost(script)),
  ...broken("within the headers", openHead, (script) => lost(script)),
  ...broken("between a 200's head and body", head(200, { "Content-Length": "14" }), (script) => doubt(200, script)),
  ...broken("within a 200's body", halfBody, (script) => doubt(200, script)),
  ...broken("within a 200's chunk", `${head(200, inChunks)}e\r\n{"sta`, (script) => doubt(200, script)),
  ...broken("between a 200's chunks", `${head(200, inChunks)}3\r\n{"s\r\n`, (script) => doubt(200, script)),
  ...broken("before a 200's first chunk", head(200, inChunks), (script) => doubt(200, script)),
  ...broken("after a 204", head(204), (script) => confirmed(204, script)),
  ...broken("within a 404's body", json(404, notFound).slice(0, -1), (script) => refused(404, script)),
  ...broken("within a 500's body", json(500, apiError(500, "DOWN")).slice(0, -20), (script) => doubt(500, script)),
  "no response: the connection closes at once": lost([], peers),
  silence: lost(["silence"], stalls),
  "silence within the headers": lost([openHead, "silence"], stalls),
  "silence within the body": lost([halfBody, "silence"], stalls),
  "silence after the head of a body of unknown length": lost([head(200), "silence"], stalls),
  "headers that never end": lost(
    ["HTTP/1.1 204 X\r\n", ...Array.from({ length: 200 }, (_, index) => [`X-${index}: x\r\n`, 10]).flat()],
    { ...stalls, ...heavy },
  ),
  "a body that drips": lost([head(200), ...Array.from({ length: 200 }, () => [" ", 10]).flat()], {
    ...stalls,
    ...heavy,
  }),
  "a 204 that drips": confirmed(204, dripped(head(204), 4, 1)),
  "an envelope that drips": confirmed(204, dripped(json(200, { status: 204 }), 8, 1), { envelope: true }),
  "another protocol": lost(["SSH-2.0-OpenSSH_9.7\r\n", wait]),
  "bytes at random": lost([new Uint8Array(512).map((_, index) => (index * 197 + 31) % 256), wait]),
  "a status line without a status": lost(["HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n", wait]),
  "a header line without a colon": lost(["HTTP/1.1 204 No Content\r\nno colon here\r\n\r\n", wait]),
  "two different lengths": lost([`HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n[`, wait]),
  "a length beside chunks": lost(
    [head(200, { "Content-Length": "0", ...inChunks }) + chunked('{"status":404}'), wait],
    {
      elsewhere: { bun: { says: "doubt", means: 200 }, deno: { says: "doubt", means: 200 } },
    },
  ),
  "a head larger than the platform reads": lost(head(204, { "X-Large": "x".repeat(mebibyte) }), {
    ...heavy, // Bun reads on, and finds a whole 204.
    elsewhere: { bun: { says: "confirmed", means: 204 } },
  }),
  "a switch of protocols": lost(["HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", wait], {
    elsewhere: { deno: { says: "doubt", means: 101 } },
  }),
  "a 407, which the fetch standard turns into a network error": lost(page(407), {
    elsewhere: { bun: { says: "refused", means: 407 }, deno: { says: "refused", means: 407 } },
  }),
  "a 100 that nobody asked for": lost(["HTTP/1.1 100 Continue\r\n\r\n", 5, head(204)], {
    elsewhere: { bun: { says: "confirmed", means: 204 }, deno: { says: "confirmed", means: 204 } },
  }),
  "a 103 before the 204": confirmed(204, ["HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 5, head(204)]),
  "a 102 before an enveloped 404": refused(404, `HTTP/1.1 102 Processing\r\n\r\n${json(200, enveloped404)}`),
};
