/** A plan in words: what is asked for confirmation, what `--dry-run` prints, and what is wrong with an input file. */
import { type OperationFacts, type OperationId, operationTable } from "../../../generated/client.js";
import type { Paint } from "../output.js";
import { UsageError } from "../usageError.js";
import { tellsOfSecret } from "../words.js";
import { idsOf, operationOf, type Plan, type Problem, type Reading, toldAtMost } from "./plan.js";
import { grouped } from "./progress.js";

/** Targets of one project or organization. */
export interface Group {
  readonly scope: "project" | "organization";
  readonly id: string;
  readonly places: readonly number[];
}

/** The targets that are left, by project and organization, in the order in which the file names them first. */
export function groupsOf(plan: Plan, isLeft: (place: number) => boolean): readonly Group[] {
  const groups = new Map<string, { scope: Group["scope"]; id: string; places: number[] }>();
  for (let place = 0; place < plan.size; place += 1) {
    if (!isLeft(place)) continue;
    const target = plan.at(place);
    const { scope } = operationOf(target);
    const id = ("groupId" in target ? target.groupId : target.orgId) ?? "";
    const group = groups.get(`${scope} ${id}`) ?? { scope, id, places: [] };
    group.places.push(place);
    groups.set(`${scope} ${id}`, group);
  }
  return [...groups.values()];
}

/** Number of targets by operation, in the document's words. */
export function countsOf(plan: Plan, places: Iterable<number>): Readonly<Partial<Record<OperationId, number>>> {
  const counts: Partial<Record<OperationId, number>> = {};
  for (const place of places) {
    const { operation } = plan.at(place);
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

/** "3 projects and 1 organization". */
export function scopesText(groups: readonly Group[]): string {
  const words = (["project", "organization"] as const).flatMap((scope) => {
    const count = groups.filter((group) => group.scope === scope).length;
    return count === 0 ? [] : [`${grouped(count)} ${scope}${count === 1 ? "" : "s"}`];
  });
  return words.join(" and ");
}

/** "2,900 × Delete one project service account secret", a line for each operation. */
export function operationRows(counts: Readonly<Partial<Record<OperationId, number>>>): readonly string[] {
  return Object.entries(counts).map(
    ([operation, count]) => `${grouped(count)} × ${operationTable[operation as OperationId].summary}`,
  );
}

/** What stays alive although these targets are gone: a sentence for each operation that leaves something. */
export function warningsOf(counts: Readonly<Partial<Record<OperationId, number>>>): readonly string[] {
  return Object.entries(counts).flatMap(([operation, count]) => {
    const { summary, remains }: OperationFacts = operationTable[operation as OperationId];
    return remains === undefined ? [] : [`${grouped(count)} × ${summary}: ${remains}`];
  });
}

/** Every place of a plan. */
export function placesOf({ size }: Plan): Iterable<number> {
  return Array(size).keys();
}

/** The plan, a piece at a time: a project, then its requests. */
export function* planText(plan: Plan, groups: readonly Group[], paint: Paint): Generator<string, void, undefined> {
  for (const { scope, id, places } of groups) {
    yield `${paint("bold", `${scope === "project" ? "Project" : "Organization"} ${id}`)}: ${targetsText(places.length)}\n`;
    for (const place of places) {
      const target = plan.at(place);
      const ids = idsOf(target);
      const path = operationOf(target).path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
      yield `  DELETE ${path}  ${paint("dim", `# line ${plan.lineOf(place)}`)}\n`;
    }
  }
}

/** What was said twice in the file. */
export function duplicatesText({ duplicateCount, duplicates }: Plan): string | undefined {
  if (duplicateCount === 0) return undefined;
  const told = duplicates.map(({ line, firstLine }) => `line ${line} repeats line ${firstLine}`).join(", ");
  const more = duplicateCount > duplicates.length ? `, and ${grouped(duplicateCount - duplicates.length)} more` : "";
  return `${grouped(duplicateCount)} ${duplicateCount === 1 ? "line" : "lines"} left out: ${told}${more}.`;
}

/** "1 target", "2,000 targets". */
export function targetsText(count: number): string {
  return `${grouped(count)} target${count === 1 ? "" : "s"}`;
}

/** The input file can't be used: nothing of it was sent. */
export class InvalidBatchError extends UsageError {
  readonly problems: readonly Problem[];
  readonly problemCount: number;

  constructor({ problems, problemCount }: Extract<Reading, { problems: readonly Problem[] }>) {
    const lines = new Set(problems.map(({ line }) => line)).size;
    const words = problemCount === 1 ? "1 problem" : `${grouped(problemCount)} problems`;
    const first = problemCount > toldAtMost ? ` Here are the first ${toldAtMost}.` : "";
    const secretNote = problems.some(({ text }) => tellsOfSecret(text))
      ? " A secret is named by its id, which its service account shows as `secrets.id`: the file must not hold its value."
      : "";
    super(
      `The input has ${words}; nothing was sent.${first}`,
      `Correct ${lines === 1 ? "the line" : "the lines"} and run the same command again.${secretNote}`,
      problems.map(({ line, text }) => [`line ${line}`, text] as const),
    );
    this.problems = problems;
    this.problemCount = problemCount;
  }
}
