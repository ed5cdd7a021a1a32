// `npm run docs`: builds the site into site/: guides, TypeScript API and reference. Any static server can serve it.
// `DOCS_BASE` is the path under which it will lie, for example `/mongodb-cloud-revoke/`; the default is `/`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));

/** Runs a JavaScript file of a package; its output is shown only when it fails. */
function node(file: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at(file), ...args], {
    cwd: at(""),
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}:\n${stdout}${stderr}`);
}

/** The page whose text is written elsewhere. */
function writeDecisions(): void {
  const notice = "---\noutline: 2\n---\n\n<!-- Written by `npm run docs` from spec/DECISIONS.md. -->\n\n";
  writeFileSync(at("docs/decisions.md"), notice + readFileSync(at("spec/DECISIONS.md"), "utf8"));
}

/** The reference: one page that holds everything it needs. */
function writeReference(): void {
  const output = at("docs/public/reference.html");
  mkdirSync(at("docs/public"), { recursive: true });
  const options = ["--openapi=docs/reference/options.json", "--template=docs/reference/template.hbs"];
  const more = ["--inlineBundle", `--output=${output}`];
  node("node_modules/@redocly/cli/bin/cli.js", "build-docs", "generated/openapi.json", ...options, ...more);
  writeFileSync(output, selfContained(readFileSync(output, "utf8")));
  copyFileSync(at("generated/openapi.json"), at("docs/public/openapi.json"));
}

/** The renderer's own logo, which it would load from its vendor's host; the words stay as an attribution. */
const logo = "https://cdn.redoc.ly/redoc/logo-mini-full.svg";
const ownLogo = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12"><text y="10" font-family="system-ui,sans-serif" font-size="11" font-weight="600" fill="#3d7a88">Redoc</text></svg>`;
/** The guides' font, from the site generator's theme. */
const font = "docs/node_modules/vitepress/dist/client/theme-default/fonts/inter-roman-latin.woff2";

/**
 * Puts the template's own files into the page, and takes out what `build-docs` leaves wrong in a static one: the request
 * for its vendor's logo, and prerendered links that name a server's routes where the page itself routes by fragment.
 */
function selfContained(page: string): string {
  const replacements = {
    "icon.svg": dataUri("image/svg+xml", readFileSync(at("docs/public/icon.svg"))),
    "inter.woff2": dataUri("font/woff2", readFileSync(at(font))),
    [logo]: dataUri("image/svg+xml", Buffer.from(ownLogo)),
    'href="/section/': 'href="#/section/',
  };
  const split = page.indexOf('<script type="module">');
  if (split < 0) throw new Error("The reference page has no script.");
  for (const from of Object.keys(replacements)) {
    if (!page.includes(from)) throw new Error(`The reference page has no ${from}: has the renderer changed?`);
  }
  const { [logo]: ownLogoUri = "", ...prerendered } = replacements;
  const fixed = Object.entries(prerendered).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    page.slice(0, split),
  );
  return fixed.replaceAll('href="/', 'href="#/') + page.slice(split).replaceAll(logo, ownLogoUri);
}

function dataUri(type: string, content: Buffer): string {
  return `data:${type};base64,${content.toString("base64")}`;
}

node("scripts/tools.mjs", "docs");
for (const stale of ["docs/api", "site"]) rmSync(at(stale), { recursive: true, force: true });
writeDecisions();
node("docs/node_modules/typedoc/bin/typedoc", "--options", "docs/typedoc.config.mjs");
writeReference();
node("docs/node_modules/vitepress/bin/vitepress.js", "build", "docs");
console.log("The site is in site/.");
