// What to type next: lines to paste that revoke something in a running sandbox, with ids that exist there.

import { type Api, type OperationId, operationTable, servers, tokenEndpoints } from "../../generated/client.js";
import { commands } from "../cli/commands.js";
import type { Credentials } from "../mock/seed.js";
import type { Targets } from "../mock/targets.js";

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

function pathOf(api: Api, operationId: OperationId, ids: Readonly<Record<string, string>>): string {
  const path = operationTable[operationId].path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  return `${servers[api].basePath}${path}`;
}

function flags(ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`)
    .join(" ");
}

/** The last of an operation's targets on an API: scripts begin with the first. */
function lastTarget(
  targets: Targets,
  api: Api,
  operationId: OperationId,
): Readonly<Record<string, string>> | undefined {
  return targets[api][operationId].at(-1);
}

/**
 * Commands for POSIX shells that each revoke something different: curl with a digest answer and with a bearer token, and
 * the package's own program, which takes credentials from the environment.
 */
export function guideLines({ url, credentials, targets }: GuideSubject): GuideLine[] {
  const { publicKey, privateKey, clientId, clientSecret } = credentials;
  const lines: GuideLine[] = [];
  const onCloudManager = lastTarget(targets, "cloud-manager", "deleteGroupServiceAccountSecret");
  if (onCloudManager !== undefined) {
    const path = pathOf("cloud-manager", "deleteGroupServiceAccountSecret", onCloudManager);
    lines.push({
      purpose: "Delete a project's service account secret on Cloud Manager with an API key (401, then 204):",
      command: `curl --include --digest --user '${publicKey}:${privateKey}' --request DELETE '${url}${path}'`,
    });
  }
  const onAtlas = lastTarget(targets, "atlas", "unassignGroupApiKey");
  if (onAtlas !== undefined) {
    const accept = operationTable.unassignGroupApiKey.accept.atlas;
    lines.push(
      {
        purpose: "Get an access token with a service account, for the next line:",
        command: `ACCESS_TOKEN=$(curl --silent --show-error --user '${clientId}:${clientSecret}' --data grant_type=client_credentials '${url}${tokenEndpoints.grant}' | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')`,
      },
      {
        purpose: "Unassign an API key from a project on Atlas with that token:",
        command: `curl --include --header "Authorization: Bearer $ACCESS_TOKEN" --header 'Accept: ${accept}' --request DELETE '${url}${pathOf("atlas", "unassignGroupApiKey", onAtlas)}'`,
      },
    );
  }
  const account = lastTarget(targets, "atlas", "unassignGroupServiceAccount");
  if (account !== undefined) {
    lines.push({
      purpose: "Unassign a service account from a project with this package's program:",
      command: `MONGODB_ATLAS_CLIENT_ID=${clientId} MONGODB_ATLAS_CLIENT_SECRET=${clientSecret} npx mongodb-cloud-revoke ${commands.unassignGroupServiceAccount} --api atlas --base-url ${url} ${flags(account)}`,
    });
  }
  return lines;
}
