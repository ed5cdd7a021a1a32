// Handlers with faults, and operations sent to them without a credential, for the tests of scenarios and envelopes.
import { getResponse } from "msw";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import {
  createHandlers,
  createState,
  defaultSeed,
  type Fault,
  type State,
  type Targets,
  targetsOf,
} from "../../src/mock/index.js";
import { checkExchange } from "../contract/checker.js";

const apis = Object.keys(servers) as Api[];
const operationIds = Object.keys(operationTable) as OperationId[];
export const cells: readonly { readonly api: Api; readonly operationId: OperationId }[] = apis.flatMap((api) =>
  operationIds.map((operationId) => ({ api, operationId })),
);

export interface Scene {
  readonly state: State;
  readonly targets: Targets;
  /** Sends one operation for its first target. */
  readonly call: (api: Api, operationId: OperationId, query?: string) => Promise<Response>;
}

/** Handlers with these faults. Authentication is off, since faults are the subject here. */
export function scene(...faults: Fault[]): Scene {
  const seed = defaultSeed();
  const state = createState(seed);
  const targets = targetsOf(seed);
  const handlers = createHandlers({ state, faults, auth: false, baseUrl: "https://api.invalid" });
  return {
    state,
    targets,
    async call(api, operationId, query = "") {
      const ids = targets[api][operationId][0] as Readonly<Record<string, string>> | undefined;
      const path = operationTable[operationId].path.replace(/\{(\w+)\}/g, (_, name: string) => ids?.[name] ?? "");
      const request = new Request(`https://api.invalid${servers[api].basePath}${path}${query}`, {
        method: "DELETE",
        headers: { accept: operationTable[operationId].accept[api] },
      });
      const response = await getResponse(handlers, request);
      if (response === undefined) throw new Error("no handler answered");
      return response;
    },
  };
}

/** Checks an answer against the document, and gives its body. */
export async function conforms(api: Api, operationId: OperationId, response: Response, query = ""): Promise<string> {
  const body = await response.clone().text();
  const path = operationTable[operationId].path
    .replace("{clientId}", `mdb_sa_id_${"a".repeat(24)}`)
    .replace(/\{\w+\}/g, "a".repeat(24));
  checkExchange({
    api,
    request: {
      method: "DELETE",
      url: `${servers[api].basePath}${path}${query}`,
      headers: new Headers({ accept: operationTable[operationId].accept[api] }),
    },
    response: { status: response.status, headers: response.headers, body },
  });
  return body;
}
