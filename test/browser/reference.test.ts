// The reference, one page with everything in it: complete, quiet, and usable with the network unplugged.

import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { operationTable, servers } from "../../generated/client.js";
import { operationIds, samplesOf } from "../docs/samples.js";
import { siteFolder } from "../support/places.js";
import { isSerious, violations } from "./axe.js";
import { type Watched, watch } from "./browser.js";
import { served } from "./served.js";

const site = served();

/** Where an operation stands in the page. */
function fragment(operationId: (typeof operationIds)[number]): string {
  const tag = operationId.startsWith("delete") ? "secrets" : "project-assignments";
  return `#/${tag}/${operationId.toLowerCase()}`;
}

async function open(address: string, origin: string, options: Parameters<typeof watch>[2] = {}): Promise<Watched> {
  const watched = await watch(site.browser, origin, options);
  await watched.page.goto(address);
  await watched.page.locator("#redoc h1, #redoc h2").first().waitFor();
  return watched;
}

/** The text of the part that shows an operation. */
async function waitForOperation(page: Page, operationId: (typeof operationIds)[number]): Promise<void> {
  await page.locator("#redoc").getByRole("heading", { name: operationTable[operationId].summary }).first().waitFor();
  await page.locator(".panel-request-samples").first().waitFor();
}

/** White space aside, which the page lays out anew. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, "");
}

describe("the reference", () => {
  test("shows both servers", async () => {
    const { page, context, problems, strangers } = await open(`${site.url}/reference.html`, site.url);
    const text = await page.locator("#redoc").innerText();
    for (const { title, origin, basePath } of Object.values(servers)) {
      expect(text).toContain(title);
      expect(text).toContain(`${origin}${basePath}`);
    }
    expect(problems).toEqual([]);
    expect(strangers).toEqual([]);
    await context.close();
  });

  test.each(operationIds)(
    "shows %s with its path, both security schemes and every sample as it is",
    async (operationId) => {
      const { page, context, problems, strangers } = await open(
        `${site.url}/reference.html${fragment(operationId)}`,
        site.url,
      );
      await waitForOperation(page, operationId);
      const text = await page.locator("#redoc").innerText();
      expect(squeeze(text)).toContain(squeeze(operationTable[operationId].path));
      expect(text).toMatch(/digest or serviceAccount/);

      // Operations that stand above it may be on the page too.
      const panel = page
        .locator(".panel-request-samples")
        .filter({ has: page.getByText(operationTable[operationId].path, { exact: true }) });
      const samples = samplesOf(operationId);
      const labels = new RegExp(`^(${samples.map(({ label }) => label).join("|")})$`);
      for (const { label, source } of samples) {
        await panel.getByRole("button", { name: labels }).click();
        await page.getByRole("menuitem", { name: label, exact: true }).click();
        await expect
          .poll(async () => squeeze(await panel.locator("pre").innerText()), { message: label })
          .toBe(squeeze(source));
      }
      expect(problems).toEqual([]);
      expect(strangers).toEqual([]);
      await context.close();
    },
  );

  test("explains both security schemes", async () => {
    const { page, context } = await open(`${site.url}/reference.html${fragment("unassignGroupApiKey")}`, site.url);
    await waitForOperation(page, "unassignGroupApiKey");
    await page.getByRole("button", { name: "View security details" }).first().click();
    await page.getByText("HTTP Digest (RFC 7616) with an API key").first().waitFor();
    await page.getByText("serviceAccount", { exact: true }).last().click();
    await page.getByText("OAuth 2.0 client credentials of a service account").first().waitFor();
    await context.close();
  });

  test("finds an operation by its own search, without a request", async () => {
    const { page, context, strangers } = await open(`${site.url}/reference.html`, site.url);
    await page.locator("#redoc button").first().waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press("Control+k");
        return page.locator("input:focus").count();
      })
      .toBe(1);
    await page.keyboard.type("unassign API key");
    await page.getByText("/groups/{groupId}/apiKeys/{apiKeyId}").last().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/project-assignments\/unassigngroupapikey/);
    expect(strangers).toEqual([]);
    await context.close();
  });

  test("works as a lone file, with the network unplugged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "reference-"));
    try {
      const file = join(folder, "reference.html");
      await writeFile(file, readFileSync(join(siteFolder, "reference.html")));
      const { page, context, problems, strangers } = await watch(site.browser, "file:/");
      await context.setOffline(true);
      await page.goto(`${pathToFileURL(file).href}${fragment("deleteOrgServiceAccountSecret")}`);
      await waitForOperation(page, "deleteOrgServiceAccountSecret");
      expect(await page.locator(".panel-request-samples pre").first().innerText()).toContain("$BASE_URL");
      expect(problems).toEqual([]);
      expect(strangers).toEqual([]);
      await context.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("lets nothing out, even when a script tries", async () => {
    const { page, context, strangers } = await open(`${site.url}/reference.html`, site.url);
    const tried = await page.evaluate(async (own) => {
      const fetched = await fetch(`${own}/openapi.json`).then(
        () => "left",
        () => "stopped",
      );
      const beacon = await new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve("left");
        image.onerror = () => resolve("stopped");
        image.src = `${own}/icon.svg`;
      });
      return { fetched, beacon };
    }, site.url);
    expect(tried).toEqual({ fetched: "stopped", beacon: "stopped" });
    expect(strangers).toEqual([]);
    await context.close();
  });

  test("has links that lead somewhere: into the guides, and to its own sections", async () => {
    const { page, context } = await open(`${site.url}/reference.html`, site.url);
    const hrefs = await page.$$eval("a[href]", (links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect(hrefs.filter((href) => !/^(#|\.\/|https:|openapi\.json$)/.test(href))).toEqual([]);
    for (const href of hrefs.filter((link) => link.startsWith("./"))) {
      expect((await context.request.get(`${site.url}/${href}`)).status(), href).toBe(200);
    }
    await context.close();
  });

  test.each([
    ["light", 1400],
    ["dark", 390],
  ] as const)("is readable: %s, %i pixels wide", async (colorScheme, width) => {
    const { page, context } = await open(`${site.url}/reference.html${fragment("unassignGroupApiKey")}`, site.url, {
      colorScheme,
      viewport: { width, height: 850 },
    });
    await waitForOperation(page, "unassignGroupApiKey");
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(excess).toBeLessThanOrEqual(1);
    // Rendered by others: reported, not judged.
    for (const { rule, impact, places } of (await violations(page)).filter(isSerious)) {
      console.log(`reference, ${colorScheme}: ${impact} ${rule}, ${places.length} ×, first at ${places[0]}`);
    }
    await context.close();
  });
});
