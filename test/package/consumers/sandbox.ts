// A typed user of the sandbox, without msw.

import { createClient, digest } from "mongodb-cloud-revoke";
import { type Sandbox, startSandbox } from "mongodb-cloud-revoke/sandbox";

export async function practise(): Promise<string | undefined> {
  const sandbox: Sandbox = await startSandbox({ latencyMs: 1 });
  const client = createClient({ api: "atlas", baseUrl: sandbox.url, auth: digest(sandbox.credentials.apiKey) });
  const [ids] = sandbox.targets.atlas.unassignGroupApiKey;
  const revocation = ids && (await client.unassignGroupApiKey(ids));
  await sandbox.close();
  return revocation?.outcome;
}

export function mistakes(): void {
  // @ts-expect-error a misspelt option
  void startSandbox({ latency: 1 });
}
