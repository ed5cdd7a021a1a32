/** `verify`: looks whether a credential is gone, by its ids, by a batch's results, or by trying a leaked secret. */
import { operationTable } from "../../generated/client.js";
import { isRevokeError } from "../index.js";
import { look } from "./batch/look.js";
import { readFromResults } from "./batch/prepare.js";
import { commands } from "./commands.js";
import { type Connection, connect, readConnection, runFacts } from "./connection.js";
import { recordText } from "./evidenceText.js";
import { execute, type Run } from "./execute.js";
import type { ExitCode } from "./exitCodes.js";
import { failureOf } from "./failure.js";
import { type GivenFlags, single } from "./flags.js";
import type { Io } from "./io.js";
import { idArguments } from "./names.js";
import { formatRows, paintFor, type Row, type Style, widthOf, writeResult } from "./output.js";
import type { Target } from "./report.js";
import { remainsRows, targetRows } from "./reportText.js";
import { checkedIds, readIds, requireTarget } from "./target.js";
import { UsageError } from "./usageError.js";
import { tryLeaked } from "./verifyLeaked.js";

/** How a look ended. */
export interface Verdict {
  /** `unassigned` and `not-listed`: out of a project's list, and alive in its organization all the same. */
  readonly state: "gone" | "unassigned" | "not-listed" | "still-there" | "unknown";
  readonly sentence: string;
  readonly target: Target;
  readonly rows: readonly Row[];
  /** What JSON says besides. */
  readonly facts?: object;
}

/** Looks at what was asked for. */
export async function verifyCommand(command: string, given: GivenFlags, io: Io): Promise<ExitCode> {
  return await execute(io, given.json === true, {}, async (run) => {
    const connection = readConnection(given);
    const [results, leaked] = [single(given, "results"), single(given, "leaked")];
    if ([command || undefined, results, leaked].filter((each) => each !== undefined).length !== 1) {
      const ways = `${Object.values(commands).join(", ")} with its ids; --results FILE; --leaked FILE`;
      throw new UsageError(`verify needs one of these: ${ways}.`);
    }
    if (results !== undefined) return await print(await lookAtResults(results, connection, run), run);
    if (leaked !== undefined) return await print(await tryLeaked(leaked, given, connection, run), run);
    return await print(await lookAtTarget(command, given, connection, run), run);
  });
}

async function lookAtTarget(command: string, given: GivenFlags, connection: Connection, run: Run): Promise<Verdict> {
  const operation = Object.values(operationTable).find(({ operationId }) => commands[operationId] === command);
  if (operation === undefined) throw new TypeError("the command line was not checked");
  const typed = readIds(operation, given);
  const api = requireTarget(operation, typed, connection.api, "or give --results FILE or --leaked FILE");
  const ids = checkedIds(operation, typed);
  const { client, ...access } = await connect(connection, api, run);
  const target: Target = { operation, ids, ...access };
  try {
    const found = await client.verify(operation.operationId, ids as never, { signal: run.signal });
    if (found.state === "absent") {
      return {
        state: operation.effect === "deleted" ? "gone" : "unassigned",
        sentence: "The list was read whole, and this is not in it.",
        target,
        rows: remainsRows(target),
      };
    }
    const { record } = found;
    return {
      state: "still-there",
      sentence: "It is listed.",
      target,
      rows: [["Listed as", recordText(record)]],
      facts: { record },
    };
  } catch (error) {
    return unread("The list could not be read, which says nothing about the credential.", error, target, run);
  }
}

async function lookAtResults(path: string, connection: Connection, run: Run): Promise<Verdict> {
  const { facts, reading } = await readFromResults(path);
  if (facts === undefined || "problems" in reading) throw new UsageError("The results file names no target yet.");
  const { api, host } = facts;
  if (connection.api !== undefined && connection.api !== api)
    throw new UsageError(`The results file is of --api ${api}.`);
  const { client, ...target } = await connect({ ...connection, baseUrl: connection.baseUrl ?? host }, api, run);
  const found = [...(await look(client, reading.entries, true))];
  const count = (state: string): number => found.filter(([, each]) => each.state === state).length;
  const [gone, stillThere, unknown] = [count("absent"), count("present"), count("unread")];
  const notGone = found.filter(([, { state }]) => state !== "absent");
  const allDead = reading.entries.every(({ operation }) => operation.effect === "deleted");
  return {
    state: unknown > 0 ? "unknown" : stillThere > 0 ? "still-there" : allDead ? "gone" : "not-listed",
    sentence: `${found.length} looked for: ${gone} no longer listed, ${stillThere} still there, ${unknown} could not be read.`,
    target,
    rows: notGone.map(([{ operation, ids }, { state, text }]) => {
      return [
        state,
        `${commands[operation.operationId]} ${idArguments(ids)}${text === "" ? "" : `: ${text}`}`,
        "yellow",
      ];
    }),
    facts: {
      gone,
      stillThere,
      unknown,
      notGone: notGone.map(([{ operation, ids }, each]) => ({ operation: operation.operationId, ...ids, ...each })),
    },
  };
}

/** What could not be found out, and what to do next. */
export function unread(sentence: string, error: unknown, target: Target, { signal }: Run): Verdict {
  if (!isRevokeError(error) || error.code === "INVALID_PARAMETER" || signal.aborted) throw error;
  const { summary, nextStep, error: facts } = failureOf(error, target);
  const rows: readonly Row[] = [["What", summary], ...(nextStep === undefined ? [] : [["Next", nextStep] as const])];
  return { state: "unknown", sentence, target, rows, facts: { error: facts } };
}

const words: Readonly<Record<Verdict["state"], readonly [word: string, style: Style, exitCode: ExitCode]>> = {
  gone: ["GONE.", "green", 0],
  unassigned: ["UNASSIGNED.", "green", 0],
  "not-listed": ["NOT LISTED.", "green", 0],
  "still-there": ["STILL THERE.", "red", 1],
  unknown: ["UNKNOWN.", "yellow", 3],
};

async function print({ state, sentence, target, rows, facts }: Verdict, { io, json }: Run): Promise<ExitCode> {
  const [word, style, exitCode] = words[state];
  const { operation, api, host, ids, credential } = target;
  const common = {
    outcome: state,
    exitCode,
    operationId: operation?.operationId,
    ...runFacts(api, host, credential),
    ids,
  };
  const document = { ...common, checkedAt: new Date().toISOString(), remains: operation?.remains, ...facts };
  const paint = paintFor(io.stdout, io.env);
  const table = formatRows([...targetRows(target), ...rows], paint, widthOf(io.stdout));
  const text = `${paint("bold", paint(style, word))} ${sentence}\n\n${table}`;
  await writeResult(io, json ? `${JSON.stringify(document)}\n` : text, `${word} ${sentence}`);
  return exitCode;
}
