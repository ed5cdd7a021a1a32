// The built site as its readers meet it: every page opens cleanly, every link leads somewhere, nothing leaves the machine.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { siteFolder } from "../support/places.js";
import { isSerious, violations } from "./axe.js";
import { watch } from "./browser.js";
import { served } from "./served.js";

const pages = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".html"))
  .map((name) => relative(siteFolder, join(siteFolder, name)))
  .sort();
/** Written by us; the reference and the TypeScript API are rendered by others from our words. */
const own = pages.filter((name) => name !== "reference.html" && !name.startsWith("api/"));
const written = pages.filter((name) => name !== "reference.html" && name !== "404.html");

const site = served();

test("the site has every page that it promises", () => {
  const promised = [
    "index",
    "library",
    "cli",
    "sandbox",
    "runbook",
    "recipes",
    "outcomes",
    "decisions",
    "benchmarks",
    "reference",
  ];
  expect(promised.filter((name) => !pages.includes(`${name}.html`))).toEqual([]);
  const api = ["", ".mock", ".sandbox"].map((name) => `api/mongodb-cloud-revoke${name}.html`);
  expect(api.filter((name) => !pages.includes(name))).toEqual([]);
});

/** What one page showed when it was opened. */
interface Visit {
  readonly name: string;
  readonly problems: readonly string[];
  readonly strangers: readonly string[];
  readonly headings: number;
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
  /** Pixels by which the page is wider than the window. */
  readonly excess: number;
  readonly serious: readonly string[];
}

/** Opens every page in one window, as a reader who goes through all of them. */
async function visitAll(options: BrowserContextOptions): Promise<Visit[]> {
  const { page, context, problems, strangers } = await watch(site.browser, site.url, options);
  const visits: Visit[] = [];
  for (const name of written) {
    await page.goto(`${site.url}/${name}`);
    // Vue has taken the page over.
    await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
    const facts = await page.evaluate(() => ({
      headings: document.querySelectorAll("h1").length,
      links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    const found = own.includes(name) ? (await violations(page)).filter(isSerious) : [];
    const serious = found.map(({ rule, places }) => `${rule} at ${places.slice(0, 3).join(", ")}`);
    visits.push({
      name,
      ...facts,
      ids: new Set(facts.ids),
      serious,
      problems: problems.splice(0),
      strangers: strangers.splice(0),
    });
  }
  await context.close();
  return visits;
}

/** What one visit has to say, with the page's name before it. */
function said(visits: readonly Visit[], what: (visit: Visit) => readonly string[]): string[] {
  return visits.flatMap((visit) => what(visit).map((text) => `${visit.name}: ${text}`));
}

describe.each([
  // Each layout once and each scheme once: what one of them breaks does not depend on the other.
  ["a wide window, light", { colorScheme: "light" }],
  ["a phone, dark", { colorScheme: "dark", viewport: { width: 360, height: 740 }, isMobile: true }],
] as const)("in %s", (_window, options) => {
  let visits: Visit[];
  beforeAll(async () => {
    visits = await visitAll(options);
  }, 180_000);

  test("every page opens without an error or a warning, and has one title", () => {
    expect(said(visits, ({ problems }) => problems)).toEqual([]);
    expect(visits.filter(({ headings }) => headings !== 1).map(({ name }) => name)).toEqual([]);
  });

  test("no page asks another origin for anything", () => {
    expect(said(visits, ({ strangers }) => strangers)).toEqual([]);
  });

  test("axe-core finds nothing serious on our own pages", () => {
    expect(said(visits, ({ serious }) => serious)).toEqual([]);
  });

  test("no page scrolls sideways", () => {
    expect(said(visits, ({ excess }) => (excess > 1 ? [`${excess} pixels`] : []))).toEqual([]);
  });

  test("every internal link leads to a page, and every fragment to a place on it", () => {
    const places = new Map(visits.map(({ name, ids }) => [`/${name}`, ids]));
    const internal = visits.flatMap(({ name, links }) =>
      links.filter((href) => href.startsWith(`${site.url}/`)).map((href) => ({ name, to: new URL(href) })),
    );
    expect(internal.length).toBeGreaterThan(100);
    const dead = internal.flatMap(({ name, to }) => {
      const path = to.pathname.endsWith("/") ? `${to.pathname}index.html` : to.pathname;
      const target = `${name} -> ${to.pathname}${to.hash}`;
      if (!existsSync(join(siteFolder, path))) return [target];
      const fragment = decodeURIComponent(to.hash.slice(1));
      return fragment === "" || places.get(path)?.has(fragment) !== false ? [] : [target];
    });
    expect([...new Set(dead)]).toEqual([]);
  });
});

test("axe-core does look: it finds an image without a text", async () => {
  const { page, context } = await watch(site.browser, site.url);
  await page.goto(`${site.url}/index.html`);
  await page.evaluate(() => document.body.append(document.createElement("img")));
  expect((await violations(page)).filter(isSerious).map(({ rule }) => rule)).toContain("image-alt");
  await context.close();
});

test("a guide is found and opened with the keyboard alone", async () => {
  const { page, context, strangers } = await watch(site.browser, site.url);
  await page.goto(`${site.url}/index.html`);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Skip to content");
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").waitFor();
  await page.keyboard.type("government cloud");
  await page.locator("#localsearch-list a").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/recipes\.html#the-government-cloud$/);
  expect(strangers).toEqual([]);
  await context.close();
});

test("the landing page says in one screen what it is, for whom, the two commands, and where next", async () => {
  const { page, context } = await watch(site.browser, site.url, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}/index.html`);
  const bottom = await page.locator(".landing").evaluate((landing) => landing.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThanOrEqual(800);
  const text = await page.locator(".landing").innerText();
  for (const words of ["Cloud Manager", "Atlas", "For those who", "--sandbox", "npm install mongodb-cloud-revoke"]) {
    expect(text).toContain(words);
  }
  await context.close();
});

test("no page of the site names a host to load from", () => {
  for (const name of pages) {
    const html = readFileSync(join(siteFolder, name), "utf8").split('<script type="module">')[0] ?? "";
    expect(html.match(/<(?:script|link|img|iframe)[^>]+(?:src|href)="https?:/g), name).toBeNull();
    expect(html, name).toContain('http-equiv="Content-Security-Policy"');
  }
});
