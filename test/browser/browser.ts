// A headless Chromium that can reach the site's server and nothing else, and remembers what a page tried.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The system's Chromium. `CHROMIUM` names another program than Debian's. */
const executable: string = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts it. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    // Without a sandbox of its own, so that it also runs as root in a container; it opens this site only.
    // Whatever is no loopback address resolves to nothing, whoever asks.
    args: ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
  });
}

/** A page, and what went wrong on it. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, uncaught exceptions, failed requests. */
  readonly problems: string[];
  /** Requests to any other origin than the site's, tried or not. */
  readonly strangers: string[];
}

/**
 * Opens a page that is watched.
 *
 * @param origin - The site's origin.
 */
export async function watch(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 950 }, ...options });
  const page = await context.newPage();
  const [problems, strangers]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => {
    // A page that is left cuts off what it was still loading ahead.
    const reason = request.failure()?.errorText ?? "";
    if (reason !== "net::ERR_ABORTED") problems.push(`${request.url()}: ${reason}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    const own = url.startsWith(`${origin}/`) || url.startsWith("data:") || url.startsWith(`blob:${origin}/`);
    if (!own) strangers.push(url);
  });
  return { page, context, problems, strangers };
}

/** What a page reports: `globalThis.report`, a promise that it makes when it loads. */
export function reportOf<T>(page: Page): Promise<T> {
  return page.evaluate(() =>
    Promise.race([
      (globalThis as unknown as { report: Promise<T> }).report,
      new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error("no report within 30 s")), 30_000);
      }),
    ]),
  );
}
