// The built site behind a server, and a browser to open it with: what every test of the site starts from.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launch } from "./browser.js";
import { type Served, serveSite } from "./serve.js";

/** The site's server and a browser, from before the first test of the file that calls this until after its last. */
export function served(): { readonly url: string; readonly browser: Browser } {
  let site: Served;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([serveSite(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  return {
    get url() {
      return site.url;
    },
    get browser() {
      return browser;
    },
  };
}
