// The consumer in a browser: the users' test with msw, bundled as their bundler would, served with the service worker
// script of the msw that is installed beside it, and opened in Chromium, which can reach this server and nothing else.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { executable, launch, watch } from "../../../test/browser/browser.js";
import { start } from "../nested.js";
import { failureOf } from "./cell.js";
import { toolchain } from "./projects.js";

const test = "handlers.test.mjs";
const maxMs = 30_000;

/**
 * Runs the test of a project in Chromium, through msw's service worker.
 *
 * @param project - A project with the package and msw.
 * @returns What went wrong; empty when nothing did.
 */
export async function inServiceWorker(project: string): Promise<string> {
  if (!existsSync(executable)) {
    return `${executable} is missing: install Chromium (Debian: apt-get install chromium), or name yours in CHROMIUM.`;
  }
  const bundle = join(project, "bundle-service-worker.js");
  const esbuild = join(toolchain, "node_modules/.bin/esbuild");
  const args = [test, "--bundle", "--format=esm", "--platform=browser", "--target=es2022", `--outfile=${bundle}`];
  const built = await start(esbuild, args, project);
  if (built.status !== 0) return failureOf(built);
  const site = await serve({
    "/": {
      type: "text/html",
      body: '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/test.js"></script>',
    },
    "/test.js": { type: "text/javascript", body: await readFile(bundle, "utf8") },
    "/mockServiceWorker.js": {
      type: "text/javascript",
      body: await readFile(join(project, "node_modules/msw/lib/mockServiceWorker.js"), "utf8"),
    },
  });
  try {
    return await visit(site.url);
  } finally {
    await site.close();
  }
}

async function visit(url: string): Promise<string> {
  const browser = await launch();
  try {
    const { page, strangers } = await watch(browser, url);
    page.setDefaultTimeout(maxMs);
    await page.goto(`${url}/`);
    const passed = await reportOf(page);
    if (passed.length !== 1) return `not one test passed, but: ${passed.join(", ")}`;
    // All that the test sends goes to MongoDB's host; a page that sent nothing there has proved nothing.
    const asked = strangers.filter((each) => each.startsWith("https://cloud.mongodb.com/"));
    return asked.length > 0 && asked.length === strangers.length ? "" : `requests to other origins: ${strangers}`;
  } finally {
    await browser.close();
  }
}

function reportOf(page: Page): Promise<string[]> {
  return page.evaluate(
    (ms) =>
      Promise.race([
        (globalThis as unknown as { report: Promise<string[]> }).report,
        new Promise<never>((_, reject) => {
          setTimeout(() => reject(new Error(`no report within ${ms} ms`)), ms);
        }),
      ]),
    maxMs,
  );
}

interface Resource {
  readonly type: string;
  readonly body: string;
}

async function serve(resources: Readonly<Record<string, Resource>>): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(({ url = "" }, response) => {
    const found = resources[url];
    if (found) response.writeHead(200, { "Content-Type": found.type }).end(found.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
