/** The rest of the consumers: the whole matrix of types, another bundler, other runtimes, msw 3. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { bundled, compiles, deletesAll, passesItsTest, typed } from "./consumers.js";
import { buildAndPack, createProject, installTools, run } from "./packed.js";
import { runtimes } from "./runtimes.js";
import { passesInServiceWorker } from "./serviceWorker.js";

let folder = "";
let [plain, msw2, msw3] = ["", "", ""];
beforeAll(async () => {
  installTools("consumers", "runtimes");
  folder = await mkdtemp(join(tmpdir(), "consumers-"));
  const { tarball } = await buildAndPack(folder);
  plain = await createProject(join(folder, "plain"), tarball);
  msw2 = await createProject(join(folder, "msw2"), tarball, ["msw@2.15.0"]);
  msw3 = await createProject(join(folder, "msw3"), tarball, ["msw@3.0.5"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.concurrent("the installed package", () => {
  test("revokes from a bundle of Vite's", () => deletesAll(plain, (env) => bundled(plain, "vite", env)));

  test("revokes in Bun", () => deletesAll(plain, (env) => run(runtimes.Bun.executable, ["program.mjs"], plain, env)));

  test("revokes in Deno, with no more than the permissions that it needs", () => {
    const permissions = ["--allow-net=127.0.0.1", "--allow-env=SANDBOX"];
    const args = ["run", "--no-remote", "--node-modules-dir=manual", ...permissions, "program.mjs"];
    return deletesAll(plain, (env) => run(runtimes.Deno.executable, args, plain, env));
  });

  test("lets a user's test with msw 3 pass in Node 24", () => passesItsTest(runtimes["Node 24"].executable, msw3));

  test("lets a user's test with msw 3 pass in Chromium", () => passesInServiceWorker(msw3));

  test.each(typed.filter(({ short }) => !short))("has types: $name", (each) =>
    compiles(each, each.project === "plain" ? plain : msw2),
  );
});
