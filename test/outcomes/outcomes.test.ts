/** The table of docs/outcomes.md: never stale, and true to the three promises in every cell. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bodyForms, outcomeOf, plainSetting, settings, statuses } from "./combinations.js";
import { outcomesPage } from "./page.js";

// A retry waits for no time at all: full jitter takes this part of the wait.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

test("docs/outcomes.md is what the client decides", async () => {
  await expect(await outcomesPage()).toMatchFileSnapshot("../../docs/outcomes.md");
});

/** All combinations of one setting as `name of the body | HTTP status` -> outcome. */
async function cells(setting = plainSetting): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const body of bodyForms) {
    for (const [name, status] of statuses) found.set(`${body.name} | ${name}`, await outcomeOf(body, status, setting));
  }
  return found;
}

const confirmed = (found: Map<string, string>): string[] =>
  [...found].flatMap(([cell, outcome]) => (/^(refused|unknown)/.test(outcome) ? [] : [`${cell}: ${outcome}`]));

// A 204 is whole by itself, but not where a page or a cache speaks.
const emptyBodies = bodyForms.map(({ name }) => name).filter((name) => /^empty(?!, HTML|.*Age)/.test(name));
const certain = [
  "empty, `Content-Length: 0` | 200: unassigned",
  ...emptyBodies.map((name) => `${name} | 204: unassigned`),
  "envelope of 204 | 200: unassigned as 204",
  "envelope of 200, content `{}` | 200: unassigned",
  "envelope of 204 in UTF-16, declared | 200: unassigned as 204",
];

describe("exactly these combinations are a confirmation", () => {
  const chunked = "empty, JSON, chunked, `Connection: keep-alive` | 200: unassigned";
  test("on a first attempt", async () => {
    expect(confirmed(await cells()).sort()).toEqual([...certain, chunked].sort());
  });

  test("when an envelope was asked for", async () => {
    const [setting] = settings.filter(({ envelope }) => envelope);
    expect(confirmed(await cells(setting)).sort()).toEqual([...certain].sort());
  });

  test("when a missing target is fine, or an attempt is in doubt", async () => {
    const gone = [
      "envelope of 404, error inside that names the target | 200: already-gone as 404",
      "envelope of 404, error inside that names the target | 204: already-gone as 404",
      "envelope of 404, error inside that names the target | other 2xx: already-gone as 404",
      "envelope of 404, error inside that names the target | 404: already-gone",
      "error, code `RESOURCE_NOT_FOUND`, naming the target's id | 404: already-gone",
      "error, code `API_KEY_NOT_FOUND` | 400: already-gone",
      "error, code `API_KEY_NOT_FOUND` | 404: already-gone",
    ];
    for (const setting of settings.filter(({ missingOk, doubt }) => missingOk || doubt)) {
      expect(confirmed(await cells(setting)).sort()).toEqual([...certain, chunked, ...gone].sort());
    }
  });
});

test("only a status of 4xx, HTTP's or the envelope's, is a refusal, and none after an attempt in doubt", async () => {
  for (const setting of settings) {
    for (const [cell, outcome] of await cells(setting)) {
      if (!outcome.startsWith("refused")) continue;
      expect(setting.doubt, cell).toBe(false);
      expect(/\| (4\d\d|other 4xx)$/.test(cell) || /^refused as 4\d\d$/.test(outcome), `${cell}: ${outcome}`).toBe(
        true,
      );
    }
  }
});
