/** A report for people: first what is known about the credential, then the facts, then what to do next. */
import { formatRows, type Paint, type Row, type Style, wrap } from "./output.js";
import { type Failure, type Report, type Target, titleOf } from "./report.js";
import { flagOf } from "./words.js";

/** The lines of a report; `first` says it all in one. */
export function reportAsText(report: Report, paint: Paint, width: number): { first: string; text: string } {
  const [word, rest, style] = headline(report);
  const rows = report.kind === "printed" ? [] : factsOf(report);
  const body =
    report.kind === "printed" ? requestText(report) : rows.length === 0 ? "" : `\n${formatRows(rows, paint, width)}`;
  const first = `${word} ${rest}`;
  const shown = paint("bold", paint(style, word)) + wrap(first, width).join("\n").slice(word.length);
  return { first, text: `${shown}\n${body}` };
}

/** What an operation is aimed at, for a report and for the question before it. */
export function targetRows({ operation, api, host, ids }: Target): readonly Row[] {
  return [
    ...(operation === undefined ? [] : [["Operation", operation.summary] as const]),
    ...(host === undefined ? [] : [["API", `${titleOf(api)} at ${host}`] as const]),
    ...Object.entries(ids ?? {}).map(([name, id]) => [flagOf(name), id] as const),
  ];
}

function headline(report: Report): readonly [word: string, rest: string, style: Style] {
  const where = report.sandbox === true ? " In the sandbox: nothing real was touched." : "";
  switch (report.kind) {
    case "gone": {
      const { outcome, status } = report.revocation;
      const what = report.operation?.summary ?? "";
      const title = report.sandbox === true ? "the sandbox" : titleOf(report.api);
      return outcome !== "already-gone"
        ? [`${outcome.toUpperCase()}.`, `${what}: confirmed by ${title} with HTTP ${status}.${where}`, "green"]
        : ["ALREADY GONE.", `${what}: ${title} knows no such credential, HTTP ${status}.${where}`, "green"];
    }
    case "printed":
      return ["DRY RUN.", "This request would be sent; nothing was sent.", "bold"];
    case "failed": {
      const { failure } = report;
      const [word, style] = failureWord(failure);
      return [word, `${failure.known ?? failure.happened}${where}`, style];
    }
  }
}

function failureWord({ outcome, interrupted }: Failure): readonly [word: string, style: Style] {
  if (interrupted) return ["INTERRUPTED.", "yellow"];
  switch (outcome) {
    case "refused":
      return ["REFUSED.", "red"];
    case "not-sent":
      return ["NOT SENT.", "red"];
    case "unknown":
      return ["UNKNOWN.", "yellow"];
  }
}

function factsOf(report: Exclude<Report, { kind: "printed" }>): readonly Row[] {
  const target = targetRows(report);
  if (report.kind === "failed") {
    const { happened, details, known, status, attempts, requests, nextStep } = report.failure;
    return [
      ...(known === undefined ? details : [["What", happened] as const, ...target]),
      ...countRows(status, attempts, requests),
      ...(nextStep === undefined ? [] : [["Next", nextStep, "bold"] as const]),
    ];
  }
  const { status, attempts, requests, warnings, outcome } = report.revocation;
  const next =
    report.sandbox === true
      ? "For the real thing leave --sandbox out, set credentials and give --api and the ids; see --help."
      : outcome === "already-gone"
        ? "Check the ids above if you expected the credential to be there."
        : undefined;
  return [
    ...target,
    ...countRows(status, attempts, requests),
    ...warnings.map((warning) => ["Warning", warning, "yellow"] as const),
    ...(next === undefined ? [] : [["Next", next] as const]),
  ];
}

function countRows(status: number | undefined, attempts = 0, requests = 0): readonly Row[] {
  const others = requests > attempts ? ", challenge or token included" : "";
  const counts = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}, ${requests} HTTP ${requests === 1 ? "request" : "requests"}${others}`;
  return [
    ...(status === undefined ? [] : [["Status", `HTTP ${status}`] as const]),
    ...(requests === 0 ? [] : [["Sent", counts] as const]),
  ];
}

function requestText({ request, credential }: Extract<Report, { kind: "printed" }>): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\n`);
  const signature =
    credential === undefined
      ? "There are no credentials yet: the real run would be refused."
      : `It would be signed with the ${credential}; that header is left out here.`;
  return `\n${request.method} ${request.url}\n${headers.join("")}\n${signature}\n`;
}
