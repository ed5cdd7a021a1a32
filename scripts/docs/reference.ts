// The reference: redocly renders the document into one page that holds everything it needs.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docsFolder, publicFolder, root } from "./places.js";
import { step } from "./run.js";

/** The renderer's own logo, which it would load from its vendor's host; the words stay as an attribution. */
const logo = "https://cdn.redoc.ly/redoc/logo-mini-full.svg";
/** The guides' font, from the site generator's theme. */
const font = "node_modules/vitepress/dist/client/theme-default/fonts/inter-roman-latin.woff2";
const ownLogo = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12"><text y="10" font-family="system-ui,sans-serif" font-size="11" font-weight="600" fill="#3d7a88">Redoc</text></svg>`;

/**
 * Writes `reference.html` and `openapi.json` to the public folder.
 *
 * @param installed - Settled when the nested package's tools are there; the page borrows their font.
 */
export async function writeReference(installed: Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "reference-"));
  try {
    const output = join(folder, "reference.html");
    await step(
      "redocly build-docs",
      process.execPath,
      [
        join(root, "node_modules/@redocly/cli/bin/cli.js"),
        "build-docs",
        "generated/openapi.json",
        "--inlineBundle",
        `--openapi=${join(docsFolder, "reference", "options.json")}`,
        `--template=${join(docsFolder, "reference", "template.hbs")}`,
        `--output=${output}`,
      ],
      { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    );
    await mkdir(publicFolder, { recursive: true });
    await installed;
    const page = selfContained(await readFile(output, "utf8"), {
      "icon.svg": dataUri("image/svg+xml", await readFile(join(publicFolder, "icon.svg"))),
      "inter.woff2": dataUri("font/woff2", await readFile(join(docsFolder, font))),
    });
    await writeFile(join(publicFolder, "reference.html"), page);
    await writeFile(join(publicFolder, "openapi.json"), await readFile(join(root, "generated", "openapi.json")));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Puts the template's own files into the page, and takes out the two things that `build-docs` leaves wrong in a static one:
 * the request for its vendor's logo, and links of the prerendered part that name a server's routes where the page itself
 * routes by fragment.
 *
 * @param page - What the renderer wrote.
 * @param files - Data URIs by the name that the template gives the file.
 * @throws Error when the page is not as expected, for example after an update of the renderer.
 */
export function selfContained(page: string, files: Readonly<Record<string, string>>): string {
  const split = page.indexOf('<script type="module">');
  if (split < 0) throw new Error("The reference page has no script.");
  const prerendered = replaceOnce(page.slice(0, split), Object.entries(files));
  const script = replaceOnce(page.slice(split), [[logo, dataUri("image/svg+xml", ownLogo)]]);
  if (!prerendered.includes('href="/section/')) throw new Error("The reference page has no prerendered links.");
  return prerendered.replaceAll('href="/', 'href="#/') + script;
}

function replaceOnce(text: string, replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((result, [from, to]) => {
    const found = result.split(from).length - 1;
    if (found !== 1) throw new Error(`The reference page has ${from} ${found} times instead of once.`);
    return result.replace(from, () => to);
  }, text);
}

function dataUri(type: string, content: string | Buffer): string {
  return `data:${type};base64,${Buffer.from(content).toString("base64")}`;
}
