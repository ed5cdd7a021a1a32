// Compiles snippets against the sources, so that a test can say which mistakes TypeScript refuses, and with which words.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "test/types");

const preamble = `import {
  type Auth, createClient, digest, isRevokeError, type RevokeClient, type Revocation, serviceAccount,
} from "../../src/index.js";
declare const client: RevokeClient;
declare const auth: Auth;
const groupId = "", orgId = "", clientId = "", secretId = "", apiKeyId = "";
export { createClient, digest, serviceAccount, isRevokeError, client, auth, groupId, orgId, clientId, secretId, apiKeyId };
export type { Revocation };
`;

/**
 * Compiles each snippet as a module of its own, in one program.
 *
 * @returns For each snippet the compiler's errors, as \`TS<code> <message>\`; empty when it compiles.
 */
export function compile(snippets: readonly string[]): string[][] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const files = new Map(snippets.map((snippet, index) => [join(folder, `snippet${index}.ts`), preamble + snippet]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  host.getCurrentDirectory = () => dirname(folder);
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, noEmit: true, isolatedDeclarations: false, declaration: false },
    host,
  );
  return [...files.keys()].map((name) => {
    const source = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}
