/** Nothing that fails before a connection is up was sent, and none of it explains a later "not found". */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ProxyAgent } from "undici";
import { describe, expect, test } from "vitest";
import { type Fetch, NotFoundError, TimeoutError } from "../../src/index.js";
import { rejection, thrown } from "../support/fetch.js";
import { clientOf, projectKey } from "../support/world.js";
import { failures } from "./connecting.js";
import { endingsOf, openLab, to } from "./lab.js";

async function expectNotSent(broken: Fetch): Promise<void> {
  const [alone, retried] = await endingsOf(broken);
  expect.soft(alone).toMatchObject({ code: "CONNECTION", outcome: "not-sent", attempts: 1, requests: 0 });
  expect(retried).toBeInstanceOf(NotFoundError);
  expect(retried).toMatchObject({ outcome: "refused", attempts: 2, requests: 1 });
}

describe("not-sent, and a refusal when a 404 that names the target comes next", () => {
  test.each(Object.entries(failures))("%s", async (_, make) => {
    const lab = openLab();
    try {
      await expectNotSent(await make(lab));
    } finally {
      await lab.close();
    }
  });

  test.each(["http://127.0.0.1:9", "https://127.0.0.1:6667"])("a port that fetch blocks: %s", (baseUrl) => {
    const error = thrown(() => clientOf({ fetch: globalThis.fetch, sent: [], deletes: () => [] }, { baseUrl }));
    expect(error).toMatchObject({ outcome: "not-sent", parameter: "baseUrl" });
  });

  test("no descriptor is left", async () => {
    const program = fileURLToPath(new URL("noDescriptors.ts", import.meta.url));
    const command = `ulimit -n 64; exec "${process.execPath}" --import tsx "${program}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command]);
    expect(JSON.parse(stdout)).toEqual([
      ["The connection could not be made (EMFILE).", "not-sent", 0],
      [expect.stringContaining("HTTP 404"), "refused", 1],
    ]);
  });
});

test.each([
  ["a TLS handshake", "https"],
  ["a proxy's CONNECT", "http"],
])("a deadline that passes in %s is not-sent", async (_, scheme) => {
  const lab = openLab();
  try {
    const port = await lab.listen(() => undefined);
    const uri = `http://127.0.0.1:${port}`;
    const fetch =
      scheme === "https" ? to(`https://127.0.0.1:${port}`) : lab.via(new ProxyAgent({ uri }), "https://h.invalid");
    const client = clientOf({ fetch, sent: [], deletes: () => [] });
    const error = await rejection(client.unassignGroupApiKey(projectKey, { timeoutMs: 200 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcome: "not-sent", requests: 0 });
  } finally {
    await lab.close();
  }
});
