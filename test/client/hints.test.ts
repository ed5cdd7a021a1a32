/** Next steps: each error has its own, by its code first and by its status otherwise. */
import { expect, test } from "vitest";
import type { Api, RevokeClient, RevokeError } from "../../src/index.js";
import { apiError, lost, rejection, respond, type Step, script } from "../support/fetch.js";
import { clientOf, orgSecret, projectAccount, projectKey, projectSecret } from "../support/world.js";

type Call = (client: RevokeClient) => Promise<unknown>;
const key: Call = (client) => client.unassignGroupApiKey(projectKey);
const secret: Call = (client) => client.deleteGroupServiceAccountSecret(projectSecret);
const ofOrganization: Call = (client) => client.deleteOrgServiceAccountSecret(orgSecret);
const account: Call = (client) => client.unassignGroupServiceAccount(projectAccount);

async function hint(step: Step, call: Call = key, api: Api = "atlas"): Promise<string | undefined> {
  const { message, nextStep } = (await rejection(call(clientOf(script(step), { api })))) as RevokeError;
  expect(message.endsWith(` ${nextStep}`)).toBe(true);
  return nextStep;
}

const inProject = 'Check groupId and that the project is on this API (api "atlas"): nothing was looked up in it.';
const inOrganization =
  'Check orgId and that the organization is on this API (api "atlas"): nothing was looked up in it.';
test.each([
  ["ATLAS_GROUP", 404, 'The project belongs to Atlas: use api "atlas".'],
  ["NOT_ATLAS_GROUP", 404, 'The project does not belong to Atlas: use api "cloud-manager".'],
  [
    "IP_ADDRESS_NOT_ON_ACCESS_LIST",
    403,
    "Add this machine's public address to the access list of the API key or service account that signs the request.",
  ],
  ["GROUP_NOT_FOUND", 404, inProject],
  ["INVALID_GROUP_ID", 404, inProject],
  ["ORG_NOT_FOUND", 404, inOrganization],
  ["INVALID_ORG_ID", 404, inOrganization],
  [
    "API_KEY_NOT_FOUND",
    400,
    "Check apiKeyId. If the key may already be unassigned, list what is there (client.lookup), or call again with missingOk.",
  ],
])("after %s it is the code's own", async (code, status, expected) => {
  expect(await hint(apiError(status, code))).toBe(expected);
});

const missing =
  'Check each id and api "atlas". If it may already be gone, list what is there (client.lookup), or call again with missingOk.';
const refused = "Read the server's message above; the request was not carried out.";
const again = "Try again: a repeated revocation does no harm.";
const role403 = (organization: string) =>
  `The caller needs the role ${organization}; for a service account that also has access to the organization or to other projects, Organization Owner.`;
test.each<[string, Step, string, Call?, Api?]>([
  [
    "401",
    apiError(401),
    "Check the key or secret itself, that it has the role Project Access Manager, and that it is a member of the organization or project.",
  ],
  [
    "401 of Cloud Manager",
    apiError(401),
    "Check the key or secret itself, that it has one of the roles Project Owner, Project User Admin, and that it is a member of the organization or project.",
    key,
    "cloud-manager",
  ],
  ["403", apiError(403), "The caller needs the role Project Access Manager."],
  ["403 for an account", apiError(403), "The caller needs the role Project Owner.", account],
  ["403 for a secret", apiError(403), role403("Project Owner"), secret],
  ["403 for an organization's secret", apiError(403), role403("Organization Owner"), ofOrganization],
  ["404", apiError(404), missing],
  ["404 API_KEY_NOT_FOUND", apiError(404, "API_KEY_NOT_FOUND"), missing],
  ["429", apiError(429), "Wait as long as Retry-After says, then try again; revokeAll waits for a whole list at once."],
  ["500", apiError(500), again],
  ["599 API_KEY_NOT_FOUND", apiError(599, "API_KEY_NOT_FOUND"), again],
  ["400", apiError(400, "X"), refused],
  ["499", apiError(499), refused],
  ["202", respond(202), "Check the base URL and what stands between you and the server."],
  ["a lost connection", lost(), "Check the network and the base URL, then call again."],
])("after %s it is that of the status or the class", async (_, step, expected, call, api) => {
  expect(await hint(step, call, api)).toBe(expected);
});
