// Takes one service account out of every project on a list, one project id a line on standard input:
//
//   MONGODB_ATLAS_PUBLIC_API_KEY=… MONGODB_ATLAS_PRIVATE_API_KEY=… \
//     node off-board-service-account.ts mdb_sa_id_1234567890abcdef12345678 < projects.txt
//
// Exit code 0: it is out of all of them. 1: it is known to be in one still. 3: for one of them nobody knows.
import { createInterface } from "node:readline/promises";
import { createClient, digest, isRevokeError } from "mongodb-cloud-revoke";

const clientId = process.argv[2] ?? "";
const { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey = "", MONGODB_ATLAS_PRIVATE_API_KEY: privateKey = "" } = process.env;
const client = createClient({
  api: "cloud-manager",
  auth: digest({ publicKey, privateKey }),
  baseUrl: process.env.BASE_URL,
});

let remains: string | undefined;
let exitCode = 0;
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const groupId = line.trim();
    if (groupId === "") continue;
    try {
      const revocation = await client.unassignGroupServiceAccount({ groupId, clientId });
      remains ??= revocation.remains;
      console.log(`${groupId}: ${revocation.outcome}`);
    } catch (error) {
      if (!isRevokeError(error)) throw error;
      console.log(`${groupId}: ${error.outcome}. ${error.summary} ${error.nextStep ?? ""}`);
      exitCode = Math.max(exitCode, error.outcome === "unknown" ? 3 : 1);
    }
  }
} finally {
  await client.close();
}
// The account is out of the projects, and its secrets still work in the organization: the client says so, and so must we.
if (remains !== undefined) console.log(`\nStill to do: ${remains}`);
process.exitCode = exitCode;
