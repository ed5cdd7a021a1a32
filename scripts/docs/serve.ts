// Serves the built site on loopback as a plain static host would: for the preview and for the browser test.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { siteFolder } from "./places.js";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** A running server of the site. */
export interface SiteServer {
  /** Origin, for example `http://127.0.0.1:40123`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `site/`.
 *
 * @param port - TCP port on 127.0.0.1; 0 for a free one.
 * @throws the system's error when the port cannot be listened on.
 */
export async function serveSite(port = 0): Promise<SiteServer> {
  const server = createServer((request, response) => {
    answer(request.url ?? "/").then(
      ({ status, type, body }) => {
        response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
        response.end(request.method === "HEAD" ? undefined : body);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function answer(target: string): Promise<{ status: number; type: string; body: Buffer }> {
  // URL resolves every `..`, so that no path leaves the folder.
  const path = decodeURIComponent(new URL(target, "http://127.0.0.1").pathname);
  const file = join(siteFolder, normalize(path.endsWith("/") ? `${path}index.html` : path));
  try {
    return { status: 200, type: types[extname(file)] ?? "application/octet-stream", body: await readFile(file) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT" && code !== "EISDIR" && code !== "ENOTDIR") throw error;
    return { status: 404, type: "text/html; charset=utf-8", body: await readFile(join(siteFolder, "404.html")) };
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
