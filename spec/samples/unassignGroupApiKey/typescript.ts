import { createClient, serviceAccount } from "mongodb-cloud-revoke";

const { BASE_URL, MONGODB_ATLAS_CLIENT_ID: clientId, MONGODB_ATLAS_CLIENT_SECRET: clientSecret } = process.env;
if (!BASE_URL || !clientId || !clientSecret) throw new Error("Set BASE_URL and the service account's variables.");

await using client = createClient({
  api: "atlas", // or "cloud-manager"
  auth: serviceAccount({ clientId, clientSecret }),
  baseUrl: BASE_URL,
});
const revocation = await client.unassignGroupApiKey({
  groupId: "32b6e34b3d91647abb20e7b8",
  apiKeyId: "5d1d12c087d9d63e6d682438",
});
console.log(revocation.outcome); // "unassigned", or an error was thrown
