// Starts a tool of node_modules with this very Node, which works the same on every platform: no shell, no PATH.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);

/**
 * Runs a JavaScript file of an installed package and waits for it; its output goes to this process's.
 * @param file Path below `node_modules`.
 * @param args The tool's arguments.
 * @param env Variables to set beside the present ones.
 * @returns The exit code; 1 if a signal ended the tool.
 */
export function runNode(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const script = fileURLToPath(new URL(`node_modules/${file}`, root));
  const { error, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: fileURLToPath(root),
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (error) throw error;
  return status ?? 1;
}
