/**
 * The figures that bulk revocation promises, measured against the sandbox in another process. `npm run test:bulk-proof`
 * runs all; arguments choose some: throughput, silent, memory, kill, loss.
 */
import { killed } from "./bulk-proof/kill.js";
import { loss } from "./bulk-proof/loss.js";
import { memory } from "./bulk-proof/memory.js";
import type { Line } from "./bulk-proof/report.js";
import { throughput } from "./bulk-proof/throughput.js";

const proofs: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  throughput: () => throughput(false),
  silent: () => throughput(true),
  memory,
  kill: killed,
  loss,
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(proofs);
const lines: Line[] = [];
for (const name of chosen) {
  const proof = proofs[name];
  if (proof === undefined) throw new Error(`There is no proof ${name}; there are ${Object.keys(proofs).join(", ")}.`);
  lines.push(...(await proof()));
}
const failed = lines.filter(({ holds }) => !holds).length;
console.log(`${lines.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
