// `#platform` in Node: its own test runner, and msw's server.
import { setupServer } from "msw/node";

export { strict as assert } from "node:assert";
export { after, before, test } from "node:test";

export function setup(...handlers) {
  const server = setupServer(...handlers);
  return { start: () => server.listen({ onUnhandledRequest: "error" }), stop: () => server.close() };
}
