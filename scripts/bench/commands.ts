// Questions and answers between the benchmark and its processes: one at a time, typed by the functions that answer.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a process can be asked: each a function of one JSON value. */
export type Commands = Record<string, (input: never) => Promise<unknown>>;

type Input<F> = F extends (input: infer I) => Promise<unknown> ? I : never;
type Output<F> = F extends (input: never) => Promise<infer O> ? O : never;

type Reply = { readonly result: unknown } | { readonly error: string };

/** A process that answers `C`. */
export interface Asked<C extends Commands> {
  ask<K extends keyof C & string>(name: K, input: Input<C[K]>): Promise<Output<C[K]>>;
  stop(): void;
}

/** Starts a TypeScript file as a process; its path is given from this folder. */
export function startProcess<C extends Commands>(file: string, args: readonly string[] = []): Asked<C> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, args, { execArgv: ["--import", "tsx", "--expose-gc"] });
  return {
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        const onExit = (): void => reject(new Error(`${file} ended without an answer to ${name}`));
        child.once("exit", onExit);
        child.once("message", (reply: Reply) => {
          child.off("exit", onExit);
          if ("error" in reply) reject(new Error(`${file}, ${name}: ${reply.error}`));
          else resolve(reply.result as Output<C[typeof name]>);
        });
        child.send({ name, input });
      }),
    stop: () => {
      child.kill();
    },
  };
}

/** Answers commands in this process until its parent stops it. */
export function serveCommands<C extends Commands>(commands: C): void {
  process.on("message", ({ name, input }: { name: string; input: never }) => {
    const reply = (message: Reply): void => void process.send?.(message);
    const command = commands[name];
    if (command === undefined) return reply({ error: "unknown command" });
    command(input).then(
      (result) => reply({ result: result ?? null }),
      (error: unknown) => reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on("disconnect", () => process.exit());
}
