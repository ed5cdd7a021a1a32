/** Nothing that fails before a connection is up was sent, and none of it explains a later "not found". */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Fetch, NotFoundError, TimeoutError } from "../../src/index.js";
import { rejection, thrown } from "../support/fetch.js";
import { clientOf, ids, projectKey } from "../support/world.js";
import { failures, wordings } from "./connecting.js";
import { openLab, to } from "./lab.js";

const missing = (): Response =>
  Response.json(
    { error: 404, errorCode: "RESOURCE_NOT_FOUND", detail: `There is no ${ids.apiKeyId}.` },
    { status: 404 },
  );

/** The first attempt fails as given; the second hears that there is no such target. */
async function expectNotSent(broken: Fetch): Promise<void> {
  let calls = 0;
  const fetch: Fetch = async (url, init) => {
    calls += 1;
    return calls === 1 ? await broken(url, init) : missing();
  };
  const client = clientOf({ fetch, sent: [], deletes: () => [] });
  const alone = await rejection(client.unassignGroupApiKey(projectKey));
  expect.soft(alone).toMatchObject({ code: "CONNECTION", outcome: "not-sent", attempts: 1, requests: 0 });
  calls = 0;
  const retried = await rejection(client.unassignGroupApiKey(projectKey, { maxRetries: 1 }));
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

  test.each(Object.entries(wordings))("in the words of %s", (_, error) => expectNotSent(() => Promise.reject(error)));

  test("no descriptor is left", async () => {
    const program = fileURLToPath(new URL("noDescriptors.ts", import.meta.url));
    const command = `ulimit -n 64; exec "${process.execPath}" --import tsx "${program}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command]);
    expect(JSON.parse(stdout)).toEqual([
      { name: "ConnectionError", code: "EMFILE", outcome: "not-sent", requests: 0 },
      { name: "NotFoundError", outcome: "refused", requests: 1 },
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
    const { ProxyAgent } = await import("undici");
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
