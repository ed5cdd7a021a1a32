/** How a call must end, and what may have left on its way. */
import assert from "node:assert/strict";
import type { OperationFacts } from "../../generated/client.js";
import type { RawRequest } from "../support/rawServer.js";

/** What a call must come to. */
export interface Expected {
  /** `confirmed` stands for the operation's own word. */
  readonly outcome: "confirmed" | "already-gone" | "not-sent" | "refused" | "unknown";
  /** Name of the error, unless the call resolves. */
  readonly error?: string;
  readonly status?: number | undefined;
  /** DELETEs that the client counts; default 1. */
  readonly attempts?: number;
  /** Requests that the client counts; default as many as the server saw. */
  readonly requests?: number;
  readonly message?: RegExp;
}

/** How a call ended. */
export type Result = { readonly value: Record<string, unknown> } | { readonly error: unknown };

/** Settles a call. */
export async function resultOf(call: Promise<object>): Promise<Result> {
  return await call.then(
    (value): Result => ({ value: { ...value } }),
    (error: unknown): Result => ({ error }),
  );
}

/** Compares a result with what was expected, field by field. */
export function assertOutcome(result: Result, expected: Expected, requests: number, { effect }: OperationFacts): void {
  const ended = "error" in result ? result.error : result.value;
  assert.ok(typeof ended === "object" && ended !== null, "what was thrown is not an object");
  const facts: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(ended));
  const said = "error" in result ? String(result.error) : "";
  const { outcome, error, status, message, attempts = 1 } = expected;
  assert.deepEqual(
    {
      error: "error" in result ? (result.error as Error).name : undefined,
      outcome: facts.outcome,
      attempts: facts.attempts,
      requests: facts.requests,
      ...(status !== undefined && { status: facts.status }),
    },
    {
      error,
      outcome: outcome === "confirmed" ? effect : outcome,
      attempts,
      requests: expected.requests ?? requests,
      ...(status !== undefined && { status }),
    },
    said,
  );
  if (message !== undefined) assert.match(said, message);
  assert.ok(!said.includes("canary"), "the error shows a secret");
}

/** Compares what arrived with what may leave. */
export function assertRequests(requests: readonly RawRequest[], scheme: "Digest" | "Bearer", path: string): void {
  for (const { method, headers, target } of requests) {
    assert.equal(target, method === "POST" ? "/api/oauth/token" : path);
    const sent = headers.get("authorization")?.split(" ")[0];
    const allowed = method === "POST" ? "Basic" : scheme;
    assert.ok(sent === undefined || sent === allowed, `credentials were sent as ${sent}`);
  }
}
