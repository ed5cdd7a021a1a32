/** What a client reports while it works: enough for logs or spans, never a credential, a token or a header. */
import type { Api, LookupId, OperationId } from "../generated/client.js";
import type { ErrorOutcome } from "./errors.js";
import type { SuccessOutcome } from "./outcome.js";

/** Facts that every event carries. */
export interface EventBase {
  /** The client's API. */
  readonly api: Api;
  /** Absent for `client.http` calls that fail before their operation is known, and for `close()`. */
  readonly operationId?: OperationId | LookupId | undefined;
  /** Number of the call within its client, so that events of parallel calls can be distinguished. */
  readonly call: number;
}

/**
 * One step of one call. Durations and waits are in milliseconds. A call ends with one `outcome`; only a `client.http` call
 * that ends with a response has none, since its caller decides what that response means.
 */
export type RevokeEvent = EventBase &
  (
    | { readonly type: "attempt"; readonly attempt: number }
    | { readonly type: "response"; readonly status: number; readonly durationMs: number }
    | { readonly type: "challenge"; readonly scheme: string }
    | { readonly type: "grant"; readonly ok: boolean; readonly durationMs: number }
    | {
        readonly type: "look";
        readonly when: "before" | "after";
        readonly found: "present" | "absent" | "nothing";
      }
    | { readonly type: "warning"; readonly message: string }
    | { readonly type: "wait"; readonly waitMs: number; readonly because: string }
    | {
        readonly type: "outcome";
        readonly outcome: SuccessOutcome | ErrorOutcome;
        readonly status?: number | undefined;
        /** The error's `code`, when there was an error. */
        readonly code?: string | undefined;
        readonly attempts: number;
        readonly requests: number;
        readonly durationMs: number;
      }
  );

/** An event without the facts that the call adds. */
export type CallEvent = RevokeEvent extends infer E
  ? E extends RevokeEvent
    ? Omit<E, keyof EventBase>
    : never
  : never;

/**
 * Receives events, synchronously. What it throws is reported as an uncaught exception and never changes the call's outcome;
 * but Node ends a process over one, so let a listener that may fail catch its own exceptions.
 *
 * ```ts
 * const onEvent: OnEvent = (event) => {
 *   if (event.type === "outcome") console.info(event.operationId, event.outcome, `${Math.round(event.durationMs)} ms`);
 *   if (event.type === "wait") console.info(`waits ${event.waitMs} ms because of ${event.because}`);
 * };
 * ```
 */
export type OnEvent = (event: RevokeEvent) => void;

/** Calls a listener; an exception of its own must not turn a revocation into an error, nor vanish. */
export function notify<E>(listener: (event: E) => void, event: E): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
