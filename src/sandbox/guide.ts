// What to type next: lines to paste that do something in a running sandbox, with ids that exist there.
import { type Api, lookupTable, operationTable, servers, tokenEndpoints } from "../../generated/client.js";
import type { Sandbox } from "./startSandbox.js";

/** The part of a sandbox that the lines need. */
export type GuideSubject = Pick<Sandbox, "url" | "credentials" | "targets">;

/** One thing to type, and what it does, as a sentence. */
export interface GuideLine {
  readonly purpose: string;
  readonly command: string;
}

/** Quotes a text for a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Commands for POSIX shells: curl with a digest and with a bearer token, the package's own program, and the sandbox's own
 * endpoints. Those that revoke something each revoke something different: the last targets, since scripts begin with the first.
 */
export function guideLines({ url, credentials, targets }: GuideSubject): GuideLine[] {
  const { apiKey, serviceAccount } = credentials;
  const urlOf = (api: Api, { path }: { readonly path: string }, ids: Readonly<Record<string, string>>): string =>
    quote(url + servers[api].basePath + path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? ""));
  const digest = `curl --include --digest --user ${quote(`${apiKey.publicKey}:${apiKey.privateKey}`)}`;
  const { clientId, clientSecret } = serviceAccount;
  const pair = quote(`${clientId}:${clientSecret}`);
  const lines: GuideLine[] = [];
  const add = (purpose: string, command: string): number => lines.push({ purpose, command });
  const secret = targets["cloud-manager"].deleteGroupServiceAccountSecret.at(-1);
  if (secret !== undefined) {
    const look = urlOf("cloud-manager", lookupTable.getGroupServiceAccount, secret);
    const target = urlOf("cloud-manager", operationTable.deleteGroupServiceAccountSecret, secret);
    add("Look at a project's service account on Cloud Manager with an API key (401, then 200):", `${digest} ${look}`);
    add("Delete its secret (401, then 204), and look again:", `${digest} --request DELETE ${target}`);
  }
  const key = targets.atlas.unassignGroupApiKey.at(-1);
  if (key !== undefined) {
    const { unassignGroupApiKey: facts } = operationTable;
    const grant = `curl --silent --show-error --user ${pair} --data grant_type=client_credentials ${quote(url + tokenEndpoints.grant)}`;
    const token = `sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/'`;
    add("Get an access token with a service account, for the next line:", `ACCESS_TOKEN=$(${grant} | ${token})`);
    const headers = `--header "Authorization: Bearer $ACCESS_TOKEN" --header ${quote(`Accept: ${facts.accept.atlas}`)}`;
    const unassign = `curl --include ${headers} --request DELETE ${urlOf("atlas", facts, key)}`;
    add("Unassign an API key from a project on Atlas with that token:", unassign);
  }
  const account = targets.atlas.unassignGroupServiceAccount.at(-1);
  if (account !== undefined) {
    const env = `MONGODB_ATLAS_CLIENT_ID=${quote(clientId)} MONGODB_ATLAS_CLIENT_SECRET=${quote(clientSecret)}`;
    const program = `npx mongodb-cloud-revoke project-service-account --api atlas --base-url ${quote(url)}`;
    const ids = `--group-id ${account.groupId} --client-id ${account.clientId}`;
    add("Unassign a service account from a project with this package's program:", `${env} ${program} ${ids}`);
  }
  const faults = quote(`${url}/__sandbox/faults`);
  add("Let the next revocation be refused with 429:", `curl --data rateLimited,times=1 ${faults}`);
  add("Put everything back:", `curl --request POST ${quote(`${url}/__sandbox/reset`)}`);
  return lines;
}
