// The forms of an envelope, on one cell each: that each conforms to the document on every cell is the contract matrix's.
import { expect, it } from "vitest";
import { scenario } from "../../src/mock/index.js";
import { scene } from "./scene.js";

const key = ["atlas", "unassignGroupApiKey"] as const;

it.each([
  ["content", 200, '{"status":204,"content":{}}'],
  ["null-content", 200, '{"status":204,"content":null}'],
  ["status", 200, '{"status":204}'],
  ["empty", 204, ""],
] as const)("of a success has the form %s for who asked, and is not there otherwise", async (success, status, body) => {
  const { call, state } = scene(scenario.envelope({ success, errors: "enveloped" }));
  const response = await call(...key, "?envelope=true");
  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(state.deletions).toHaveLength(1);
  state.reset();
  expect((await scene(scenario.envelope({ success })).call(...key)).status).toBe(204);
});

it.each([
  ["enveloped-200", 200, { status: 400, content: { error: 400 } }],
  ["bare", 400, { error: 400 }],
] as const)("of an error has the form %s", async (errors, status, body) => {
  const { call } = scene(scenario.envelope({ success: "content", errors }));
  await call(...key);
  const response = await call(...key, "?envelope=true");
  expect([response.status, await response.json()]).toMatchObject([status, body]);
});
