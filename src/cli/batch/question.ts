/** What people are told before a batch is sent. */
import { servers } from "../../../generated/client.js";
import type { Credential } from "../credentials.js";
import type { Io } from "../io.js";
import { formatRows, paintFor, widthOf, write } from "../output.js";
import { titleOf } from "../report.js";
import {
  countsOf,
  duplicatesText,
  type Group,
  groupsOf,
  operationRows,
  scopesText,
  targetsText,
  warningsOf,
} from "./planText.js";
import type { Prepared } from "./prepare.js";
import type { Results } from "./resultsFile.js";

/** What the question is about: how many, where, on which API, as whom. */
export function question(
  { plan, facts, request }: Prepared,
  early: Results | undefined,
  { description }: Credential,
  io: Io,
): string {
  const paint = paintFor(io.stderr, io.env);
  const groups: readonly Group[] = groupsOf(plan, (place) => early?.ledger.isLeft(place) ?? true);
  const places = groups.flatMap((group) => group.places);
  const usual = servers[facts.api].origin;
  const repeated = duplicatesText(plan);
  const rows = formatRows(
    [
      [
        "Targets",
        `${targetsText(places.length)} in ${scopesText(groups)}${request.resume ? `, of ${targetsText(plan.size)}` : ""}`,
      ],
      ...operationRows(countsOf(plan, places)).map((row) => ["", row] as const),
      ...warningsOf(countsOf(plan, places)).map((text) => ["Warning", text, "yellow"] as const),
      ["API", `${titleOf(facts.api)} at ${facts.host}`],
      ["Signed with", description],
      ...(repeated === undefined ? [] : [["Duplicates", repeated] as const]),
      ...(facts.host === usual ? [] : [["Note", `This is another server than ${usual}.`, "yellow"] as const]),
      ...(request.missingOk
        ? [["Note", "What does not exist will count as gone (--missing-ok).", "yellow"] as const]
        : []),
      ...(request.results === undefined
        ? [["Note", "Without --results nothing is left to go on from after a crash.", "yellow"] as const]
        : []),
    ],
    paint,
    widthOf(io.stderr),
  );
  return `${paint("bold", "About to revoke:")}\n\n${rows}`;
}

/** Says what begins, where no question did. */
export async function tellStart({ plan, facts, request }: Prepared, left: number, io: Io): Promise<void> {
  const repeated = duplicatesText(plan);
  if (repeated !== undefined && request.yes) await write(io.stderr, `${repeated}\n`);
  const done = plan.size - left;
  if (done > 0) await write(io.stderr, `${targetsText(done)} settled by earlier runs; ${targetsText(left)} left.\n`);
  if (request.yes && left > 0) {
    await write(io.stderr, `Revoking ${targetsText(left)} on ${titleOf(facts.api)} at ${facts.host}.\n`);
  }
}
