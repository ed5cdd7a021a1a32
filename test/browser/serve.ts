/** Servers on loopback for a browser: of a handler, and of the built site as a plain static host would serve it. */
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { siteFolder } from "../support/places.js";

/** A running server. */
export interface Served {
  /** Origin, for example `http://127.0.0.1:40123`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what a handler responds, on a free port. */
export async function serve(handler: RequestListener): Promise<Served> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Serves `site/`. */
export function serveSite(): Promise<Served> {
  return serve((request, response) => {
    pageAt(request.url ?? "/").then(
      ({ status, type, body }) => response.writeHead(status, { "Content-Type": type }).end(body),
      () => response.destroy(),
    );
  });
}

async function pageAt(target: string): Promise<{ status: number; type: string; body: Buffer }> {
  // URL resolves every `..`, so that no path leaves the folder.
  const path = decodeURIComponent(new URL(target, "http://127.0.0.1").pathname);
  const file = join(siteFolder, normalize(path.endsWith("/") ? `${path}index.html` : path));
  try {
    return { status: 200, type: types[extname(file)] ?? "application/octet-stream", body: await readFile(file) };
  } catch {
    return { status: 404, type: "text/html; charset=utf-8", body: await readFile(join(siteFolder, "404.html")) };
  }
}
