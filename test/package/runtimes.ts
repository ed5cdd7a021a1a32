/** Where the binaries of the other runtimes lie, for Linux on the two architectures for which all of them are published. */
import { join } from "node:path";
import { toolsFolder } from "./packed.js";

/** A runtime, and what stands before the program. */
export interface Runtime {
  readonly executable: string;
  readonly args: readonly string[];
}

const names = { x64: ["x64", "x64", "x64-glibc"], arm64: ["arm64", "aarch64", "arm64-glibc"] } as const;
const [node, bun, deno] = names[process.arch === "arm64" ? "arm64" : "x64"];
const at = (path: string, ...args: readonly string[]): Runtime => ({
  executable: join(toolsFolder, "node_modules", path),
  args,
});

export const runtimes: Readonly<Record<"Node 20" | "Node 22" | "Node 24" | "Node 26" | "Bun" | "Deno", Runtime>> = {
  "Node 20": at(`node20-linux-${node}/bin/node`),
  "Node 22": at(`node22-linux-${node}/bin/node`),
  "Node 24": at(`node24-linux-${node}/bin/node`),
  "Node 26": at(`node26-linux-${node}/bin/node`),
  Bun: at(`@oven/bun-linux-${bun}/bin/bun`),
  Deno: at(`@deno/linux-${deno}/deno`, "run", "--allow-all", "--no-lock"),
};
