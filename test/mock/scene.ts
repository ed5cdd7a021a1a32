// A mock behind the platform's own fetch, and requests sent to it without a credential: faults are the subject here.
import { setupServer } from "msw/node";
import { onTestFinished } from "vitest";
import { type Api, type OperationId, operationTable, servers } from "../../generated/client.js";
import { createMock, type Fault, type Mock, type MockOptions, strict } from "../../src/mock/index.js";
import { checkExchange } from "../contract/checker.js";

/** No such host: a request that no handler serves fails. */
export const baseUrl = "https://api.invalid";

export const cells: readonly { readonly api: Api; readonly operationId: OperationId }[] = (
  Object.keys(servers) as Api[]
).flatMap((api) => (Object.keys(operationTable) as OperationId[]).map((operationId) => ({ api, operationId })));

/** A mock that serves the platform's fetch until the test is over. */
export function listening(options: MockOptions = {}): Mock {
  const mock = createMock({ baseUrl, ...options });
  const server = setupServer(...mock.handlers);
  server.listen(strict);
  onTestFinished(() => server.close());
  return mock;
}

/** A mock, and what to send to it. */
export interface Scene extends Mock {
  /** Sends one operation for its first target. */
  readonly call: (api: Api, operationId: OperationId, query?: string) => Promise<Response>;
}

/** A mock with these faults and without authentication. */
export function scene(...faults: Fault[]): Scene {
  const mock = listening({ faults, auth: false });
  return {
    ...mock,
    call(api, operationId, query = "") {
      const ids = mock.targets[api][operationId][0] as Readonly<Record<string, string>> | undefined;
      const path = operationTable[operationId].path.replace(/\{(\w+)\}/g, (_, name: string) => ids?.[name] ?? "");
      return fetch(`${baseUrl}${servers[api].basePath}${path}${query}`, {
        method: "DELETE",
        headers: { accept: operationTable[operationId].accept[api] },
        redirect: "manual",
      });
    },
  };
}

/** Checks a response against the document, and gives its body. */
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
