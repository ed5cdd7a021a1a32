// One measured process, plain JavaScript on the built package: revokes or bare-fetches all targets, prints its peak memory.
import { createClient, revokeAll, serviceAccount } from "../../dist/src/index.js";

const { mode, targets, url, clientId, clientSecret } = JSON.parse(process.argv[2]);
const hex = (number, prefix) => prefix + number.toString(16).padStart(23, "0");
const groups = ["a".repeat(24), "b".repeat(24)];

function* all() {
  for (let n = 0; n < targets; n += 1) {
    const pair = n >> 1;
    yield {
      operation: "deleteGroupServiceAccountSecret",
      groupId: groups[pair % 2],
      clientId: `mdb_sa_id_${hex(pair, "2")}`,
      secretId: hex(n, "1"),
    };
  }
}

async function bulk() {
  const client = createClient({ api: "atlas", auth: serviceAccount({ clientId, clientSecret }), baseUrl: url });
  let revoked = 0;
  for await (const { outcome } of revokeAll(client, all())) if (outcome === "revoked") revoked += 1;
  await client.close();
  return revoked;
}

/** What one writes without this package: four loops over one iterator, a timeout for each request. */
async function bare() {
  const grant = await fetch(`${url}/api/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = await grant.json();
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.atlas.2024-08-05+json" };
  const source = all();
  let revoked = 0;
  const loop = async () => {
    for (const { groupId, clientId: id, secretId } of source) {
      const path = `/api/atlas/v2/groups/${groupId}/serviceAccounts/${id}/secrets/${secretId}`;
      const response = await fetch(url + path, { method: "DELETE", headers, signal: AbortSignal.timeout(30_000) });
      await response.arrayBuffer();
      if (response.status === 204) revoked += 1;
    }
  };
  await Promise.all([loop(), loop(), loop(), loop()]);
  return revoked;
}

const started = performance.now();
const revoked = mode === "bulk" ? await bulk() : await bare();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ revoked, seconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
