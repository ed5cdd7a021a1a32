// Typed consumers: each compiler, each way to resolve modules, each set of types, each strictness. A consumer compiles
// only if the types are there, since its planted mistakes must be errors.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { start } from "../nested.js";
import { type Cell, failureOf } from "./cell.js";
import { toolchain } from "./projects.js";

const compilers = { "TypeScript 5.9": "typescript5", "TypeScript 6": "typescript6", "TypeScript 7": "typescript7" };
const resolutions = { node16: "node16", nodenext: "nodenext", bundler: "esnext" };
const strictness = {
  strict: {},
  exactOptionalPropertyTypes: { exactOptionalPropertyTypes: true },
  "no strictNullChecks": { strictNullChecks: false, exactOptionalPropertyTypes: false },
};

interface Typed {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

/**
 * The typed cells.
 *
 * @param plain - A project without msw.
 * @param withMsw - A project with msw 2, for ./mock.
 */
export function typedCells(plain: string, withMsw: string): Cell[] {
  const library = ["library.ts", "sandbox.ts"];
  const dom = ["ES2023", "DOM", "DOM.Iterable"];
  const kinds: Typed[] = [
    { name: "DOM types only", folder: plain, files: library, lib: dom, types: [] },
    { name: "@types/node only", folder: plain, files: library, lib: ["ES2023"], types: ["node"] },
    // msw's own types name DOM types, so ./mock needs them too.
    { name: "./mock, DOM types", folder: withMsw, files: ["mock.ts"], lib: dom, types: [] },
  ];
  return Object.entries(compilers).flatMap(([compiler, folder]) =>
    kinds.flatMap((kind) =>
      Object.entries(strictness).flatMap(([strict, options]) =>
        Object.entries(resolutions).map(([resolution, module]): Cell => {
          // Oldest with Node's rules and newest with a bundler's: what breaks in between breaks in one of them, mostly.
          const ends = { "TypeScript 5.9": "nodenext", "TypeScript 7": "bundler" } as Record<string, string>;
          const core = strict === "strict" && ends[compiler] === resolution;
          return {
            row: `${compiler}, ${kind.name}, ${strict}`,
            column: resolution,
            core,
            check: () => compile(kind, folder, { module, moduleResolution: resolution, ...options }),
          };
        }),
      ),
    ),
  );
}

async function compile(kind: Typed, compiler: string, options: Readonly<Record<string, unknown>>): Promise<string> {
  const { lib, types, folder, files } = kind;
  const name = [compiler, kind.name, ...Object.values(options)].join("-").replace(/[^\w-]/g, "");
  const config = join(folder, `tsconfig.${name}.json`);
  const compilerOptions = { target: "ES2022", strict: true, skipLibCheck: false, noEmit: true, lib, types, ...options };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  const tsc = join(toolchain, "node_modules", compiler, "bin/tsc");
  return failureOf(await start(process.execPath, [tsc, "-p", config], folder));
}
