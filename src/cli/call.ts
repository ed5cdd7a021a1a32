/** One call of the library, with the operation chosen at run time. */
import type { OperationFacts } from "../../generated/client.js";
import { type CallOptions, type ClientOptions, createClient, type Revocation, type RevokeClient } from "../index.js";
import { checkIds } from "../internal/ids.js";

/** The ids of an operation by name. */
export type GivenIds = Readonly<Record<string, string | undefined>>;

/** The request that a call would send, without anything that proves who calls. */
export interface Preview {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Checks ids and copies them.
 *
 * @throws InvalidParameterError when one is missing or has the wrong form.
 */
export function checkedIds(operation: OperationFacts, ids: GivenIds): Readonly<Record<string, string>> {
  return checkIds(operation.pathParameters, ids, operation.operationId);
}

/** Calls the client's method of an operation. */
export function callOperation(
  client: RevokeClient,
  { operationId }: OperationFacts,
  ids: GivenIds,
  options: CallOptions,
): Promise<Revocation> {
  const method: (ids: never, options: CallOptions) => Promise<Revocation> = client[operationId];
  return method(ids as never, options); // The method checks them again, each by the document's pattern.
}

/**
 * The first request of a call: the library builds it, and nothing sends it.
 *
 * @throws InvalidParameterError for an option that the library refuses, such as a base URL with a path.
 */
export async function previewRequest(
  operation: OperationFacts,
  ids: GivenIds,
  clientOptions: Omit<ClientOptions, "auth" | "fetch">,
  envelope: boolean,
): Promise<Preview> {
  let preview: Preview | undefined;
  const stop = new AbortController();
  const client = createClient({
    ...clientOptions,
    auth: { scheme: "none", authorize: () => undefined },
    fetch: (url, { method = "", headers }) => {
      preview = { method, url, headers: Object.fromEntries(new Headers(headers)) };
      stop.abort();
      return Promise.reject(stop.signal.reason);
    },
  });
  await callOperation(client, operation, ids, { envelope, signal: stop.signal }).catch((error: unknown) => {
    if (preview === undefined) throw error;
  });
  if (preview === undefined) throw new TypeError("the library resolved a call without sending a request");
  return preview;
}
