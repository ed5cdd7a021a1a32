// `#platform` in Node: its own test runner, and msw's server.

import { createServer } from "node:http";
import { strict } from "mongodb-cloud-revoke/mock";
import { setupServer } from "msw/node";

export { strict as assert } from "node:assert";
export { after, before, test } from "node:test";

// A server that no handler serves: what reaches it has left.
const real = createServer((_, response) => response.writeHead(204).end());
await new Promise((resolve) => real.listen(0, "127.0.0.1", resolve));
real.unref();
export const elsewhere = `http://127.0.0.1:${real.address().port}`;

export function setup(...handlers) {
  const server = setupServer(...handlers);
  return { start: () => server.listen(strict), stop: () => server.close() };
}
