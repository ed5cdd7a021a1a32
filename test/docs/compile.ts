// Type-checks TypeScript that lies in no file of the project: a guide's blocks, seen from the folder they are imported from.
import { join } from "node:path";
import ts from "typescript";
import { root } from "../support/places.js";

/**
 * Type-checks sources together, each as a module of its own.
 *
 * @param sources - Text by a name that messages show.
 * @returns The compiler's messages, `name:line message`.
 */
export function typeErrors(sources: ReadonlyMap<string, string>): string[] {
  // The examples' configuration resolves the package's name to its sources.
  const { config } = ts.readConfigFile(join(root, "examples", "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    ts.sys,
    join(root, "examples"),
  );
  Object.assign(options, {
    // A sample may declare what its reader goes on with.
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
  } satisfies ts.CompilerOptions);
  const folder = join(root, "test", "docs");
  const files = new Map([...sources].map(([name, text], at) => [join(folder, `sample-${at}.ts`), { name, text }]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.text ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const file = files.get(path);
    return file === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, file.text, languageVersion);
  };
  const program = ts.createProgram([...files.keys(), join(folder, "ambient.d.ts")], options, host);
  return [...files].flatMap(([path, { name }]) => {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`${name} was not compiled.`);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) =>
        `${name} line ${file.getLineAndCharacterOfPosition(start).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}
