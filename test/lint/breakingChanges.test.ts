/** That a change which breaks callers fails a pull request, also where redocly alone rates it too low. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSpec, root } from "./documents.js";

const folder = mkdtempSync(join(tmpdir(), "breaking-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const spec = await readSpec();
const key = "paths/unassignGroupApiKey.yaml";
const scheme = "components/securitySchemes/serviceAccount.yaml";

type Edit = readonly [file: string, from: string, to: string];

/** Runs the script over a copy with edits. */
function diff(...edits: readonly Edit[]): { status: number | null; stdout: string } {
  const changed = new Map(spec);
  for (const [file, from, to] of edits) {
    expect(changed.get(file)).toContain(from);
    changed.set(
      file,
      (changed.get(file) ?? "").replace(from, () => to),
    );
  }
  for (const [name, text] of changed) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const args = ["--import", "tsx", "scripts/diff-document.ts", join(root, "spec"), folder];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

test.each<readonly [what: string, file: string, from: string, to: string, reason: RegExp]>([
  [
    "another name of an id",
    "components/parameters/apiKeyId.yaml",
    "name: apiKeyId",
    "name: keyId",
    /calls no longer compile/,
  ],
  ["another default", "components/parameters/envelope.yaml", "default: false", "default: true", /leaves it out/],
  [
    "another required field",
    "components/schemas/ApiError.yaml",
    "  - error\n",
    "  - error\n  - errorCode\n",
    /accepted is rejected/,
  ],
  ["another success", key, "atlas: 204", "atlas: 200", /a success is another status/],
  ["another version", key, '"2023-01-01"', '"2024-01-01"', /asks for another version/],
  ["another effect", key, "x-effect: unassigned", "x-effect: deleted", /means another thing/],
  ["another API's name", "openapi.yaml", "x-api: atlas", "x-api: atlas-v2", /choose the server/],
  ["another token endpoint", scheme, "api/oauth/token", "api/oauth/tokens", /credentials go elsewhere/],
  ["another revocation endpoint", scheme, "api/oauth/revoke", "api/oauth/revocation", /credentials go elsewhere/],
  [
    "an operation less",
    "openapi.yaml",
    "  /groups/{groupId}/apiKeys/{apiKeyId}:\n    $ref: ./paths/unassignGroupApiKey.yaml\n",
    "",
    /apiKeys/,
  ],
  [
    "a lookup less",
    "lookup.yaml",
    "  /groups/{groupId}/apiKeys:\n    $ref: ./paths/listGroupApiKeys.yaml\n",
    "",
    /apiKeys/,
  ],
])(
  "%s breaks",
  (_what, file, from, to, reason) => {
    const { status, stdout } = diff([file, from, to]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(reason) });
  },
  60_000,
);

test("a break that the major version announces passes, and so does what breaks nobody", () => {
  const announced = diff([key, "atlas: 204", "atlas: 200"], ["openapi.yaml", "version: 2.0.0", "version: 3.0.0"]);
  expect(announced).toMatchObject({ status: 0, stdout: expect.stringContaining("Announced") });
  const reworded = diff(["components/headers/Vary.yaml", "The request headers", "Those request headers"]);
  expect(reworded).toMatchObject({ status: 0, stdout: expect.stringContaining("0 breaking changes") });
}, 60_000);
