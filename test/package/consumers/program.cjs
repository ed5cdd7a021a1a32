// The same through `require`, which can load ES modules since Node 20.19.
const { createClient, digest } = require("mongodb-cloud-revoke");
const document = require("mongodb-cloud-revoke/openapi.json");
const { startSandbox } = require("mongodb-cloud-revoke/sandbox");

async function main() {
  const { url, credentials, targets } = JSON.parse(process.env.SANDBOX);
  const outcomes = [];
  for (const [api, operations] of Object.entries(targets)) {
    const client = createClient({ api, baseUrl: url, auth: digest(credentials.apiKey) });
    for (const [operationId, ids] of Object.entries(operations)) {
      const { outcome } = await client[operationId](ids);
      const again = await client[operationId](ids).then(
        () => "no error",
        (error) => error.name,
      );
      outcomes.push([api, operationId, outcome, again]);
    }
  }
  if (document.openapi !== "3.1.0" || typeof startSandbox !== "function") throw new Error("an entry point is missing");
  console.log(JSON.stringify(outcomes));
}
main();
