/** The next step for the person who reads an error: one sentence, from what the documentation says about its cause. */
import type { Api, OperationFacts } from "../generated/client.js";

/** What is known about an error when its hint is chosen. */
export interface HintFacts {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly api: Api;
  readonly operation: OperationFacts;
  /** Why a 401 could not be answered with credentials. */
  readonly authProblem: string | undefined;
}

/** One sentence that says what to do next: by the code where one says more than its status. */
export function nextStep(facts: HintFacts): string {
  const { errorCode, api } = facts;
  switch (errorCode) {
    case "ATLAS_GROUP":
      return 'The project belongs to Atlas: use api "atlas".';
    case "NOT_ATLAS_GROUP":
      return 'The project does not belong to Atlas: use api "cloud-manager".';
    case "IP_ADDRESS_NOT_ON_ACCESS_LIST":
      return "Add this machine's public address to the access list of the API key or service account that signs the request.";
    case "GROUP_NOT_FOUND":
    case "INVALID_GROUP_ID":
      return `Check groupId and that the project is on this API ("${api}"): nothing was looked up in it.`;
    case "ORG_NOT_FOUND":
    case "INVALID_ORG_ID":
      return `Check orgId and that the organization is on this API ("${api}"): nothing was looked up in it.`;
    default:
      return hintForStatus(facts);
  }
}

function hintForStatus({ status, errorCode, api, operation, authProblem }: HintFacts): string {
  const allowed = operation.roles[api];
  const roles = `${allowed.length > 1 ? "one of the roles" : "the role"} ${allowed.join(", ")}`;
  switch (true) {
    case authProblem !== undefined:
      return "Check the base URL and what stands between you and the server; no credentials were sent in another way.";
    case status === 401:
      return `Check the key or secret itself, that it has ${roles}, and that it is a member of the organization or project.`;
    case status === 403:
      return isSecret(operation)
        ? `The caller needs ${roles}; for a service account that also has access to the organization or to other projects, Organization Owner.`
        : `The caller needs ${roles}.`;
    case status === 404:
      return `Check each id and the api ("${api}"). If it may already be gone, list what is there, or call again with missingOk.`;
    case status === 400 && errorCode === "API_KEY_NOT_FOUND":
      return "Check apiKeyId. If the key may already be unassigned, list the project's keys, or call again with missingOk.";
    case status === 429:
      return "Wait as long as Retry-After says, then try again; revokeAll shares one budget among many calls.";
    case status >= 500:
      return "Try the same call again: a repeated revocation does no harm.";
    default:
      return "Read the server's words above; the call was not carried out.";
  }
}

function isSecret(operation: OperationFacts): boolean {
  return operation.pathParameters.some(({ name }) => name === "secretId");
}
