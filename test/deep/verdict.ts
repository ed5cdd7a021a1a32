/** Compares how a call ended with the server's own record of what it did and said. */
import { inspect } from "node:util";
import { operationTable } from "../../generated/client.js";
import type { RevokeEvent } from "../../src/index.js";
import type { Result } from "../faults/expected.js";
import type { Library } from "../faults/suite.js";
import { type CallPlan, type ClientPlan, canary } from "./plan.js";
import type { CallRecord, Exchange } from "./world.js";

/** What is known when a call has ended. */
export interface Ended {
  readonly client: ClientPlan;
  readonly call: CallPlan;
  readonly result: Result;
  readonly record: CallRecord;
  readonly events: readonly RevokeEvent[];
  /** What the caller aborted with, if it did before the call ended. */
  readonly aborted: unknown;
  readonly tookMs: number;
}

/** Everything that is wrong with how a call ended; nothing, usually. */
export function judge(library: Library, ended: Ended): string[] {
  const { call, result, tookMs } = ended;
  const problems = "error" in result ? judgeError(library, ended, result.error) : judgeValue(ended, result.value);
  if (tookMs > call.timeoutMs + 9_000) problems.push(`hang: took ${Math.round(tookMs)} ms`);
  return [...problems, ...judgeEvents(ended)];
}

function judgeValue(ended: Ended, value: Readonly<Record<string, unknown>>): string[] {
  const { call, record } = ended;
  const { exchanges, exists, deleted } = record;
  const last = exchanges.at(-1);
  if (call.badId !== undefined) return [`false success: the id ${call.badId} was invalid`];
  const problems: string[] = [];
  const wrong = (what: string): number => problems.push(`false success: ${value.outcome}, but ${what}`);
  if (exists) wrong("it is still there");
  if (value.outcome === operationTable[call.operationId].effect) {
    if (last?.authorized !== true || last.says !== "confirmed" || !deleted) wrong(`the server said ${last?.says}`);
  } else if (value.outcome === "already-gone") {
    if (last?.authorized !== true || last.says !== "gone") wrong(`the server said ${last?.says}`);
    const doubted = exchanges.slice(0, -1).some(isDoubt) || unseen(ended, value) > 0;
    if (!doubted && !call.missingOk) wrong("nothing explains why");
  } else wrong("there is no such outcome");
  if (value.status !== last?.means) problems.push(`status ${inspect(value.status)} instead of ${last?.means}`);
  if (unseen(ended, value) < 0) problems.push("fewer requests counted than sent");
  return problems;
}

/** Requests that left and that the server never read: it had closed their connection. */
function unseen({ events, record }: Ended, { requests }: { readonly requests?: unknown }): number {
  const grants = events.filter(({ type }) => type === "grant").length;
  return Number(requests) - grants - record.exchanges.length;
}

/** An exchange after which the server may or may not have deleted. */
function isDoubt({ carried, says }: Exchange): boolean {
  return carried && (says === "doubt" || says === "lost");
}

function judgeError(library: Library, ended: Ended, error: unknown): string[] {
  const { client, call, record, aborted } = ended;
  const { exchanges, deleted } = record;
  if (!library.isRevokeError(error)) return [`a bare exception: ${inspect(error)}`];
  const problems = leaksOf(error).map((where) => `leak in ${where}`);
  const last = exchanges.at(-1);
  const { outcome } = error;
  if (call.badId !== undefined) {
    const named = error instanceof library.InvalidParameterError && error.parameter === call.badId;
    if (!named || outcome !== "not-sent") problems.push(`a bad ${call.badId} became ${error.name}: ${error.message}`);
    return problems;
  }
  if (deleted && outcome !== "unknown") problems.push(`false refusal: ${outcome}, but this call deleted`);
  if (outcome === "not-sent" && exchanges.some(({ authorized }) => authorized))
    problems.push("not-sent, but it was sent");
  if (outcome === "refused" && !exchanges.some(({ says }) => says === "refused" || says === "gone"))
    problems.push("refused, but the server refused nothing");
  if (error instanceof library.CancelledError) {
    if (aborted === undefined || error.cause !== aborted) problems.push("cancelled without the caller's reason");
    return problems;
  }
  if (error instanceof library.TimeoutError) {
    if (call.timeoutMs > 1_000) problems.push("hang: a call with all the time in the world timed out");
    return problems;
  }
  const lost = unseen(ended, error);
  if (lost < 0) problems.push("fewer requests counted than sent");
  if (lost > 0 && error instanceof library.ConnectionError) return problems;
  // A response to a request without credentials that is not an error proves nothing either way.
  const odd = error instanceof library.UnexpectedResponseError && last?.says === "doubt";
  if (outcome === "unknown" && !odd && !exchanges.some(isDoubt) && lost === 0)
    problems.push("unknown, but the server left no doubt");
  if (last?.says === "confirmed") problems.push(`${error.name}, but the server had confirmed`);
  if (last?.says === "lost" && !(error instanceof library.ConnectionError || error instanceof library.TokenError))
    problems.push(`${error.name}, but there was no response`);
  if (error instanceof library.ApiError && error.status !== last?.means)
    problems.push(`status ${error.status} instead of ${last?.means}`);
  if (error instanceof library.TokenError && client.credential === "digest")
    problems.push("a token error without tokens");
  return problems;
}

/** Where an error shows a marked secret, in any way in which people look at errors. */
export function leaksOf(error: Error): string[] {
  const views: Readonly<Record<string, string>> = {
    message: error.message,
    stack: String(error.stack),
    JSON: JSON.stringify(error),
    inspect: inspect(error, { showHidden: true, depth: 8, getters: true }),
  };
  return Object.entries(views).flatMap(([where, text]) => (text.includes(canary) ? [where] : []));
}

function judgeEvents({ call, events, result }: Ended): string[] {
  const problems: string[] = [];
  if (JSON.stringify(events).includes(canary)) problems.push("leak in an event");
  if (call.badId !== undefined) return problems;
  const outcomes = events.filter((event) => event.type === "outcome").map((event) => event.outcome);
  const said = Object("error" in result ? result.error : result.value).outcome;
  if (outcomes.length !== 1 || outcomes[0] !== said) {
    problems.push(`events reported ${outcomes.join() || "no outcome"}, the call ${inspect(said)}`);
  }
  return problems;
}
