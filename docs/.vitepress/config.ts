// The site: which pages there are and in which order one reads them. Search is local, and no page loads anything from elsewhere.
import { type DefaultTheme, defineConfig, type HeadConfig, type UserConfig } from "vitepress";

/** The reference is a page of its own, which the router must leave alone. */
const reference = { text: "HTTP reference", link: "/reference.html", target: "_self" };

const guides: DefaultTheme.SidebarItem[] = [
  {
    text: "Use",
    items: [
      { text: "Library", link: "/library" },
      { text: "Command line", link: "/cli" },
      { text: "Sandbox and MSW handlers", link: "/sandbox" },
    ],
  },
  {
    text: "Operate",
    items: [
      { text: "Incident runbook", link: "/runbook" },
      { text: "Recipes", link: "/recipes" },
      { text: "Outcome table", link: "/outcomes" },
    ],
  },
  {
    text: "Look up",
    items: [reference, { text: "Decisions", link: "/decisions" }, { text: "Benchmarks", link: "/benchmarks" }],
  },
  {
    text: "TypeScript API",
    items: [
      { text: "mongodb-cloud-revoke", link: "/api/mongodb-cloud-revoke" },
      { text: "…/mock", link: "/api/mongodb-cloud-revoke.mock" },
      { text: "…/sandbox", link: "/api/mongodb-cloud-revoke.sandbox" },
    ],
  },
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
  srcExclude: ["README.md", "node_modules/**"],
  // The repository says when a page changed; the site would only say when it was built.
  lastUpdated: false,
  head: [
    ["link", { rel: "icon", href: `${base}icon.svg` }],
    ["meta", { name: "theme-color", content: "#0f5c6e" }],
  ],
  // Not in the development server, which needs a web socket.
  transformHead: (): HeadConfig[] => [["meta", { "http-equiv": "Content-Security-Policy", content: policy }]],
  // Their tables have many columns: they get the room of the outline.
  transformPageData: ({ relativePath, frontmatter }) => {
    if (relativePath === "outcomes.md" || relativePath === "benchmarks.md") frontmatter.aside = false;
  },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    languageAlias: { ndjson: "json" },
  },
  vite: { build: { chunkSizeWarningLimit: 1500 } },
  themeConfig: {
    logo: { src: "/icon.svg", alt: "" },
    nav: [
      { text: "Guides", link: "/library", activeMatch: "^/(library|cli|sandbox|runbook|recipes|outcomes)" },
      { text: "API", link: "/api/mongodb-cloud-revoke", activeMatch: "^/api/" },
      { ...reference, text: "Reference" },
    ],
    sidebar: guides,
    outline: [2, 3],
    search: { provider: "local" },
    docFooter: { prev: "Before", next: "Next" },
    externalLinkIcon: true,
    // What a screen reader says and what is to be read must be the same.
    notFound: { linkText: "Take me home", linkLabel: "Take me home" },
  },
});

export default config;
