// Starts one step of the build; its output is shown only when it fails.
import { spawn } from "node:child_process";
import { root } from "./places.js";

/** A step ended with an exit code other than 0. */
export class StepFailed extends Error {}

/**
 * Runs a program to its end.
 *
 * @param name - What the step is, for the line that reports it.
 * @param command - The program.
 * @param args - Its arguments.
 * @param env - Variables beside the present ones.
 * @throws StepFailed with all that the program said.
 */
export async function step(
  name: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const started = performance.now();
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ code: status, output: Buffer.concat(chunks).toString() }));
  });
  if (code !== 0) throw new StepFailed(`${name} failed with exit code ${code}:\n${output}`);
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
