// The site: which pages there are and in which order one reads them. Search is local, and no page loads anything from elsewhere.
import { readdirSync, readFileSync } from "node:fs";
import { type DefaultTheme, defineConfig, type HeadConfig, type UserConfig } from "vitepress";
import { lookupTable } from "../../generated/client.js";

const folder = new URL("..", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("../package.json", folder), "utf8")) as { version: string };

/** The pages of a folder that `npm run docs` writes, by their titles. */
function written(name: string): DefaultTheme.SidebarItem[] {
  return readdirSync(new URL(`${name}/`, folder))
    .filter((file) => file.endsWith(".md") && !["index.md", "README.md"].includes(file))
    .map((file) => {
      const title = /^# (.*)$/m.exec(readFileSync(new URL(`${name}/${file}`, folder), "utf8"))?.[1] ?? file;
      return { text: title, link: `/${name}/${file.replace(/\.md$/, "")}` };
    });
}

const isRead = ({ link = "" }: DefaultTheme.SidebarItem): boolean =>
  Object.hasOwn(lookupTable, link.slice(link.lastIndexOf("/") + 1));
const reference = written("reference");

const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: "Respond",
    items: [
      { text: "A credential leaked: what now", link: "/leaked" },
      { text: "Many at once: the runbook", link: "/runbook" },
    ],
  },
  {
    text: "Use",
    items: [
      { text: "Command line", link: "/cli" },
      { text: "Library", link: "/library" },
      { text: "Recipes", link: "/recipes" },
      { text: "Sandbox and MSW handlers", link: "/sandbox" },
    ],
  },
  {
    text: "Understand",
    items: [
      { text: "What a response means", link: "/outcomes" },
      { text: "Benchmark", link: "/benchmarks" },
      { text: "Security", link: "/security" },
      { text: "Decisions", link: "/decisions" },
      { text: "Changes", link: "/changelog" },
    ],
  },
  {
    text: "HTTP reference",
    items: [{ text: "Overview", link: "/reference/" }, ...reference.filter((item) => !isRead(item))],
  },
  { text: "HTTP reference: reads", items: reference.filter(isRead) },
  { text: "TypeScript API", items: written("api") },
];

const policy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

const base = process.env.DOCS_BASE ?? "/";
const config: UserConfig<DefaultTheme.Config> = defineConfig({
  lang: "en",
  title: "mongodb-cloud-revoke",
  description: "Revoke MongoDB Cloud Manager and Atlas credentials, and know for certain that they are gone.",
  base,
  outDir: "../site",
  srcExclude: ["README.md", "api/README.md", "node_modules/**"],
  // The repository says when a page changed; the site would only say when it was built.
  lastUpdated: false,
  head: [
    ["link", { rel: "icon", href: `${base}icon.svg` }],
    ["meta", { name: "theme-color", content: "#0f5c6e" }],
  ],
  // Not in the development server, which needs a web socket.
  transformHead: (): HeadConfig[] => [["meta", { "http-equiv": "Content-Security-Policy", content: policy }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    languageAlias: { ndjson: "json" },
  },
  vite: { build: { chunkSizeWarningLimit: 1500 } },
  themeConfig: {
    logo: { src: "/icon.svg", alt: "" },
    nav: [
      { text: "Leaked?", link: "/leaked" },
      { text: "Guides", link: "/cli", activeMatch: "^/(cli|library|recipes|sandbox|runbook|outcomes|benchmarks)" },
      { text: "HTTP reference", link: "/reference/", activeMatch: "^/reference/" },
      { text: "API", link: "/api/Client", activeMatch: "^/api/" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: { miniSearch: { searchOptions: { boost: { title: 8, titles: 4, text: 1 } } } },
    },
    docFooter: { prev: "Before", next: "Next" },
    externalLinkIcon: true,
    footer: { message: `Version ${version}, MIT licence. Independent project, not made or endorsed by MongoDB.` },
    // What a screen reader says and what is to be read must be the same.
    notFound: { linkText: "Take me home", linkLabel: "Take me home" },
  },
});

export default config;
