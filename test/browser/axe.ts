// Accessibility: axe-core's verdict on a page that is open.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One rule that a page breaks. */
export interface Violation {
  readonly rule: string;
  readonly impact: string;
  readonly places: readonly string[];
}

/** Runs axe-core on a page and returns what it breaks, worst first. */
export async function violations(page: Page): Promise<Violation[]> {
  // The content security policy lets no foreign script in, and evaluating one is how a tester gets past it.
  await page.evaluate(source);
  const results = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  return results.violations
    .map(({ id, impact, nodes }) => ({
      rule: id,
      impact: impact ?? "unknown",
      places: nodes.map(({ target }) => target.join(" ")),
    }))
    .sort((a, b) => weight(b) - weight(a));
}

function weight({ impact }: Violation): number {
  return ["minor", "moderate", "serious", "critical"].indexOf(impact);
}
