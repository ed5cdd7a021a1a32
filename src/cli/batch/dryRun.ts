/** `--dry-run`: prints the plan, or with `--resume` what is left of it; with `--verify` what of it exists. */
import type { ExitCode } from "../exitCodes.js";
import type { Io } from "../io.js";
import { paintFor, write, writeResult } from "../output.js";
import { titleOf } from "../report.js";
import type { Entry } from "./entries.js";
import type { Found } from "./look.js";
import { countsOf, duplicatesText, groupsOf, leftOf, remainsOf, scopesText, targetsText } from "./planText.js";
import type { Prepared } from "./prepare.js";

/** Prints what a run would send. `found` is what a look found, if there was one. */
export async function printPlan(
  { plan, facts }: Prepared,
  found: ReadonlyMap<Entry, Found> | undefined,
  json: boolean,
  io: Io,
): Promise<ExitCode> {
  const left = leftOf(plan);
  const groups = groupsOf(left);
  const { api, host } = facts;
  const first = `DRY RUN. ${targetsText(left.length)} in ${scopesText(groups)} on ${titleOf(api)} at ${host}; nothing was sent.`;
  const remains = remainsOf(left);
  const looked = found === undefined ? undefined : countFound(left, found);
  if (json) {
    const scopes = groups.map(({ scope, id, entries }) => {
      const counts = [...countsOf(entries)].map(([{ operationId }, count]) => [operationId, count]);
      return { scope, id, targets: Object.fromEntries(counts) };
    });
    const { entries, duplicateCount, duplicates } = plan;
    const document = {
      outcome: "dry-run",
      exitCode: 0,
      api,
      host,
      targets: entries.length,
      left: left.length,
      duplicateCount,
      duplicates,
      scopes,
      remains,
      looked,
    };
    await writeResult(io, `${JSON.stringify(document)}\n`, first);
    return 0;
  }
  const paint = paintFor(io.stdout, io.env);
  const { present, absent, unread } = looked ?? {};
  const notes = [
    duplicatesText(plan),
    ...remains,
    looked && `Looked: ${present} listed, ${absent?.length} not listed, ${unread?.length} could not be read.`,
  ].filter((text) => text !== undefined);
  await writeResult(io, `${[first, ...notes].join("\n")}\n\n`, first);
  for (const { scope, id, entries } of groups) {
    const title = paint("bold", `${scope === "project" ? "Project" : "Organization"} ${id}`);
    const lines = entries.map((entry) => {
      const { operation, ids } = entry;
      const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
      return `  DELETE ${path}  ${paint("dim", `# line ${entry.line}`)}${foundText(found?.get(entry))}\n`;
    });
    await write(io.stdout, `${title}: ${targetsText(entries.length)}\n${lines.join("")}`);
  }
  return 0;
}

function foundText(found: Found | undefined): string {
  if (found === undefined) return "";
  const { state, text } = found;
  const words = { present: "listed", absent: "NOT LISTED", unread: "could not be read" }[state];
  return `  ${words}${text === "" ? "" : `: ${text}`}`;
}

/** How many are listed, and the lines of those that are not. */
function countFound(entries: readonly Entry[], found: ReadonlyMap<Entry, Found>) {
  const linesOf = (state: Found["state"]): number[] =>
    entries.flatMap((entry) => (found.get(entry)?.state === state ? [entry.line] : []));
  return { present: linesOf("present").length, absent: linesOf("absent"), unread: linesOf("unread") };
}
