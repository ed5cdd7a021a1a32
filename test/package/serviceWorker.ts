/**
 * The consumer in a browser: the users' test with msw, bundled as their bundler would, served with the service worker
 * script of the msw that is installed beside it, and opened in Chromium, which can reach this server and nothing else.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { launch, reportOf, watch } from "../browser/browser.js";
import { serve } from "../browser/serve.js";
import { tool } from "./packed.js";

/** Runs the test of a project in Chromium, through msw's service worker. */
export async function passesInServiceWorker(project: string): Promise<void> {
  const bundle = join(project, "bundle-service-worker.js");
  const options = ["--bundle", "--format=esm", "--platform=browser", "--target=es2022", `--outfile=${bundle}`];
  const built = await tool("esbuild", ["handlers.test.mjs", ...options], project);
  expect(built.status, built.output).toBe(0);
  const files: Readonly<Record<string, string>> = {
    "/": '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/test.js"></script>',
    "/test.js": await readFile(bundle, "utf8"),
    "/mockServiceWorker.js": await readFile(join(project, "node_modules/msw/lib/mockServiceWorker.js"), "utf8"),
  };
  const site = await serve(({ url = "" }, response) => {
    const type = url.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(files[url] === undefined ? 404 : 200, { "Content-Type": type }).end(files[url]);
  });
  const browser = await launch();
  try {
    const { page, strangers } = await watch(browser, site.url);
    await page.goto(`${site.url}/`);
    expect(await reportOf<string[]>(page)).not.toEqual([]);
    // All that the test sends goes to MongoDB's host; a page that sent nothing there has proved nothing.
    expect(strangers.filter((each) => !each.startsWith("https://cloud.mongodb.com/"))).toEqual([]);
    expect(strangers).not.toEqual([]);
  } finally {
    await browser.close();
    await site.close();
  }
}
