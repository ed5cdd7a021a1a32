/** The table of docs/outcomes.md: every combination of body, status and setting belongs to a row, and is decided as it says. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { docsFolder } from "../support/places.js";
import { bodyForms, outcomeOf, type Setting, settings, statuses } from "./combinations.js";
import { outcomeTable, type Row, rows } from "./rows.js";

// A retry waits for no time at all: full jitter takes this part of the wait.
beforeEach(() => {
  vi.spyOn(Math, "random").mockReturnValue(0);
});

function expected(row: Row, { doubt, missingOk, envelope }: Setting): string {
  const verdict = doubt ? row.doubt : ((missingOk ? row.missingOk : envelope ? row.envelope : undefined) ?? row.first);
  return verdict === "confirmed" ? "unassigned" : verdict;
}

test.each(settings)("every body with every status is decided as its row says: $name", async (setting) => {
  const used = new Set<Row>();
  const wrong: string[] = [];
  for (const body of bodyForms) {
    for (const [name, status] of statuses) {
      const row = rows.find(({ covers }) => covers(body.name, name));
      if (row === undefined) throw new Error(`no row covers ${body.name} with ${name}`);
      used.add(row);
      const outcome = (await outcomeOf(body, status, setting)).replace(/ as \d+$/, "");
      if (outcome !== expected(row, setting)) wrong.push(`${body.name} | ${name}: ${outcome}, not "${row.text}"`);
    }
  }
  expect(wrong).toEqual([]);
  expect(rows.filter((row) => !used.has(row))).toEqual([]);
});

test("docs/outcomes.md shows these rows", async () => {
  const path = join(docsFolder, "outcomes.md");
  const page = await readFile(path, "utf8");
  const table = /(?<=<div class="outcomes">\n\n)\|[\s\S]*?(?=\n\n<\/div>)/;
  expect(page).toMatch(table);
  await expect(page.replace(table, () => outcomeTable())).toMatchFileSnapshot(path);
});
