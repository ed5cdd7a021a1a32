// What to type next: lines to paste that do something in a running sandbox, with ids that exist there.
import { type Api, lookupTable, operationTable, servers, tokenEndpoints } from "../../generated/client.js";
import type { Credentials, Targets } from "../mock/targets.js";

/** The part of a sandbox that the lines need. */
export interface GuideSubject {
  readonly url: string;
  readonly credentials: Credentials;
  readonly targets: Targets;
}

/** One thing to type. */
export interface GuideLine {
  /** What the command does, as a sentence. */
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
  const { publicKey, privateKey } = credentials.apiKey;
  const { clientId, clientSecret } = credentials.serviceAccount;
  const urlOf = (api: Api, { path }: { readonly path: string }, ids: Readonly<Record<string, string>>): string =>
    quote(url + servers[api].basePath + path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? ""));
  const digest = `curl --include --digest --user ${quote(`${publicKey}:${privateKey}`)}`;
  const lines: GuideLine[] = [];
  const secret = targets["cloud-manager"].deleteGroupServiceAccountSecret.at(-1);
  if (secret !== undefined) {
    lines.push(
      {
        purpose: "Look at a project's service account on Cloud Manager with an API key (401, then 200):",
        command: `${digest} ${urlOf("cloud-manager", lookupTable.getGroupServiceAccount, secret)}`,
      },
      {
        purpose: "Delete its secret (401, then 204), then look again:",
        command: `${digest} --request DELETE ${urlOf("cloud-manager", operationTable.deleteGroupServiceAccountSecret, secret)}`,
      },
    );
  }
  const key = targets.atlas.unassignGroupApiKey.at(-1);
  if (key !== undefined) {
    const { unassignGroupApiKey } = operationTable;
    lines.push(
      {
        purpose: "Get an access token with a service account, for the next line:",
        command: `ACCESS_TOKEN=$(curl --silent --show-error --user ${quote(`${clientId}:${clientSecret}`)} --data grant_type=client_credentials ${quote(url + tokenEndpoints.grant)} | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')`,
      },
      {
        purpose: "Unassign an API key from a project on Atlas with that token:",
        command: `curl --include --header "Authorization: Bearer $ACCESS_TOKEN" --header ${quote(`Accept: ${unassignGroupApiKey.accept.atlas}`)} --request DELETE ${urlOf("atlas", unassignGroupApiKey, key)}`,
      },
    );
  }
  const account = targets.atlas.unassignGroupServiceAccount.at(-1);
  if (account !== undefined) {
    lines.push({
      purpose: "Unassign a service account from a project with this package's program:",
      command: `MONGODB_ATLAS_CLIENT_ID=${quote(clientId)} MONGODB_ATLAS_CLIENT_SECRET=${quote(clientSecret)} npx mongodb-cloud-revoke project-service-account --api atlas --base-url ${quote(url)} --group-id ${account.groupId} --client-id ${account.clientId}`,
    });
  }
  return [
    ...lines,
    {
      purpose: "Let the next revocation be refused with 429:",
      command: `curl --data rateLimited,times=1 ${quote(`${url}/__sandbox/faults`)}`,
    },
    { purpose: "Put everything back:", command: `curl --request POST ${quote(`${url}/__sandbox/reset`)}` },
  ];
}
