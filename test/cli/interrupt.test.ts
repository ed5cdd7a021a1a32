import { afterEach, expect, test } from "vitest";
import { tokenEndpoints } from "../../generated/client.js";
import type { Fetch } from "../../src/options.js";
import { scenario } from "../../src/sandbox/index.js";
import { type Cloud, revokeArguments, startCloud } from "./cloud.js";
import { onlyJson, type Ran, runCli } from "./runCli.js";

let cloud: Cloud;
afterEach(async () => {
  await cloud.close();
});

/** Runs against a slow or failing server and interrupts once a condition holds, and the client has had time to see it. */
async function interrupted(when: () => boolean, kind: "digest" | "service-account", through?: Fetch): Promise<Ran> {
  const flags = ["--json", "--max-retries", "100", "--no-verify"];
  const argv = [...revokeArguments(cloud, "atlas", "unassignGroupApiKey"), ...flags];
  return await runCli(argv, {
    env: cloud.env[kind],
    fetch: through,
    onListening: (interrupt) => {
      const timer = setInterval(() => {
        if (!when()) return;
        clearInterval(timer);
        setTimeout(interrupt, 200);
      }, 10);
    },
  });
}

test("an interrupt between refusals says that nothing was revoked", async () => {
  cloud = await startCloud({ faults: [scenario.rateLimited({ retryAfterSeconds: 20 })] });
  const ran = await interrupted(() => cloud.log.some(({ status }) => status === 429), "digest");
  expect(ran.code).toBe(130);
  expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "refused" });
  expect(cloud.state.deletions).toEqual([]);
});

test("an interrupt before the DELETE says that nothing was sent", async () => {
  cloud = await startCloud({ faults: [scenario.grantsRateLimited({ retryAfterSeconds: 20 })] });
  const ran = await interrupted(() => cloud.log.some(({ status }) => status === 429), "service-account");
  expect(ran.code).toBe(130);
  expect(onlyJson(ran.stdout)).toMatchObject({ outcome: "not-sent" });
  expect(cloud.log.filter(({ method }) => method === "DELETE")).toEqual([]);
});

test("after an interrupt a token endpoint that hangs is waited for two seconds, no longer", async () => {
  cloud = await startCloud({ faults: [scenario.rateLimited({ retryAfterSeconds: 20 })] });
  let asked = 0;
  const ran = await interrupted(
    () => cloud.log.some(({ status }) => status === 429),
    "service-account",
    (url, init) => {
      if (!url.endsWith(tokenEndpoints.revoke)) return fetch(url, init);
      asked = performance.now();
      return new Promise(() => undefined);
    },
  );
  expect(ran.code).toBe(130);
  expect(performance.now() - asked).toBeLessThan(3000);
  expect(ran.stderr).toContain("Gave up waiting for the access token to be revoked");
});
