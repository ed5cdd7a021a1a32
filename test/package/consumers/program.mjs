// A plain JavaScript program, run by every runtime: revokes what the caller names and prints the outcomes as JSON.
import { createClient, digest, serviceAccount } from "mongodb-cloud-revoke";

const read = (name) => globalThis.process?.env?.[name] ?? globalThis.Deno?.env.get(name);
const { url, credentials, targets } = JSON.parse(read("SANDBOX"));
const auths = { "cloud-manager": digest(credentials.apiKey), atlas: serviceAccount(credentials.serviceAccount) };
const outcomes = [];
for (const [api, operations] of Object.entries(targets)) {
  const client = createClient({ api, baseUrl: url, auth: auths[api] });
  for (const [operationId, ids] of Object.entries(operations)) {
    const { outcome } = await client[operationId](ids);
    const again = await client[operationId](ids).then(
      () => "no error",
      (error) => error.name,
    );
    outcomes.push([api, operationId, outcome, again]);
  }
  await client.close();
}
console.log(JSON.stringify(outcomes));
