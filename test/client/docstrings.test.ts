/** The public surface's docstrings: everything has one, and every example in them compiles as a user would write it. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const entry = `${root}src/index.ts`;

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
);

interface Example {
  readonly name: string;
  readonly code: string;
}

/** Every ```ts block of every docstring in src/. */
function examples(): Example[] {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.sort().flatMap((file) => {
    const text = readFileSync(`${root}src/${file}`, "utf8");
    return [...text.matchAll(/^( *)\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match, index) => ({
      name: `src/${file} ${index + 1}`,
      code: (match[2] ?? "").replace(/^ *\* ?/gm, ""),
    }));
  });
}

/** What a reader of an example has at hand: the whole package, the ids, and names that speak for themselves. */
function asModule(code: string, names: readonly string[]): string {
  const declared = ["orgId", "groupId", "clientId", "secretId", "apiKeyId", "clientSecret", "publicKey", "privateKey"];
  const given = [
    ...declared.map((name) => `declare const ${name}: string;`),
    "declare function readToken(): Promise<string>;",
    "declare const targets: Target[];",
  ];
  const own = new Set(
    [...code.matchAll(/^(?:const|let|function|class|await using) (\w+)/gm)].map((match) => match[1] ?? ""),
  );
  const client = own.has("client") ? [] : ["declare const client: RevokeClient;"];
  const imported = /^import .* from "mongodb-cloud-revoke"/m.test(code);
  const imports = imported
    ? []
    : [`import { ${names.filter((name) => !own.has(name)).join(", ")} } from "mongodb-cloud-revoke";`];
  const free = given.filter(
    (line) => ![...own].some((name) => line.includes(` ${name}:`) || line.includes(` ${name}(`)),
  );
  return [...imports, ...free, ...client, code, "export {};"].join("\n");
}

describe("with the compiler's eyes", () => {
  let program: ts.Program;
  const found = examples();
  const fileOf = (index: number): string => `${root}src/example-${index}.mts`;

  beforeAll(() => {
    const compilerOptions: ts.CompilerOptions = {
      ...options,
      noUnusedLocals: false,
      noUnusedParameters: false,
      isolatedDeclarations: false,
      declaration: false,
      verbatimModuleSyntax: false,
      paths: {
        "mongodb-cloud-revoke": [entry],
        "mongodb-cloud-revoke/mock": [`${root}src/mock/index.ts`],
        "mongodb-cloud-revoke/sandbox": [`${root}src/sandbox/index.ts`],
      },
    };
    const host = ts.createCompilerHost(compilerOptions);
    const names = exportedNames();
    const texts = new Map(found.map(({ code }, index) => [fileOf(index), asModule(code, names)]));
    const { readFile, fileExists, getSourceFile } = host;
    host.fileExists = (file) => texts.has(file) || fileExists.call(host, file);
    host.readFile = (file) => texts.get(file) ?? readFile.call(host, file);
    host.getSourceFile = (file, ...rest) => {
      const text = texts.get(file);
      return text === undefined ? getSourceFile.call(host, file, ...rest) : ts.createSourceFile(file, text, rest[0]);
    };
    program = ts.createProgram([entry, ...texts.keys()], compilerOptions, host);
  }, 60_000);

  test("there are examples to look at", () => {
    expect(found.length).toBeGreaterThanOrEqual(8);
  });

  test.each(found.map(({ name }, index) => [name, index] as const))("the example %s compiles", (_, index) => {
    const file = program.getSourceFile(fileOf(index));
    expect(file).toBeDefined();
    const problems = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  });

  test("every export, and every member of one, has a docstring", () => {
    expect(undocumented(program)).toEqual([]);
  });
});

function exportsOf(program: ts.Program): readonly ts.Symbol[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error("src/index.ts is no module");
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** Read from the text: a program of its own for this would double the time. */
function exportedNames(): string[] {
  const source = ts.createSourceFile(entry, readFileSync(entry, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  });
}

/** Names of exports and members without a docstring; what openapi-typescript wrote is the document's to describe. */
function undocumented(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const bare = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length === 0;
  return exportsOf(program).flatMap((symbol) => {
    const [declaration] = symbol.declarations ?? [];
    if (declaration?.getSourceFile().fileName.endsWith("/generated/schema.ts")) return [];
    const members = [...(symbol.members?.values() ?? [])].filter(({ declarations = [] }) =>
      declarations.some((member) => isPublicMember(member)),
    );
    return [symbol, ...members]
      .filter(bare)
      .map(({ name }) => (name === symbol.name ? name : `${symbol.name}.${name}`));
  });
}

function isPublicMember(member: ts.Declaration): boolean {
  if (
    !ts.isPropertySignature(member) &&
    !ts.isMethodSignature(member) &&
    !ts.isPropertyDeclaration(member) &&
    !ts.isMethodDeclaration(member)
  ) {
    return false;
  }
  const inherited =
    ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword);
  return inherited !== true;
}
