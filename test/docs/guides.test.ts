// What a guide shows must be so: its TypeScript compiles, and what it says to print is what it prints.
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { exampleSeed } from "../../scripts/docs/exampleSeed.js";
import { docsFolder, root } from "../../scripts/docs/places.js";
import { createMock } from "../../src/mock/index.js";
import { blocksOf, guideBlocks, promisedOutput } from "./blocks.js";
import { typeErrors } from "./compile.js";
import { runSource } from "./runSource.js";

const typescript = guideBlocks().filter(({ language }) => language === "ts");
const runnable = typescript.filter(({ marks }) => marks.includes("run"));

test("no guide links to the root of a host: the site may lie below it", () => {
  const pages = readdirSync(docsFolder).filter((name) => name.endsWith(".md"));
  const rooted = pages.flatMap((name) => {
    const text = readFileSync(join(docsFolder, name), "utf8");
    return (text.match(/\]\(\/[^)]*\)|href="\/[^"]*"/g) ?? []).map((link) => `${name}: ${link}`);
  });
  expect(rooted).toEqual([]);
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
      ["method", first.source.replace("client.deleteGroup", "client.deleteGruop")],
      ["id", first.source.replace(/^.*secretId: .*\n/m, "")],
      ["option", first.source.replace('api: "atlas",', 'api: "atlas", retries: 1,')],
    ]);
    const errors = typeErrors(spoilt);
    for (const name of spoilt.keys()) expect(errors.filter((error) => error.startsWith(name))).toHaveLength(1);
  });
});

describe("a guide's block that is marked `run`", () => {
  const mock = createMock({ seed: exampleSeed("atlas") });
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
  });

  test.each(runnable.map((block) => [block.where, block] as const))("%s prints what it says", async (_where, block) => {
    const printed: unknown[] = [];
    vi.spyOn(console, "log").mockImplementation((value: unknown) => void printed.push(value));
    vi.spyOn(console, "error").mockReturnValue();
    await runSource(block.source, folder);
    const promised = promisedOutput(block.source).map((text): unknown => JSON.parse(text));
    expect(promised.length).toBeGreaterThan(0);
    expect(printed, inspect(printed)).toEqual(promised);
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
