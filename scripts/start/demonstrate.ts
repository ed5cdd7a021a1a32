// The demonstration behind `npm start`: find, look, revoke, look again. Every outcome that it prints is compared with what it
// should be, and with the sandbox's own record of what was revoked.
import type * as Library from "../../src/index.js";
import type * as Sandbox from "../../src/sandbox/index.js";

type Print = (line: string) => void;
type RunningSandbox = Awaited<ReturnType<typeof Sandbox.startSandbox>>;

/** Runs the demonstration. Returns 0 when everything was as it should be, else 1. */
export async function demonstrate(library: typeof Library, sandboxes: typeof Sandbox, print: Print): Promise<number> {
  await using sandbox = await sandboxes.startSandbox();
  print(`A sandbox of MongoDB Cloud on ${sandbox.url}: in memory, with made-up credentials. Nothing real is touched.`);
  const problems: string[] = [];
  const expect = (what: string, actual: unknown, wanted: unknown): void => {
    if (actual !== wanted) problems.push(`${what}: expected ${String(wanted)}, got ${String(actual)}`);
  };
  const { digest, serviceAccount } = library;
  const { apiKey, serviceAccount: account } = sandbox.credentials;
  for (const [api, title, auth] of [
    ["cloud-manager", "Cloud Manager, with an API key (HTTP Digest)", digest(apiKey)],
    ["atlas", "Atlas, with a service account (OAuth 2.0)", serviceAccount(account)],
  ] as const) {
    print(`\n${title}`);
    await using client = library.createClient({ api, auth, baseUrl: sandbox.url });
    await findByValue(client, sandbox, print, expect);
    await revokeAll(client, sandbox, print, expect);
  }
  expect("revocations in the sandbox's record", sandbox.state.deletions.length, 8);
  for (const problem of problems) print(`\nNOT AS IT SHOULD BE: ${problem}`);
  if (problems.length > 0) return 1;
  print(next);
  return 0;
}

type Expect = (what: string, actual: unknown, wanted: unknown) => void;

/** From the end of a leaked value to the id of the secret that it belongs to. */
async function findByValue(
  client: Library.RevokeClient,
  sandbox: RunningSandbox,
  print: Print,
  expect: Expect,
): Promise<void> {
  const { groupId, clientId, secretId } = first(sandbox.targets[client.api].deleteGroupServiceAccountSecret);
  const listed = await client.lookup.serviceAccounts({ groupId });
  const leaked = listed.find((each) => each.clientId === clientId)?.secrets?.[0]?.maskedSecretValue?.slice(-4) ?? "";
  const matches = listed.flatMap(({ secrets = [] }) =>
    secrets.filter((each) => each.maskedSecretValue?.endsWith(leaked)),
  );
  print(`  find          a leaked value that ends in ${leaked} is the secret ${matches[0]?.id}`);
  expect(`${client.api}: the secret that was found`, matches[0]?.id, secretId);
}

/** Each operation once: looked at, revoked, and looked at again. */
async function revokeAll(
  client: Library.RevokeClient,
  sandbox: RunningSandbox,
  print: Print,
  expect: Expect,
): Promise<void> {
  const targets = sandbox.targets[client.api];
  const options = { verify: true };
  for (const [wanted, revoke] of [
    ["deleted", () => client.deleteOrgServiceAccountSecret(first(targets.deleteOrgServiceAccountSecret), options)],
    ["deleted", () => client.deleteGroupServiceAccountSecret(first(targets.deleteGroupServiceAccountSecret), options)],
    ["unassigned", () => client.unassignGroupServiceAccount(first(targets.unassignGroupServiceAccount), options)],
    ["unassigned", () => client.unassignGroupApiKey(first(targets.unassignGroupApiKey), options)],
  ] as const) {
    const { operationId, outcome, status, remains, evidence } = await revoke();
    const before = typeof evidence?.before === "object" ? "listed" : String(evidence?.before);
    print(`  ${outcome.padEnd(13)} ${operationId}: HTTP ${status}; ${before} before, ${evidence?.after} after`);
    if (remains !== undefined) print(`                ${remains}`);
    expect(`${client.api} ${operationId}`, outcome, wanted);
    expect(`${client.api} ${operationId}, before`, before, "listed");
    expect(`${client.api} ${operationId}, after`, evidence?.after, "absent");
  }
}

function first<T>(list: readonly T[]): T {
  const [target] = list;
  if (target === undefined) throw new Error("the sandbox has no target");
  return target;
}

const next = `
Everything is as it should be. What to type next:

  A sandbox of your own, with ready-made curl and CLI lines:
    npx mongodb-cloud-revoke sandbox

  One revocation in a sandbox that lives as long as the command:
    npx mongodb-cloud-revoke project-secret --api atlas --sandbox

  For real: what does a leaked value belong to, and what to type next?
    export MONGODB_ATLAS_PUBLIC_API_KEY=… MONGODB_ATLAS_PRIVATE_API_KEY=…
    npx mongodb-cloud-revoke find --api atlas --org-id … --leaked leaked.txt`;
