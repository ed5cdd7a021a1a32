/** A report for people: first what is known about the credential, then the facts, then what to do next. */
import { packageVersion } from "../../generated/version.js";
import type { Revocation } from "../index.js";
import { signerText } from "./credentials.js";
import { evidenceRows } from "./evidenceText.js";
import type { Failure } from "./failure.js";
import { flagOf, programName } from "./names.js";
import { formatRows, type Paint, type Row, type Style, wrap } from "./output.js";
import { type Report, type Target, titleOf } from "./report.js";

/** The first word of a result, by its outcome. */
export const outcomeWords: Readonly<
  Record<Revocation["outcome"] | Failure["outcome"], readonly [word: string, style: Style]>
> = {
  deleted: ["DELETED.", "green"],
  unassigned: ["UNASSIGNED.", "green"],
  "already-gone": ["ALREADY GONE.", "green"],
  refused: ["REFUSED.", "red"],
  "not-sent": ["NOT SENT.", "red"],
  unknown: ["UNKNOWN.", "yellow"],
};

/** The lines of a report; `first` says it all in one. */
export function reportAsText(report: Report, paint: Paint, width: number): { first: string; text: string } {
  const [word, style, sentence] = headline(report);
  const where = report.sandbox === true ? " In the sandbox: nothing real was touched." : "";
  const first = `${word} ${sentence}${where}`;
  const shown = paint("bold", paint(style, word)) + wrap(first, width).join("\n").slice(word.length);
  const rows = rowsOf(report);
  const request = report.kind === "printed" ? `\n${requestText(report.request)}` : "";
  return { first, text: `${shown}\n${request}${rows.length === 0 ? "" : `\n${formatRows(rows, paint, width)}`}` };
}

/** What an operation is aimed at, for a report and for the question before it. */
export function targetRows({ operation, api, host, ids, credential }: Target): readonly Row[] {
  return [
    ...(operation === undefined ? [] : [["Operation", operation.summary] as const]),
    ...(host === undefined ? [] : [["API", `${titleOf(api)} at ${host}`] as const]),
    ...Object.entries(ids ?? {}).map(([name, id]) => [flagOf(name), id] as const),
    ...(credential === undefined ? [] : [["Signed with", signerText(credential)] as const]),
  ];
}

/** What stays alive after a success. */
export function remainsRows({ operation }: Target): readonly Row[] {
  return operation?.remains === undefined ? [] : [["Remains", operation.remains, "yellow"]];
}

function headline(report: Report): readonly [word: string, style: Style, sentence: string] {
  if (report.kind === "printed") return ["DRY RUN.", "bold", "This request would be sent; nothing was sent."];
  if (report.kind === "failed") {
    const { outcome, interrupted, known, summary } = report.failure;
    return [
      ...outcomeWords[outcome],
      interrupted && known !== undefined ? `Interrupted. ${known}` : (known ?? summary),
    ];
  }
  const { outcome, status, remains } = report.revocation;
  const title = report.sandbox === true ? "the sandbox" : titleOf(report.api);
  const how = outcome === "already-gone" ? `${title} has no such credential` : `confirmed by ${title}`;
  const alive = remains === undefined ? "" : " The credential itself stays alive.";
  return [...outcomeWords[outcome], `${report.operation?.summary}: ${how}, HTTP ${status}.${alive}`];
}

function rowsOf(report: Report): readonly Row[] {
  const { credential } = report;
  switch (report.kind) {
    case "printed": {
      const signer = credential === undefined ? "no credentials: the real run needs some" : signerText(credential);
      return [["Signed with", signer], ...remainsRows(report)];
    }
    case "failed": {
      const { summary, details, known, nextStep } = report.failure;
      return [
        ...(known === undefined ? details : [["What", summary] as const, ...targetRows(report)]),
        ...triedRows(report.failure),
        ...(nextStep === undefined ? [] : [["Next", nextStep, "bold"] as const]),
      ];
    }
    case "done": {
      const { status, confirmedAt, warnings, evidence } = report.revocation;
      const next = "For the real thing leave --sandbox out, set credentials and give --api and the ids; see --help.";
      return [
        ...targetRows(report),
        ["Confirmed", `HTTP ${status}, ${confirmedAt}, ${programName} ${packageVersion}`],
        ...evidenceRows(evidence),
        ...remainsRows(report),
        ...triedRows(report.revocation),
        ...warnings.map((warning) => ["Warning", warning, "yellow"] as const),
        ...(report.sandbox === true ? [["Next", next] as const] : []),
      ];
    }
  }
}

/** Attempts and requests are two things: an attempt whose connection never came up is not a request. */
function triedRows({
  outcome,
  attempts,
  requests,
}: Pick<Failure, "attempts" | "requests"> & { outcome: string }): readonly Row[] {
  if (attempts + requests === 0) return [];
  const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
  const left = requests === 0 ? "no HTTP request left this machine" : count(requests, "HTTP request");
  const others = requests > attempts ? "; challenge, token and looks are included" : "";
  const none = outcome === "not-sent" && requests > 0 ? "; none was a DELETE with credentials" : others;
  return [["Tried", `${count(attempts, "attempt")}, ${left}${none}`]];
}

function requestText({ method, url, headers }: { method: string; url: string; headers: object }): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  return `${method} ${url}\n${lines.join("")}`;
}
