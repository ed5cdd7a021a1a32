// The house-keeping step of a rotation, as a CI job runs it after the new secret has been deployed: a service account holds
// at most two secrets, and an expired one is not deleted by itself.
//
//   MONGODB_ATLAS_CLIENT_ID=… MONGODB_ATLAS_CLIENT_SECRET=<the new one> ORG_ID=… OLD_SECRET_ID=… \
//     node delete-rotated-secret.ts
//
// Exit code 0: the old secret is gone. 1: it is known to be there still. 3: nobody knows; run the job again.
import { createClient, isRevokeError, serviceAccount } from "mongodb-cloud-revoke";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const clientId = required("MONGODB_ATLAS_CLIENT_ID");
const client = createClient({
  api: "atlas",
  // Signing in with the new secret proves that it works before the old one goes.
  auth: serviceAccount({ clientId, clientSecret: required("MONGODB_ATLAS_CLIENT_SECRET") }),
  baseUrl: process.env.BASE_URL,
});

try {
  const { outcome } = await client.deleteOrgServiceAccountSecret(
    { orgId: required("ORG_ID"), clientId, secretId: required("OLD_SECRET_ID") },
    // The id comes from the job that made the secret and not from a hand, so "not found" means that an earlier run of
    // this job deleted it.
    { missingOk: true },
  );
  console.log(`The old secret is gone (${outcome}).`);
} catch (error) {
  if (!isRevokeError(error)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = error.outcome === "unknown" ? 3 : 1;
} finally {
  // Revokes the access token too: it would live for an hour.
  await client.close();
}
