// The example of logs and spans: what an operator sees must agree with what happened, and hold no secret.
import { type Attributes, type Span, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { createClient, digest, type OnEvent, type RevokeClient, serviceAccount } from "mongodb-cloud-revoke";
import { type Sandbox, scenario, startSandbox } from "mongodb-cloud-revoke/sandbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jsonLines, spans } from "./events.js";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({
    faults: [scenario.rateLimited({ operationId: "unassignGroupServiceAccount", retryAfterSeconds: 0, times: 1 })],
  });
});
afterEach(() => sandbox.close());

function client(onEvent: OnEvent): RevokeClient {
  return createClient({ api: "atlas", auth: digest(sandbox.credentials.apiKey), baseUrl: sandbox.url, onEvent });
}

function first<T>([value]: readonly T[]): T {
  if (value === undefined) throw new Error("The sandbox has no such target.");
  return value;
}

test("each line is one event of the call, in order, and none holds the key", async () => {
  const lines: string[] = [];
  await client(jsonLines((line) => lines.push(line))).unassignGroupApiKey(
    first(sandbox.targets.atlas.unassignGroupApiKey),
  );
  const events = lines.map((line) => JSON.parse(line) as { type: string; time: string; call: number });
  expect(events.map(({ type }) => type)).toEqual(["attempt", "response", "challenge", "response", "outcome"]);
  expect(new Set(events.map(({ call }) => call)).size).toBe(1);
  for (const { time } of events) expect(Date.parse(time)).not.toBeNaN();
  expect(lines.join("")).not.toContain(sandbox.credentials.apiKey.privateKey);
});

test("a token's grant is an event, and the token is in none", async () => {
  const lines: string[] = [];
  await using own = createClient({
    api: "atlas",
    auth: serviceAccount(sandbox.credentials.serviceAccount),
    baseUrl: sandbox.url,
    onEvent: jsonLines((line) => lines.push(line)),
  });
  await own.unassignGroupApiKey(first(sandbox.targets.atlas.unassignGroupApiKey));
  expect(lines.some((line) => line.includes('"type":"grant"'))).toBe(true);
  expect(lines.join("")).not.toMatch(/mdb_sa_sk_|Bearer|access_token/);
});

test("each call is one span that ends once with its outcome, also among parallel calls", async () => {
  const { tracer, recorded } = recorder();
  const revoke = client(spans(tracer));
  const results = await Promise.allSettled([
    revoke.unassignGroupServiceAccount(first(sandbox.targets.atlas.unassignGroupServiceAccount)),
    revoke.unassignGroupApiKey({
      ...first(sandbox.targets.atlas.unassignGroupApiKey),
      apiKeyId: "000000000000000000000000",
    }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  const [account, key] = [...recorded].sort((a, b) => (a.name < b.name ? 1 : -1));
  expect(account).toMatchObject({
    name: "revoke unassignGroupServiceAccount",
    ends: 1,
    status: SpanStatusCode.UNSET,
    attributes: { "mongodb.api": "atlas", outcome: "unassigned", status: 204, attempts: 2 },
  });
  expect(account?.events).toContain("wait");
  expect(key).toMatchObject({
    name: "revoke unassignGroupApiKey",
    ends: 1,
    status: SpanStatusCode.ERROR,
    attributes: { outcome: "refused", status: 400 },
  });
});

interface Recorded {
  readonly name: string;
  readonly attributes: Attributes;
  readonly events: string[];
  status: SpanStatusCode;
  ends: number;
}

/** A tracer that keeps what it receives. */
function recorder(): { tracer: Tracer; recorded: Recorded[] } {
  const recorded: Recorded[] = [];
  const startSpan: Tracer["startSpan"] = (name, options) => {
    const entry: Recorded = {
      name,
      attributes: { ...options?.attributes },
      events: [],
      status: SpanStatusCode.UNSET,
      ends: 0,
    };
    recorded.push(entry);
    const span: Span = {
      spanContext: () => ({ traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 }),
      setAttribute: (key, value) => {
        entry.attributes[key] = value;
        return span;
      },
      setAttributes: (attributes) => {
        Object.assign(entry.attributes, attributes);
        return span;
      },
      addEvent: (event) => {
        entry.events.push(event);
        return span;
      },
      addLink: () => span,
      addLinks: () => span,
      setStatus: ({ code }) => {
        entry.status = code;
        return span;
      },
      updateName: () => span,
      end: () => {
        entry.ends += 1;
      },
      isRecording: () => true,
      recordException: () => undefined,
    };
    return span;
  };
  const tracer = { startSpan } as Tracer;
  return { tracer, recorded };
}
