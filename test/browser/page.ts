/** Runs in Chromium: the client against a server of the same origin, whose responses the ids choose; client.test.ts serves it. */
import { createClient, digest, isRevokeError, serviceAccount } from "../../src/index.js";

const key = { publicKey: "public", privateKey: "canary-private" };
const account = { clientId: `mdb_sa_id_${"a".repeat(24)}`, clientSecret: "canary-secret" };
const groupId = "0".repeat(24);

/** The ids of a target whose response is the scene's. */
function idsOf(scene: string) {
  const unique = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return { groupId, apiKeyId: scene + unique.toString(16).padStart(24 - scene.length, "0") };
}

/** Scenes by their first two digits, as client.test.ts serves them. */
const scenes = {
  deleted: "10",
  gone: "20",
  redirect: "30",
  page: "40",
  silence: "50",
  dropped: "60",
  basic: "70",
  envelope: "80",
};

function newClient(auth = digest(key)) {
  return createClient({ api: "atlas", auth, baseUrl: location.origin, maxRetries: 0 });
}

function same(actual: object, expected: object): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`got ${got}, expected ${wanted}`);
}

async function failure(work: Promise<unknown>): Promise<readonly unknown[]> {
  try {
    await work;
  } catch (error) {
    if (!isRevokeError(error)) throw error;
    if (JSON.stringify([error, error.message, error.stack]).includes("canary")) throw new Error("a secret leaked");
    return [error.name, error.outcome];
  }
  throw new Error("the call resolved");
}

const tests: Readonly<Record<string, () => Promise<void>>> = {
  "a digest revocation is confirmed, and the next one reuses the nonce": async () => {
    const client = newClient();
    const first = await client.unassignGroupApiKey(idsOf(scenes.deleted));
    const second = await client.unassignGroupApiKey(idsOf(scenes.deleted));
    same([first.outcome, first.requests, second.outcome, second.requests], ["unassigned", 2, "unassigned", 1]);
  },
  "parallel calls of a service account share a grant, and close revokes it": async () => {
    const client = newClient(serviceAccount(account));
    const all = await Promise.all(Array.from({ length: 5 }, () => client.unassignGroupApiKey(idsOf(scenes.deleted))));
    same([all.reduce((sum, { requests }) => sum + requests, 0)], [6]);
    await client.close();
  },
  "an envelope is opened": async () => {
    const { outcome, status } = await newClient().unassignGroupApiKey(idsOf(scenes.envelope), { envelope: true });
    same([outcome, status], ["unassigned", 204]);
  },
  "not found is an error": async () => {
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.gone))), ["BadRequestError", "refused"]);
  },
  "not found is already gone when missing is fine": async () => {
    const { outcome } = await newClient().unassignGroupApiKey(idsOf(scenes.gone), { missingOk: true });
    same([outcome], ["already-gone"]);
  },
  "a redirect is not followed": async () => {
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.redirect))), [
      "UnexpectedResponseError",
      "unknown",
    ]);
  },
  "a login page is not a success": async () => {
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.page))), ["UnexpectedResponseError", "unknown"]);
  },
  "silence ends at the deadline": async () => {
    const options = { timeoutMs: 400 };
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.silence), options)), ["TimeoutError", "unknown"]);
  },
  "an abort cancels": async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const options = { signal: controller.signal };
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.silence), options)), ["CancelledError", "unknown"]);
  },
  "a dropped connection leaves the outcome unknown": async () => {
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.dropped))), ["ConnectionError", "unknown"]);
  },
  "a Basic challenge is neither met nor shown to a person": async () => {
    same(await failure(newClient().unassignGroupApiKey(idsOf(scenes.basic))), ["AuthenticationError", "refused"]);
  },
  "a bad id sends nothing": async () => {
    const work = newClient().unassignGroupApiKey({ groupId, apiKeyId: ".." });
    same(await failure(work), ["InvalidParameterError", "not-sent"]);
  },
};

async function runAll(): Promise<Readonly<Record<string, string>>> {
  const results: Record<string, string> = {};
  for (const [name, test] of Object.entries(tests)) {
    results[name] = await test().then(
      () => "passed",
      (error: unknown) => String(error),
    );
  }
  return results;
}

Object.assign(globalThis, { report: runAll() });
