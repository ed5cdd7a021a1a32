// The floor: what the platform's own `fetch` costs when all thinking was done before. And openapi-fetch upon it.
import createClient from "openapi-fetch";
import type { paths } from "../../../generated/schema.js";
import { accessToken } from "../server/credentials.js";
import { accept, basePath, type Entry, NotRevoked, type Setting, type Target } from "./contestant.js";

const userAgent = "mongodb-cloud-revoke-bench/1";

export const floor: Entry = {
  name: "fetch, Authorization ready (the floor)",
  auth: "ready digest",
  remark:
    "Success: `response.ok`. Its digest answers, one for each target, are computed before the clock starts; no deadline, no retry, no challenge. The body is read to its end.",
  create: async ({ origin, ready }) => ({ revoke: (target) => sendReady(origin, target, ready) }),
};

export const floorWithDeadline: Entry = {
  name: "fetch, Authorization ready, with a deadline",
  auth: "ready digest",
  remark:
    "The floor with `AbortSignal.timeout(30_000)`: without a deadline a lost answer is waited for without end, so nobody should send less than this. No goal is measured against it.",
  create: async ({ origin, ready }) => ({
    revoke: (target) => sendReady(origin, target, ready, AbortSignal.timeout(30_000)),
  }),
};

async function sendReady(
  origin: string,
  target: Target,
  ready: Setting["ready"],
  signal: AbortSignal | null = null,
): Promise<void> {
  const authorization = ready?.get(target);
  if (authorization === undefined) throw new Error("no answer is ready for this target");
  const response = await fetch(`${origin}${basePath}/groups/${target.groupId}/apiKeys/${target.apiKeyId}`, {
    method: "DELETE",
    headers: { accept, authorization, "user-agent": userAgent },
    signal,
  });
  await response.arrayBuffer();
  if (!response.ok) throw new NotRevoked(`HTTP ${response.status}`);
}

export const openapiFetch: Entry = {
  name: "openapi-fetch, bearer token ready",
  packageName: "openapi-fetch",
  auth: "ready bearer",
  remark: "Success: no `error`, as its documentation shows. The token is given; nothing is granted or renewed.",
  create: async ({ origin }) => {
    const headers = { accept, authorization: `Bearer ${accessToken}`, "user-agent": userAgent };
    const client = createClient<paths>({ baseUrl: origin + basePath, headers });
    return {
      async revoke(target) {
        const path = { ...target };
        const { error } = await client.DELETE("/groups/{groupId}/apiKeys/{apiKeyId}", { params: { path } });
        if (error) throw new NotRevoked(JSON.stringify(error));
      },
    };
  },
};
