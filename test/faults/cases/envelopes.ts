/** Envelopes that are not plainly a success, and statuses beside 200 and 204 that look like one. */
import { apiError, envelopedDeleted, json, text } from "../answers.js";
import type { Expected, FaultCase } from "../suite.js";

const unexpected: Expected = { error: "UnexpectedResponseError", outcome: "unknown", status: 200 };
const revoked200: Expected = { outcome: "revoked", status: 200 };
const revoked204: Expected = { outcome: "revoked", status: 204 };
const jsonType = { "Content-Type": "application/json" };
const enveloped404 = JSON.stringify({ status: 404, content: apiError(404, "RESOURCE_NOT_FOUND") });

export const envelopeCases: readonly FaultCase[] = [
  {
    name: "an envelope that says 200 with empty content is believed",
    scripts: [[json(200, { status: 200, content: {} }), "end"]],
    expected: revoked200,
  },
  {
    name: "an enveloped 404 is a refusal",
    scripts: [[json(200, JSON.parse(enveloped404)), "end"]],
    expected: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
  {
    name: "an enveloped 404 is already gone when missing is fine",
    scripts: [[json(200, JSON.parse(enveloped404)), "end"]],
    options: { missingOk: true },
    expected: { outcome: "already-gone", status: 404 },
  },
  {
    name: "an enveloped 404 below an HTTP 404 is a refusal",
    scripts: [[json(404, JSON.parse(enveloped404)), "end"]],
    expected: { error: "NotFoundError", outcome: "refused", status: 404 },
  },
  {
    name: "a success in an envelope below an HTTP 404 leaves the outcome unknown",
    scripts: [[json(404, { status: 204 }), "end"]],
    options: { missingOk: true },
    expected: { error: "NotFoundError", outcome: "unknown", status: 404 },
  },
  {
    name: "a success in an envelope below an HTTP 500 is unknown",
    scripts: [[json(500, { status: 204 }), "end"]],
    expected: { error: "ServerError", outcome: "unknown", status: 500 },
  },
  {
    name: "an enveloped 503 is tried again",
    scripts: [
      [json(200, { status: 503 }), "end"],
      [envelopedDeleted, "end"],
    ],
    options: { maxRetries: 1 },
    expected: { ...revoked204, attempts: 2 },
  },
  ...[
    ["without a status", "{}"],
    ["with a status in quotes", '{"status":"204"}'],
    ["with two statuses", '{"status":404,"status":204}'],
    ["with an error inside", `{"status":204,"content":${JSON.stringify(apiError(404, "RESOURCE_NOT_FOUND"))}}`],
    ["with another success", '{"status":202}'],
    ["with a status that is no status", '{"status":2040}'],
    ["with a status from a prototype", '{"__proto__":{"status":204}}'],
    ["with an unknown key", '{"status":204,"errorCode":"NO"}'],
    ["in a list", '[{"status":204}]'],
    ["followed by something", '{"status":204}{"status":404}'],
  ].map(
    ([how, body = ""]): FaultCase => ({
      name: `an envelope ${how} is no success`,
      scripts: [[text(200, body, jsonType), "end"]],
      expected: unexpected,
    }),
  ),
  { name: "an HTTP 201 is no success", scripts: [[text(201, ""), "end"]], expected: { ...unexpected, status: 201 } },
  {
    name: "an HTTP 202 is no success",
    scripts: [[text(202, '{"status":204}', jsonType), "end"]],
    expected: { ...unexpected, status: 202 },
  },
  { name: "an HTTP 206 is no success", scripts: [[text(206, ""), "end"]], expected: { ...unexpected, status: 206 } },
];
