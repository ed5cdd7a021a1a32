/** The next step for the person who reads an error: one sentence, from what the documentation says about its cause. */
import type { Api, LookupFacts, OperationFacts } from "../generated/client.js";

/** What is known about an error when its hint is chosen. */
export interface HintFacts {
  /** The error's `code`. */
  readonly code: string;
  readonly api: Api;
  readonly operation: OperationFacts | LookupFacts | undefined;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  /** Why a 401 could not be met with credentials. */
  readonly authProblem?: string | undefined;
}

/** How options are called where the hint is read: in a program's code, or on a command line. */
export interface HintWords {
  readonly api: (api: Api) => string;
  readonly id: (name: string) => string;
  readonly baseUrl: string;
  readonly missingOk: string;
  readonly longerTimeout: string;
  /** How to see what is there. */
  readonly list: string;
  readonly again: string;
  /** What waits for many targets at once. */
  readonly many: string;
}

const libraryWords: HintWords = {
  api: (api) => `api "${api}"`,
  id: (name) => name,
  baseUrl: "the base URL",
  missingOk: "call again with missingOk",
  longerTimeout: "with a longer timeoutMs",
  list: "list what is there (client.lookup)",
  again: "call again",
  many: "revokeAll",
};

/** What to do next, by the code where one says more than its status; `undefined` where there is nothing to say. */
export function nextStep(facts: HintFacts, words: HintWords = libraryWords): string | undefined {
  const { code, errorCode, api, status } = facts;
  const network = `Check the network and ${words.baseUrl}, then ${words.again}.`;
  if (code === "CONNECTION") return network;
  if (code === "TIMEOUT") return `Check the network, then ${words.again}, if need be ${words.longerTimeout}.`;
  if (code === "UNEXPECTED_RESPONSE") return `Check ${words.baseUrl} and what stands between you and the server.`;
  switch (errorCode) {
    case "ATLAS_GROUP":
      return `The project belongs to Atlas: use ${words.api("atlas")}.`;
    case "NOT_ATLAS_GROUP":
      return `The project does not belong to Atlas: use ${words.api("cloud-manager")}.`;
    case "IP_ADDRESS_NOT_ON_ACCESS_LIST":
      return "Add this machine's public address to the access list of the API key or service account that signs the request.";
    case "GROUP_NOT_FOUND":
    case "INVALID_GROUP_ID":
      return `Check ${words.id("groupId")} and that the project is on this API (${words.api(api)}): nothing was looked up in it.`;
    case "ORG_NOT_FOUND":
    case "INVALID_ORG_ID":
      return `Check ${words.id("orgId")} and that the organization is on this API (${words.api(api)}): nothing was looked up in it.`;
    default:
      return status === undefined ? undefined : hintForStatus(status, facts, words);
  }
}

function hintForStatus(status: number, facts: HintFacts, words: HintWords): string {
  const { errorCode, api, operation, authProblem } = facts;
  const role = roleOf(operation?.roles[api] ?? []);
  if (authProblem !== undefined) {
    return `Check ${words.baseUrl} and what stands between you and the server; no credentials were sent in another way.`;
  }
  if (status === 401) {
    return `Check the key or secret itself, that it has ${role}, and that it is a member of the organization or project.`;
  }
  if (status === 403) {
    const isSecret = operation?.pathParameters.some(({ name }) => name === "secretId");
    return isSecret
      ? `The caller needs ${role}; for a service account that also has access to the organization or to other projects, Organization Owner.`
      : `The caller needs ${role}.`;
  }
  if (status === 404 && operation?.method === "GET") return `Check each id and ${words.api(api)}.`;
  if (status === 404) {
    return `Check each id and ${words.api(api)}. If it may already be gone, ${words.list}, or ${words.missingOk}.`;
  }
  if (status === 400 && errorCode === "API_KEY_NOT_FOUND") {
    return `Check ${words.id("apiKeyId")}. If the key may already be unassigned, ${words.list}, or ${words.missingOk}.`;
  }
  if (status === 429)
    return `Wait as long as Retry-After says, then try again; ${words.many} waits for a whole list at once.`;
  if (status >= 500) return "Try again: a repeated revocation does no harm.";
  return "Read the server's message above; the request was not carried out.";
}

function roleOf(roles: readonly string[]): string {
  if (roles.length === 0) return "a role that may do this";
  return `${roles.length > 1 ? "one of the roles" : "the role"} ${roles.join(", ")}`;
}
