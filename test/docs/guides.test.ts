// What a guide shows must be so: its TypeScript compiles, and it prints and exits as it says.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join, normalize } from "node:path";
import { inspect } from "node:util";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createMock, scenario } from "../../src/mock/index.js";
import { docsFolder, root } from "../support/places.js";
import { blocksOf, guideBlocks, promisedOutput, writtenPages } from "./blocks.js";
import { typeErrors } from "./compile.js";
import { seedOf } from "./leakWorld.js";
import { runSource } from "./runSource.js";

const typescript = guideBlocks().filter(({ language }) => language === "ts");
const runnable = typescript.filter(({ marks }) => marks.includes("run"));
const guides = readdirSync(docsFolder).filter((name) => name.endsWith(".md") && !writtenPages.includes(name));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
};

/** Links of a Markdown file to other files, without their fragments. */
function linksIn(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/\]\(([^)#\s]+)|href="([^"#]+)"/g)]
    .map(([, link = "", href = ""]) => link || href)
    .filter((link) => !/^https:/.test(link));
}

test("no guide links to the root of a host: the site may lie below it", () => {
  expect(guides.flatMap((name) => linksIn(`docs/${name}`).filter((link) => link.startsWith("/")))).toEqual([]);
});

test("what the package's own guides link to is in the package too", () => {
  const packaged = ["README.md", "SECURITY.md", ...manifest.files.filter((file) => file.endsWith(".md"))];
  const missing = packaged.flatMap((file) =>
    linksIn(file)
      .map((link) => normalize(join(file, "..", link)))
      .filter(
        (to) => !existsSync(join(root, to)) || !manifest.files.some((each) => to === each || to.startsWith(`${each}/`)),
      )
      .map((to) => `${file} -> ${to}`),
  );
  expect(missing).toEqual([]);
});

test("every npm script that a page names exists", () => {
  const pages = ["README.md", "CONTRIBUTING.md", ...guides.map((name) => `docs/${name}`)];
  const named = pages.flatMap((page) => [...readFileSync(join(root, page), "utf8").matchAll(/npm run ([\w:-]+)/g)]);
  expect(named.length).toBeGreaterThan(4);
  expect(named.map(([, name = ""]) => name).filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
});

describe("the TypeScript of the guides", () => {
  test("is there", () => {
    expect(typescript.length).toBeGreaterThanOrEqual(12);
  });

  test("fits a page without scrolling sideways: 76 columns", () => {
    const wide = typescript.flatMap(({ where, source }) =>
      source.split("\n").flatMap((line) => (line.length > 76 ? [`${where}: ${line}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  test("compiles against the package's types", { timeout: 120_000 }, () => {
    expect(typeErrors(new Map(typescript.map(({ where, source }) => [where, source])))).toEqual([]);
  });

  test("would not compile with a misspelt method, a missing id or an unknown option", { timeout: 120_000 }, () => {
    const [first] = runnable;
    if (first === undefined) throw new Error("no block");
    const spoilt = new Map([
      ["method", first.source.replace("client.deleteOrg", "client.deleteOgr")],
      ["id", first.source.replace(/^.*secretId: .*\n/m, "")],
      ["option", first.source.replace('api: "atlas",', 'api: "atlas", retries: 1,')],
    ]);
    const errors = typeErrors(spoilt);
    for (const name of spoilt.keys()) expect(errors.filter((error) => error.startsWith(name))).toHaveLength(1);
  });
});

describe("a guide's block that is marked `run`", () => {
  const mock = createMock({ seed: seedOf(Date.now()) });
  const server = setupServer(...mock.handlers);
  let folder: string;

  beforeAll(async () => {
    // Inside the repository, so that a block finds the packages that it imports.
    folder = await mkdtemp(join(root, "test", "docs", ".blocks-"));
    // The guides speak of the real host; everything else on loopback is a sandbox that a block started itself.
    server.listen({
      onUnhandledRequest: ({ url }) => expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|api\.invalid)$/),
    });
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    mock.state.reset();
    const { publicKey, privateKey } = mock.credentials.apiKey;
    const { clientId, clientSecret } = mock.credentials.serviceAccount;
    vi.stubEnv("MONGODB_ATLAS_PUBLIC_API_KEY", publicKey);
    vi.stubEnv("MONGODB_ATLAS_PRIVATE_API_KEY", privateKey);
    vi.stubEnv("MONGODB_ATLAS_CLIENT_ID", clientId);
    vi.stubEnv("MONGODB_ATLAS_CLIENT_SECRET", clientSecret);
    vi.stubGlobal("readToken", () => grantToken(clientId, clientSecret));
    vi.spyOn(console, "error").mockReturnValue();
  });
  afterEach(() => {
    process.exitCode = undefined;
  });

  // Before the blocks that start and close handlers of their own.
  const exiting = runnable.filter(({ marks }) => marks.includes("exits"));
  test.each(exiting.map((block) => [block.where, block] as const))(
    "%s exits 1 when it is refused, and 3 when nobody knows",
    async (_where, { source }) => {
      expect(exiting.length).toBeGreaterThanOrEqual(2);
      const log = vi.spyOn(console, "log").mockReturnValue();
      for (const [fault, outcome, code] of [
        [scenario.wrongRole(), "refused", 1],
        // A look afterwards settles the doubt: the secret is still listed.
        [scenario.apiError({ status: 500 }), ...(source.includes("verify: true") ? ["refused", 1] : ["unknown", 3])],
      ] as const) {
        mock.state.reset();
        mock.state.use(fault);
        process.exitCode = undefined;
        await runSource(source, folder);
        expect(console.error).toHaveBeenLastCalledWith(outcome, expect.any(String));
        expect(process.exitCode).toBe(code);
      }
      expect(log).not.toHaveBeenCalled();
      expect(mock.deletions).toEqual([]);
    },
  );

  test.each(runnable.map((block) => [block.where, block] as const))("%s prints what it says", async (_where, block) => {
    const printed: unknown[] = [];
    vi.spyOn(console, "log").mockImplementation((value: unknown) => void printed.push(value));
    await runSource(block.source, folder);
    const promised = promisedOutput(block.source).map((text): unknown => JSON.parse(text));
    expect(promised.length).toBeGreaterThan(0);
    expect(printed, inspect(printed)).toEqual(promised);
    expect(process.exitCode).toBeUndefined();
  });
});

describe("the reader of guides", () => {
  test("finds each block with its place, its language and its marks", () => {
    const text = "# A\n\n```ts run proxy\nlet a;\n```\n\n```sh\nls\n```\n";
    expect(blocksOf("a.md", text)).toEqual([
      { where: "a.md:3", language: "ts", marks: ["run", "proxy"], source: "let a;\n" },
      { where: "a.md:7", language: "sh", marks: [], source: "ls\n" },
    ]);
  });

  test("finds what a block promises to print", () => {
    expect(promisedOutput('console.log(a); // "x"\nconsole.log(b);\n  console.log(f(c)); // [1]\n')).toEqual([
      '"x"',
      "[1]",
    ]);
  });
});

async function grantToken(clientId: string, clientSecret: string): Promise<string> {
  const response = await fetch("https://cloud.mongodb.com/api/oauth/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
