// `npm run docs:preview`: what it prints is pasted into a shell, and then a sample of the reference works as it is.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "../../../scripts/docs/places.js";
import { sampleOf } from "../samples.js";

const script = join(root, "scripts", "docs-preview.ts");

test("serves the site, and a sandbox that the printed variables lead to; a signal stops both", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", script], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  try {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 30_000 }).toContain("Ctrl-C stops both.");

    const site = /The site: +(http\S+)/.exec(said)?.[1] ?? "";
    const page = await fetch(`${site}/reference.html`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("x-codeSamples");
    expect((await fetch(`${site}/%2e%2e/package.json`)).status).toBe(404);
    expect((await fetch(`${site}/nothing.html`)).status).toBe(404);

    const exports = said.match(/^ {2}export .*$/gm) ?? [];
    expect(exports).toHaveLength(5);
    const pasted = `${exports.join("\n")}\n${sampleOf("deleteOrgServiceAccountSecret", "curl, API key")}`;
    const { stdout } = await promisify(execFile)("sh", ["-c", pasted], {
      env: { PATH: process.env.PATH, NO_PROXY: "*" },
    });
    expect(stdout).toMatch(/^HTTP\/1\.1 204/m);

    const closed = once(child, "close");
    child.kill("SIGTERM");
    expect(await closed).toEqual([0, null]);
  } finally {
    child.kill("SIGKILL");
  }
});

test.each([
  ["--api", "ops-manager"],
  ["--port", "http"],
])("refuses %s %s", async (...args) => {
  const run = promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args], { cwd: root });
  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("--api takes") });
});
