/** The connection breaks, stalls or drips: before, during and after the head and the body. */
import { apiError, deleted, envelopedDeleted, gone, head, json } from "../answers.js";
import type { Step } from "../rawServer.js";
import type { Expected, FaultCase } from "../suite.js";

const lost: Expected = { error: "ConnectionError", outcome: "unknown" };
const unreadable: Expected = { error: "UnexpectedResponseError", outcome: "unknown", status: 200 };
const timedOut: Expected = { error: "TimeoutError", outcome: "unknown" };
const halfHead = "HTTP/1.1 204 No Con";
const openHead = "HTTP/1.1 204 No Content\r\nDate: today\r\n";
const halfBody = `${head(200, { "Content-Type": "application/json", "Content-Length": "14" })}{"status"`;

/** A case for a reset and one for a close. */
function broken(when: string, before: readonly Step[], expected: Expected): FaultCase[] {
  // Bytes that a reset overtakes are lost: it waits until they have arrived.
  const settle: readonly Step[] = before.length === 0 ? [] : [...before, 20];
  return [
    { name: `a reset ${when}`, scripts: [[...settle, "reset"]], expected },
    { name: `a close ${when}`, scripts: [[...settle, "end"]], expected },
  ];
}

/** An answer in pieces of `size` bytes, one each `ms` milliseconds. */
function dripped(answer: string, size: number, ms: number): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < answer.length; at += size) steps.push(answer.slice(at, at + size), ms);
  return [...steps, "end"];
}

const breaks: readonly FaultCase[] = [
  ...broken("before the answer leaves the outcome unknown", [], lost),
  ...broken("within the status line leaves the outcome unknown", [halfHead], lost),
  ...broken("within the headers leaves the outcome unknown", [openHead], lost),
  ...broken(
    "between a 200's head and body leaves the outcome unknown",
    [head(200, { "Content-Length": "14" })],
    unreadable,
  ),
  ...broken("within a 200's body leaves the outcome unknown", [halfBody], unreadable),
  ...broken(
    "within a 200's chunk leaves the outcome unknown",
    [`${head(200, { "Transfer-Encoding": "chunked" })}e\r\n{"sta`],
    unreadable,
  ),
  ...broken(
    "between a 200's chunks leaves the outcome unknown",
    [`${head(200, { "Transfer-Encoding": "chunked" })}3\r\n{"s\r\n`],
    unreadable,
  ),
  ...broken(
    "before a 200's first chunk leaves the outcome unknown",
    [head(200, { "Transfer-Encoding": "chunked" })],
    unreadable,
  ),
  ...broken("after a 204 changes nothing about it", [head(204)], { outcome: "revoked", status: 204 }),
  ...broken("within a 404's body leaves a refusal", [json(404, apiError(404, "RESOURCE_NOT_FOUND")).slice(0, -20)], {
    error: "NotFoundError",
    outcome: "refused",
    status: 404,
  }),
  ...broken(
    "within a 500's body leaves the outcome unknown",
    [json(500, apiError(500, "UNEXPECTED_ERROR")).slice(0, -20)],
    { error: "ServerError", outcome: "unknown", status: 500 },
  ),
  {
    name: "a 404 that was cut off never reads as already gone",
    scripts: [[json(404, apiError(404, "RESOURCE_NOT_FOUND")).slice(0, -1), 20, "end"]],
    options: { missingOk: true },
    expected: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
];

const stalls: readonly FaultCase[] = [
  { name: "silence ends at the deadline", scripts: [["silence"]], options: { timeoutMs: 300 }, expected: timedOut },
  {
    name: "silence within the headers ends at the deadline",
    scripts: [[openHead, "silence"]],
    options: { timeoutMs: 300 },
    expected: timedOut,
  },
  {
    name: "silence within the body ends at the deadline",
    scripts: [[halfBody, "silence"]],
    options: { timeoutMs: 300 },
    expected: timedOut,
  },
  {
    name: "silence after a body of unknown length ends at the deadline",
    scripts: [[head(200), "silence"]],
    options: { timeoutMs: 300 },
    expected: timedOut,
  },
  {
    name: "headers that never end run into the deadline",
    scripts: [
      ["HTTP/1.1 204 No Content\r\n", ...Array.from({ length: 200 }, (_, index) => [`X-${index}: x\r\n`, 10]).flat()],
    ],
    options: { timeoutMs: 300 },
    expected: timedOut,
  },
  {
    name: "a body that drips for too long runs into the deadline",
    scripts: [[head(200), ...Array.from({ length: 200 }, () => [" ", 10]).flat()]],
    options: { timeoutMs: 300 },
    expected: timedOut,
  },
  {
    name: "a dripping 204 that is whole in time is believed",
    scripts: [dripped(head(204), 4, 2)],
    expected: { outcome: "revoked", status: 204 },
  },
  {
    name: "a dripping envelope that is whole in time is believed",
    scripts: [dripped(envelopedDeleted, 8, 2)],
    envelopes: [true],
    expected: { outcome: "revoked", status: 204 },
  },
  {
    name: "an abort during silence cancels",
    scripts: ({ abort }) => [[20, abort, "silence"]],
    expected: { error: "CancelledError", outcome: "unknown" },
  },
  {
    name: "an abort within the headers cancels",
    scripts: ({ abort }) => [[openHead, 20, abort, "silence"]],
    expected: { error: "CancelledError", outcome: "unknown" },
  },
  {
    name: "an abort within the body cancels",
    scripts: ({ abort }) => [[halfBody, 20, abort, "silence"]],
    expected: { error: "CancelledError", outcome: "unknown" },
  },
  {
    name: "an abort while waiting to retry a 429 cancels",
    scripts: ({ abort }) => [[json(429, apiError(429, "RATE_LIMITED"), { "Retry-After": "3" }), 40, abort, "end"]],
    options: { maxRetries: 1 },
    expected: { error: "CancelledError", outcome: "refused" },
  },
  {
    name: "an abort while waiting to retry a 503 leaves the outcome unknown",
    scripts: ({ abort }) => [[json(503, apiError(503, "DOWN"), { "Retry-After": "3" }), 40, abort, "end"]],
    options: { maxRetries: 1 },
    expected: { error: "CancelledError", outcome: "unknown" },
  },
];

const retries: readonly FaultCase[] = [
  {
    name: "a lost answer is tried again",
    scripts: [["reset"], deleted],
    options: { maxRetries: 1 },
    expected: { outcome: "revoked", status: 204, attempts: 2 },
  },
  {
    name: "a lost answer and then not found means already gone",
    scripts: [["end"], gone],
    options: { maxRetries: 1 },
    expected: { outcome: "already-gone", status: 404, attempts: 2 },
  },
  {
    name: "a lost answer and then a refusal leaves the outcome unknown",
    scripts: [["reset"], [json(403, apiError(403, "FORBIDDEN")), "end"]],
    options: { maxRetries: 1 },
    expected: { error: "PermissionError", outcome: "unknown", status: 403, attempts: 2 },
  },
  {
    name: "a lost answer and then an unknown kind of not found leaves the outcome unknown",
    scripts: [["reset"], [json(404, apiError(404, "NOT_HERE")), "end"]],
    options: { maxRetries: 1 },
    expected: { error: "NotFoundError", outcome: "unknown", status: 404, attempts: 2 },
  },
  {
    name: "answers that stay lost end after the last retry",
    scripts: [["reset"], ["end"], ["reset"]],
    options: { maxRetries: 2 },
    expected: { ...lost, attempts: 3 },
  },
  {
    name: "a 503 and then a lost answer and then not found means already gone",
    scripts: [[json(503, apiError(503, "DOWN")), "end"], ["reset"], gone],
    options: { maxRetries: 2 },
    expected: { outcome: "already-gone", status: 404, attempts: 3 },
  },
  {
    name: "an answer that broke off after a 200 is not tried again",
    scripts: [[head(200, { "Content-Length": "9" }), 20, "end"]],
    options: { maxRetries: 2 },
    expected: unreadable,
  },
];

export const connectionCases: readonly FaultCase[] = [...breaks, ...stalls, ...retries];
