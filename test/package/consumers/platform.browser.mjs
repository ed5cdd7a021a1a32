// `#platform` in a browser: msw's service worker, and of a test runner what handlers.test.mjs needs. Who opened the page
// reads `globalThis.report`, a promise of the names of the tests that passed.
import { strict } from "mongodb-cloud-revoke/mock";
import { setupWorker } from "msw/browser";

const [first, tests, last] = [[], [], []];
export const before = (hook) => first.push(hook);
export const after = (hook) => last.push(hook);
export const test = (name, run) => tests.push({ name, run });

// The page's own server, which no handler serves: what reaches it has left.
export const elsewhere = globalThis.location.origin;

export function setup(...handlers) {
  const worker = setupWorker(...handlers);
  return { start: () => worker.start({ ...strict, quiet: true }), stop: () => worker.stop() };
}

const equal = (actual, expected) => {
  if (!Object.is(actual, expected)) throw new Error(`got ${actual}, expected ${expected}`);
};
export const assert = {
  equal,
  deepEqual: (actual, expected) => equal(JSON.stringify(actual), JSON.stringify(expected)),
  rejects: (work, { name }) =>
    work.then(
      () => equal("no error", name),
      (error) => equal(error.name, name),
    ),
};

async function runTests() {
  const passed = [];
  for (const hook of first) await hook();
  for (const { name, run } of tests) {
    await run();
    passed.push(name);
  }
  for (const hook of last) await hook();
  return passed;
}

// After the module that imports this one has named its tests.
globalThis.report = new Promise((resolve) => setTimeout(resolve)).then(runTests);
