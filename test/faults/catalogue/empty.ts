/** Responses without a body: which of them can have been cut off, and which can't. */
import { chunked, head, json, text } from "../bytes.js";
import { confirmed, doubt, type Fault, inChunks, jsonType, peers } from "./entry.js";

export const emptyResponses: Readonly<Record<string, Fault>> = {
  "a 204": confirmed(204, head(204), peers),
  "a 204 with a Content-Type": confirmed(204, head(204, jsonType), peers),
  "a 204 in HTTP/1.0": confirmed(204, "HTTP/1.0 204 No Content\r\n\r\n"),
  "a 204 with a body behind it": confirmed(204, `${head(204)}{"error":404}`),
  "a 204 that declares a length": confirmed(204, head(204, { "Content-Length": "5" })),
  "a 204 with a hundred headers": confirmed(
    204,
    head(204, Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`X-${index}`, "x"]))),
    { elsewhere: { deno: { says: "lost", means: 0 } } }, // Deno reads no more than 100.
  ),
  "a 204 with headers given twice": confirmed(
    204,
    head(204, { "RateLimit-Limit": "5", "ratelimit-limit": "7", "RateLimit-Remaining": "1", Date: "a", date: "b" }),
  ),
  "a 204 with an age": doubt(204, head(204, { Age: "3" })),
  "a 204 with a page's type": doubt(204, head(204, { "Content-Type": "text/html" })),
  "an empty 200": confirmed(200, text(200), peers),
  "an empty 200 in HTTP/1.0": confirmed(200, "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
  "an empty 200 in chunks, kept open": confirmed(
    200,
    head(200, { Connection: "keep-alive", ...inChunks }) + chunked(),
    {
      envelope: false,
    },
  ),
  "an empty 200 in chunks where an envelope was asked for": doubt(
    200,
    head(200, { Connection: "keep-alive", ...inChunks }) + chunked(),
    { envelope: true },
  ),
  "an empty 200 in chunks on a connection that closes": doubt(200, head(200, inChunks) + chunked()),
  "an empty 200 in chunks behind a proxy that closes": doubt(
    200,
    head(200, { Connection: "keep-alive", "Proxy-Connection": "close", ...inChunks }) + chunked(),
  ),
  "chunks cut off before the first, behind a proxy that closes": doubt(
    200,
    head(200, { Connection: "keep-alive", "Proxy-Connection": "close", ...inChunks }),
  ),
  "chunks cut off before the first, in HTTP/1.0": doubt(200, "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", {
    elsewhere: { deno: { says: "lost", means: 0 } },
  }),
  "an empty page": doubt(
    200,
    head(200, { "Content-Type": "text/html", "Content-Length": "0", Via: "1.1 p", Age: "9" }),
  ),
  "an empty 200 that ends with its connection": doubt(200, head(200)),
  "JSON that was cut to nothing with its connection": doubt(200, head(200, jsonType), peers),
  "a page that was cut to nothing with its connection": doubt(200, head(200, { "Content-Type": "text/html" })),
  "a page of which a proxy kept nothing but its type": doubt(
    200,
    head(200, { Connection: "keep-alive", "Content-Type": "text/html", ...inChunks }) + chunked(),
  ),
  "a 200 cut off before its body": doubt(200, head(200, { ...jsonType, "Content-Length": "60" }), peers),
  "a 200 in chunks, cut off before the first": doubt(200, head(200, { ...jsonType, ...inChunks }), peers),
  "a 201": doubt(201, text(201)),
  "a 202: accepted, not done": doubt(202, text(202), peers),
  "a 202 with a plain envelope": doubt(202, json(202, { status: 204 })),
  "a 206 with a part of something": doubt(206, json(206, "{}"), peers),
  "a status beyond 599": doubt(799, text(799)),
};
