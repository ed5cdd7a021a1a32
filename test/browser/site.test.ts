// The built site as its readers meet it: every page opens cleanly, every link leads somewhere, nothing leaves the machine.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { lookupTable, operationTable, servers } from "../../generated/client.js";
import { samplesOf } from "../docs/samples.js";
import { docsFolder, siteFolder } from "../support/places.js";
import { violations } from "./axe.js";
import { watch } from "./browser.js";
import { served } from "./served.js";

const pages = readdirSync(siteFolder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".html") && name !== "404.html")
  .sort();
const site = served();

test("the site has every guide, every operation and every topic", () => {
  const guides = readdirSync(docsFolder).filter((name) => name.endsWith(".md") && name !== "README.md");
  const operations = [...Object.keys(operationTable), ...Object.keys(lookupTable)];
  const topics = readdirSync(join(docsFolder, "api")).filter((name) => name !== "README.md");
  const promised = [
    ...guides.map((name) => name.replace(".md", ".html")),
    ...["index", "bodies", ...operations].map((name) => `reference/${name}.html`),
    ...topics.map((name) => `api/${name.replace(".md", ".html")}`),
  ];
  expect(promised.filter((name) => !pages.includes(name))).toEqual([]);
});

/** What one page showed when it was opened. */
interface Visit {
  readonly name: string;
  readonly problems: readonly string[];
  readonly strangers: readonly string[];
  readonly titles: number;
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
  /** Pixels by which the page is wider than the window. */
  readonly excess: number;
  /** Blocks of code whose end is hidden. */
  readonly hidden: number;
  readonly broken: readonly string[];
}

/** Opens every page in one window, as a reader who goes through all of them. */
async function visitAll(options: BrowserContextOptions): Promise<Visit[]> {
  const { page, context, problems, strangers } = await watch(site.browser, site.url, options);
  const visits: Visit[] = [];
  for (const name of pages) {
    await page.goto(`${site.url}/${name}`);
    // Vue has taken the page over.
    await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
    const facts = await page.evaluate(() => ({
      titles: document.querySelectorAll("h1").length,
      links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
      ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
      excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      hidden: [...document.querySelectorAll(".vp-doc pre")].filter((pre) => pre.scrollWidth > pre.clientWidth + 1)
        .length,
    }));
    const broken = (await violations(page)).map(({ rule, places }) => `${rule} at ${places.slice(0, 3).join(", ")}`);
    const watched = { problems: problems.splice(0), strangers: strangers.splice(0) };
    visits.push({ name, ...facts, ...watched, ids: new Set(facts.ids), broken });
  }
  await context.close();
  return visits;
}

/** What the visits say, each with its page's name. */
function said(visits: readonly Visit[], what: (visit: Visit) => readonly string[]): string[] {
  return visits.flatMap((visit) => what(visit).map((text) => `${visit.name}: ${text}`));
}

describe.each([
  // Each layout once and each scheme once: what one of them breaks does not depend on the other.
  ["a window of 1280 pixels, light", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
  ["a phone of 390 pixels, dark", { colorScheme: "dark", viewport: { width: 390, height: 844 }, isMobile: true }],
] as const)("in %s", (_window, options) => {
  let visits: Visit[];
  beforeAll(async () => {
    visits = await visitAll(options);
  }, 300_000);

  test("every page opens without an error or a warning, and has one title", () => {
    expect(said(visits, ({ problems }) => problems)).toEqual([]);
    expect(visits.filter(({ titles }) => titles !== 1).map(({ name }) => name)).toEqual([]);
  });

  test("no page asks another origin for anything", () => {
    expect(said(visits, ({ strangers }) => strangers)).toEqual([]);
  });

  test("axe-core finds no violation", () => {
    expect(said(visits, ({ broken }) => broken)).toEqual([]);
  });

  test("no page scrolls sideways, and no code hides its end", () => {
    expect(said(visits, ({ excess }) => (excess > 1 ? [`${excess} pixels`] : []))).toEqual([]);
    expect(said(visits, ({ hidden }) => (hidden > 0 ? [`${hidden} blocks`] : []))).toEqual([]);
  });

  test("every internal link leads to a page, and every fragment to a place on it", () => {
    const places = new Map(visits.map(({ name, ids }) => [`/${name}`, ids]));
    const internal = visits.flatMap(({ name, links }) =>
      links.filter((href) => href.startsWith(`${site.url}/`)).map((href) => ({ name, to: new URL(href) })),
    );
    expect(internal.length).toBeGreaterThan(500);
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
  expect((await violations(page)).map(({ rule }) => rule)).toContain("image-alt");
  await context.close();
});

test.each([
  ["leaked api key", /leaked\.html/],
  ["find the id", /leaked\.html#_2-find-the-id$/],
  ["last used", /leaked\.html/],
  ["government cloud", /recipes\.html#the-government-cloud$/],
  ["API_KEY_NOT_FOUND", /(reference\/unassignGroupApiKey|outcomes|library)\.html/],
])("the search, with the keyboard alone, finds %s", async (words, place) => {
  const { page, context, strangers } = await watch(site.browser, site.url);
  await page.goto(`${site.url}/index.html`);
  await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").waitFor();
  await page.keyboard.type(words);
  await page.locator("#localsearch-list a").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(place, { timeout: 5_000 });
  expect(strangers).toEqual([]);
  await context.close();
});

test("the landing page shows the three situations, what it is, and a picture of it, without scrolling", async () => {
  const { page, context } = await watch(site.browser, site.url, { viewport: { width: 1280, height: 900 } });
  await page.goto(`${site.url}/index.html`);
  for (const part of [".landing h1", ".landing .situations", ".landing img"]) {
    const bottom = await page.locator(part).evaluate((element) => element.getBoundingClientRect().bottom);
    expect(bottom, part).toBeLessThanOrEqual(900);
  }
  expect(await page.locator(".situations a").allInnerTexts()).toHaveLength(3);
  await context.close();
});

test("the landing page's counts of faulty responses are the benchmark's", async () => {
  const benchmark = readFileSync(join(docsFolder, "benchmarks.md"), "utf8");
  const landing = readFileSync(join(docsFolder, "index.md"), "utf8");
  const rows = [...landing.matchAll(/^\| \**([\w@/-]+)[^|]*\| <span class="\w+">(\d+)<\/span> \|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(7);
  for (const [, client = "", count = ""] of rows)
    expect(benchmark).toMatch(new RegExp(`^\\| ${client}\\b.*\\| ${count} of 26 \\|`, "m"));
});

test("the reference shows both servers, and each operation with its path, its facts and every sample as it is", async () => {
  const { page, context } = await watch(site.browser, site.url);
  const textOf = async (name: string): Promise<string> => {
    await page.goto(`${site.url}/reference/${name}.html`);
    return (await page.locator(".vp-doc").evaluate((doc) => doc.textContent ?? "")).replace(/\s+/g, "");
  };
  const index = await textOf("index");
  for (const { origin, basePath } of Object.values(servers)) expect(index).toContain(`${origin}${basePath}`);
  for (const { operationId, path, effect, remains = "" } of Object.values(operationTable)) {
    const text = await textOf(operationId);
    const parts = [path, `Asuccessmeans${effect}.`, remains, ...samplesOf(operationId).map(({ source }) => source)];
    for (const part of parts) expect(text).toContain(part.replace(/\s+|`/g, ""));
  }
  await context.close();
});

test("no page of the site names a host to load from", () => {
  for (const name of pages) {
    const html = readFileSync(join(siteFolder, name), "utf8");
    expect(html.match(/<(?:script|link|img|iframe)[^>]+(?:src|href)="https?:/g), name).toBeNull();
    expect(html, name).toContain('http-equiv="Content-Security-Policy"');
  }
});
