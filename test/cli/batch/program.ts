/** The program, bundled as it is published, in processes of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A run of the program. */
export interface Program {
  readonly child: ChildProcess;
  /** Resolves when the process has ended and its streams are closed. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
    /** Most memory that it had, in MiB. */
    readonly peakMiB: number;
  }>;
}

const watch = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"))`;

/** Bundles the program into a folder and returns the way to start it. */
export async function bundleProgram(
  folder: string,
): Promise<(argv: readonly string[], env?: Readonly<Record<string, string>>) => Program> {
  await build({
    absWorkingDir: fileURLToPath(new URL("../../..", import.meta.url)),
    entryPoints: ["src/cli/main.ts"],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
  });
  return (argv, env = {}) => {
    const flags = ["--import", `data:text/javascript,${encodeURIComponent(watch)}`, join(folder, "main.mjs")];
    const child = spawn(process.execPath, [...flags, ...argv], { env: { PATH: process.env.PATH, ...env } });
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      texts.stdout += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      texts.stderr += String(chunk);
    });
    const ended = new Promise<Awaited<Program["ended"]>>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        const peakMiB = Number(/peak (\d+)/.exec(texts.stderr)?.[1] ?? 0) / 1024;
        resolve({ code, signal, ...texts, peakMiB });
      });
    });
    return { child, ended };
  };
}
