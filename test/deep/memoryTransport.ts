/** Serves a world's answers without a network: a `fetch` that follows redirects if it is let, as the platform's does. */
import type { Fetch } from "../../src/index.js";
import type { Reply } from "./reply.js";
import type { World, WorldRequest } from "./world.js";

/** Origin of the world; the decoy is any other. */
export const memoryOrigin = "https://api.invalid";
export const memoryDecoy = "https://decoy.invalid";

/** A `fetch` over a world. */
export function memoryFetch(world: World): Fetch {
  return async (url, init) => {
    // Calls are to interleave as they do over a network.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const signal = init.signal ?? undefined;
    signal?.throwIfAborted();
    return await ask(world, new URL(url), String(init.method), init, signal);
  };
}

async function ask(
  world: World,
  url: URL,
  method: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Response> {
  if (url.origin !== memoryOrigin) {
    world.decoyed(url.href);
    return new Response(null, { status: 204 });
  }
  const headers = new Map(new Headers(init.headers).entries());
  const request: WorldRequest = { method, target: url.pathname + url.search, headers, body: String(init.body ?? "") };
  const reply = world.handle(request);
  const location = reply.fields.find(([name]) => name === "location")?.[1];
  if (init.redirect !== "manual" && location !== undefined && [301, 302, 303, 307, 308].includes(reply.status)) {
    return await ask(world, new URL(location, url), reply.status === 303 ? "GET" : method, init, signal);
  }
  return await toResponse(reply, signal);
}

async function toResponse(reply: Reply, signal: AbortSignal | undefined): Promise<Response> {
  switch (reply.breaks) {
    case "reset":
    case "close":
    case "head cut":
    case "garbage":
    case "oversized head":
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("broken"), { code: "ECONNRESET" }) });
    case "silence":
      return await new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    case "body cut":
    case "bad chunk":
      return respond(
        reply,
        streamOf(reply.body.slice(0, 5), (controller) => controller.error(new TypeError("terminated"))),
      );
    case "silent body":
      return respond(
        reply,
        streamOf("", () => undefined),
      );
    default:
      return respond(reply, bodyOf(reply));
  }
}

function bodyOf({ status, body, form }: Reply): BodyInit | null {
  if (status === 204 || status === 304 || form === "cut gzip") return null;
  if (form !== "drip") return body;
  return new Blob([body.slice(0, 5), body.slice(5)]).stream();
}

/** A body that starts with a text, and then does what `then` says, once. */
function streamOf(
  text: string,
  then: (controller: ReadableStreamDefaultController<Uint8Array>) => void,
): ReadableStream<Uint8Array> {
  let pulls = text === "" ? 1 : 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls += 1;
      if (pulls === 1) controller.enqueue(new TextEncoder().encode(text));
      if (pulls === 2) then(controller);
    },
    // The reader has left: what comes later goes nowhere.
    cancel() {
      pulls = Number.POSITIVE_INFINITY;
    },
  });
}

function respond(reply: Reply, body: BodyInit | null): Response {
  const headers = new Headers();
  for (const [name, value] of reply.fields) headers.append(name, value);
  if (reply.form === "unlengthed") headers.set("connection", "close");
  if (reply.form === "cut gzip") {
    headers.set("content-encoding", "gzip");
    headers.set("content-length", "8");
  } else if (reply.status === 200 && reply.body === "" && reply.form !== "unlengthed") {
    headers.set("content-length", "0");
  }
  return new Response(body, { status: reply.status, headers });
}
