// The committed report of the public types: a change of what users compile against shows up in review, as a diff.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./nested.js";
import type { Packed } from "./pack.js";

/** Where the reports are committed, relative to the repository. */
const reportFolder = "test/types/published";

const entries = ["index", "mock", "sandbox"];

/**
 * Compares the public types of the packed package with the committed reports.
 *
 * @param tools - Folder of the nested package with API Extractor.
 * @param update - Write the reports instead.
 * @returns What is wrong; empty when nothing is.
 */
export async function checkTypes(root: string, tools: string, packed: Packed, update: boolean): Promise<string[]> {
  const problems: string[] = [];
  await mkdir(join(root, reportFolder), { recursive: true });
  for (const entry of entries) {
    const report = `${entry}.api.md`;
    const { status, output } = await extract(tools, packed, entry, report);
    if (status !== 0) {
      problems.push(`${entry}: ${output.trim()}`);
      continue;
    }
    const written = join(packed.unpacked, "api", report);
    const committed = join(root, reportFolder, report);
    if (update) await copyFile(written, committed);
    else if ((await readFile(committed, "utf8").catch(() => "")) !== (await readFile(written, "utf8"))) {
      problems.push(`${reportFolder}/${report} is not what is built: run \`npm run types:report\`, and review it.`);
    }
  }
  return problems;
}

async function extract(
  tools: string,
  packed: Packed,
  entry: string,
  report: string,
): Promise<{ status: number | undefined; output: string }> {
  const folder = packed.unpacked;
  const types = join(folder, entry === "index" ? "dist/src/index.d.ts" : `dist/src/${entry}/index.d.ts`);
  const config = join(folder, `api-extractor.${entry}.json`);
  const none = { logLevel: "none" };
  await mkdir(join(folder, "api"), { recursive: true });
  await writeFile(
    config,
    JSON.stringify({
      projectFolder: folder,
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "ES2022",
            lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable", "ESNext.Disposable"],
            types: [],
            module: "NodeNext",
            strict: true,
            skipLibCheck: true,
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFolder: join(folder, "api"),
        reportTempFolder: join(folder, "api-temp"),
        reportFileName: report,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          // A type that users meet and can't name.
          "ae-forgotten-export": { logLevel: "error", addToApiReportFile: false },
          // Everything published is public; there are no release tags to check.
          "ae-missing-release-tag": none,
        },
        tsdocMessageReporting: { default: none },
      },
    }),
  );
  return run(join(tools, "node_modules/.bin/api-extractor"), ["run", "--local", "--config", config], folder);
}
