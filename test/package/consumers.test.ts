/** The packed package, installed in empty projects and used in every supported way that needs no other runtime. */
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { bundled, compiles, deletesAll, passesItsTest, typed } from "./consumers.js";
import { createProject, run } from "./packed.js";
import { passesInServiceWorker } from "./serviceWorker.js";

const { tarball } = inject("packed");
let [plain, msw2] = ["", ""];
beforeAll(async () => {
  plain = await createProject(join(dirname(tarball), "plain"), tarball);
  msw2 = await createProject(join(dirname(tarball), "msw2"), tarball, ["msw@2.15.0"]);
});

describe.concurrent("the installed package", () => {
  test("revokes what a program that imports it names", () =>
    deletesAll(plain, (env) => run(process.execPath, ["program.mjs"], plain, env)));

  test("revokes what a program that requires it names", () =>
    deletesAll(plain, (env) => run(process.execPath, ["program.cjs"], plain, env)));

  test("revokes from a bundle of esbuild's", () => deletesAll(plain, (env) => bundled(plain, "esbuild", env)));

  test("has a program that starts, and exits 2 for a command that does not exist", async () => {
    const bin = join(plain, "node_modules/.bin/mongodb-cloud-revoke");
    const version = await run(bin, ["--version"], plain);
    expect(version.status, version.output).toBe(0);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect((await run(bin, ["no-such-command"], plain)).status).toBe(2);
  });

  test("lets a user's test with msw 2 pass in Node", () => passesItsTest(process.execPath, msw2));

  test("lets a user's test with msw 2 pass in Chromium, through a service worker", () => passesInServiceWorker(msw2));

  test.each(typed.filter(({ short }) => short))("has types: $name", (each) =>
    compiles(each, each.project === "plain" ? plain : msw2),
  );
});

test("the typed matrix is every compiler × types × strictness × resolution, and its short run has each kind of types", () => {
  expect(new Set(typed.map(({ name }) => name)).size).toBe(3 * 3 * 3 * 3);
  expect(typed.filter(({ short }) => short)).toHaveLength(6);
});
