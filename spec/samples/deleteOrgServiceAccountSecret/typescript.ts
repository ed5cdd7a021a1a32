import { createClient, serviceAccount } from "mongodb-cloud-revoke";

const { BASE_URL, MONGODB_ATLAS_CLIENT_ID: clientId, MONGODB_ATLAS_CLIENT_SECRET: clientSecret } = process.env;
if (!BASE_URL || !clientId || !clientSecret) throw new Error("Set BASE_URL and the service account's variables.");

await using client = createClient({
  api: "atlas", // or "cloud-manager"
  auth: serviceAccount({ clientId, clientSecret }),
  baseUrl: BASE_URL,
});
const revocation = await client.deleteOrgServiceAccountSecret({
  orgId: "60c4fd418ebe251047c50554",
  clientId: "mdb_sa_id_1234567890abcdef12345678",
  secretId: "66b1f0c4d2a39e5780cb4d17",
});
console.log(revocation.outcome); // "deleted", or an error was thrown
