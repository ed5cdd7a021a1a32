// What a revocation did, as JSON lines and as OpenTelemetry spans. Both are listeners for a client's `onEvent`.
import { type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { OnEvent } from "mongodb-cloud-revoke";

/** Writes each event as one line of JSON. */
export function jsonLines(write: (line: string) => void): OnEvent {
  return (event) => write(JSON.stringify({ time: new Date().toISOString(), ...event }));
}

/** Makes one span of each call, with an event for each of its steps. */
export function spans(tracer: Tracer): OnEvent {
  const open = new Map<number, Span>();
  return ({ call, api, operationId, ...step }) => {
    let span = open.get(call);
    if (span === undefined) {
      const attributes = { "mongodb.api": api, "mongodb.operation": operationId ?? "close" };
      span = tracer.startSpan(`revoke ${operationId ?? "close"}`, { kind: SpanKind.CLIENT, attributes });
      open.set(call, span);
    }
    const { type, ...facts } = step;
    if (type !== "outcome") {
      span.addEvent(type, facts);
      return;
    }
    span.setAttributes(facts);
    const failed = ["not-sent", "refused", "unknown"].includes(step.outcome);
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR, message: step.code ?? step.outcome });
    span.end();
    open.delete(call);
  };
}
