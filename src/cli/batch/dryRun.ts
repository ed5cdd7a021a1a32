/** `--dry-run`: prints the plan, or with `--resume` what is left of it. */
import type { ExitCode } from "../exitCodes.js";
import type { Io } from "../io.js";
import { paintFor, write, writeResult } from "../output.js";
import { titleOf } from "../report.js";
import { createLedger } from "./ledger.js";
import { countsOf, duplicatesText, groupsOf, planText, scopesText, targetsText, warningsOf } from "./planText.js";
import type { Prepared } from "./prepare.js";
import { readResults } from "./resultsFile.js";

/** Prints what a run would send. */
export async function printPlan({ request, plan, facts }: Prepared, json: boolean, io: Io): Promise<ExitCode> {
  const { results, resume } = request;
  const ledger = resume && results !== undefined ? await readResults(results, plan, facts) : createLedger(plan.size);
  const groups = groupsOf(plan, (place) => ledger.isLeft(place));
  const left = groups.reduce((sum, { places }) => sum + places.length, 0);
  const { api, host } = facts;
  const warnings = warningsOf(
    countsOf(
      plan,
      groups.flatMap(({ places }) => places),
    ),
  );
  const first = `DRY RUN. ${targetsText(left)} in ${scopesText(groups) || "no project"} on ${titleOf(api)} at ${host}; nothing was sent.`;
  if (json) {
    const scopes = groups.map(({ scope, id, places }) => ({ scope, id, targets: countsOf(plan, places) }));
    const { size, duplicateCount, duplicates } = plan;
    const document = {
      outcome: "dry-run",
      exitCode: 0,
      api,
      host,
      ...(request.sandbox ? { sandbox: true } : {}),
      targets: size,
      left,
      duplicateCount,
      duplicates,
      scopes,
      warnings,
    };
    await writeResult(io, `${JSON.stringify(document)}\n`, first);
    return 0;
  }
  const paint = paintFor(io.stdout, io.env);
  const repeated = duplicatesText(plan);
  const notes = [...(repeated === undefined ? [] : [repeated]), ...warnings];
  await writeResult(io, `${[first, ...notes].join("\n")}\n\n`, first);
  for (const piece of inPieces(planText(plan, groups, paint))) await write(io.stdout, piece);
  return 0;
}

/** One write for some thousand lines. */
function* inPieces(lines: Iterable<string>): Generator<string, void, undefined> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < 64 * 1024) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
