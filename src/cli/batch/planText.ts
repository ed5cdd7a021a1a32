/** A plan in words: what is asked for confirmation, what `--dry-run` prints, and what is wrong with an input file. */
import { type OperationFacts, servers } from "../../../generated/client.js";
import type { Row } from "../output.js";
import { titleOf } from "../report.js";
import { UsageError } from "../usageError.js";
import { type Entry, type Plan, type Reading, shownAtMost } from "./entries.js";
import type { Problem } from "./input.js";
import type { Prepared } from "./prepare.js";
import { grouped } from "./progress.js";

/** Targets of one project or organization. */
export interface Group {
  readonly scope: OperationFacts["scope"];
  readonly id: string;
  readonly entries: Entry[];
}

/** Entries by project and organization, in the order in which the file names them first. */
export function groupsOf(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const { operation, ids } = entry;
    const id = ids.groupId ?? ids.orgId ?? "";
    const group = groups.get(id) ?? { scope: operation.scope, id, entries: [] };
    group.entries.push(entry);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** The entries that a run has to do. */
export function leftOf({ entries }: Plan): readonly Entry[] {
  return entries.filter(({ known }) => known?.final !== true);
}

/** Number of entries by operation. */
export function countsOf(entries: readonly Entry[]): ReadonlyMap<OperationFacts, number> {
  const counts = new Map<OperationFacts, number>();
  for (const { operation } of entries) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return counts;
}

/** "1 target", "2,000 targets". */
export function targetsText(count: number): string {
  return `${grouped(count)} target${count === 1 ? "" : "s"}`;
}

/** "3 projects and 1 organization". */
export function scopesText(groups: readonly Group[]): string {
  const words = (["project", "organization"] as const).flatMap((scope) => {
    const count = groups.filter((group) => group.scope === scope).length;
    return count === 0 ? [] : [`${grouped(count)} ${scope}${count === 1 ? "" : "s"}`];
  });
  return words.join(" and ") || "no project";
}

/** What stays alive although these targets are gone: a sentence for each operation that leaves something. */
export function remainsOf(entries: readonly Entry[]): readonly string[] {
  return [...countsOf(entries)].flatMap(([{ summary, remains }, count]) =>
    remains === undefined ? [] : [`${grouped(count)} × ${summary}: ${remains}`],
  );
}

/** What stands twice in the file. */
export function duplicatesText({ duplicateCount, duplicates }: Plan): string | undefined {
  if (duplicateCount === 0) return undefined;
  const told = duplicates.map(({ line, firstLine }) => `line ${line} repeats line ${firstLine}`).join(", ");
  const more = duplicateCount > duplicates.length ? `, and ${grouped(duplicateCount - duplicates.length)} more` : "";
  return `${grouped(duplicateCount)} ${duplicateCount === 1 ? "line" : "lines"} left out: ${told}${more}.`;
}

/** What a batch is about to do, in rows: how many, where, on which API, and what deserves a second look. */
export function planRows({ plan, facts, request }: Prepared, signer: string, ownClientId?: string): Row[] {
  const left = leftOf(plan);
  const usual = servers[facts.api].origin;
  const own = left.filter(({ ids }) => ownClientId !== undefined && ids.clientId === ownClientId).length;
  const repeated = duplicatesText(plan);
  const note = (holds: boolean, text: string): Row[] => (holds ? [["Note", text, "yellow"]] : []);
  return [
    [
      "Targets",
      `${targetsText(left.length)} in ${scopesText(groupsOf(left))}${request.resume ? `, of ${targetsText(plan.entries.length)}` : ""}`,
    ],
    ...[...countsOf(left)].map(([{ summary }, count]): Row => ["", `${grouped(count)} × ${summary}`]),
    ...remainsOf(left).map((text): Row => ["Warning", text, "yellow"]),
    ["API", `${titleOf(facts.api)} at ${facts.host}`],
    ["Signed with", signer],
    ...(own === 0
      ? []
      : [
          [
            "Warning",
            `${targetsText(own)} belong to the service account that signs: they are sent last.`,
            "yellow",
          ] as const,
        ]),
    ...(repeated === undefined ? [] : [["Duplicates", repeated] as const]),
    ...note(facts.host !== usual, `This is another server than ${usual}.`),
    ...note(request.missingOk, "What does not exist will count as gone (--missing-ok)."),
    ...note(
      request.results === undefined && !request.dryRun,
      "Without --results nothing is left to go on from after a crash.",
    ),
  ];
}

/** Why an input file can't be used: nothing of it was sent. */
export function invalidBatch(read: Extract<Reading, { problems: readonly Problem[] }>): UsageError {
  const { problems, problemCount } = read;
  const lines = new Set(problems.map(({ line }) => line)).size;
  const words = problemCount === 1 ? "1 problem" : `${grouped(problemCount)} problems`;
  const first = problemCount > shownAtMost ? ` Here are the first ${shownAtMost}.` : "";
  const secretNote = problems.some(({ secret }) => secret)
    ? " A secret is named by its id, which its service account shows as `secrets.id`: the file must not hold its value."
    : "";
  return new UsageError(
    `The input has ${words}; nothing was sent.${first}`,
    `Correct ${lines === 1 ? "the line" : "the lines"} and run the same command again.${secretNote}`,
    problems.map(({ line, text }) => [`line ${line}`, text] as const),
    { problemCount, problems },
  );
}
