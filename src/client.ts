/** `createClient`: wires options, auth and transport to the generated methods. */
/// <reference lib="esnext.disposable" preserve="true" />
import {
  type Api,
  createMethods,
  type HttpClient,
  type Ids,
  type Methods,
  type OperationFacts,
  type OperationId,
  operationTable,
} from "../generated/client.js";
import { packageVersion } from "../generated/version.js";
import { ClientClosedError } from "./errors.js";
import { createBuild, createHttp, type Run, type Sender } from "./http.js";
import { checkIds } from "./internal/ids.js";
import { createLookup, type Lookup } from "./lookup.js";
import {
  type CallOptions,
  type ClientOptions,
  type LookOptions,
  readClientOptions,
  readLookOptions,
} from "./options.js";
import { type Internals, type Revocation, revoke } from "./revoke.js";
import { askAuth } from "./transport/authenticate.js";
import { runCall } from "./transport/runCall.js";
import { createTransport } from "./transport/transport.js";
import { look, type Presence } from "./verify.js";

/** A client of one API with one credential: one method per operation of the document. */
export interface RevokeClient extends Methods<CallOptions, Revocation> {
  /** The API that the client was made for. */
  readonly api: Api;
  /**
   * The typed openapi-fetch client over the same transport, guard included. It resolves with `{ data, error, response }`:
   * judge by `response.ok`, which is true for a confirmed revocation only; an error with an empty body has no `error`.
   * Everything in them is redacted. Headers and bodies of the caller's own are refused.
   */
  readonly http: HttpClient;
  /** Reads what is there: the accounts with their secrets, and the keys. */
  readonly lookup: Lookup;
  /**
   * Looks whether an operation's target is listed, and changes nothing.
   *
   * ```ts
   * const { state } = await client.verify("unassignGroupApiKey", { groupId, apiKeyId });
   * ```
   *
   * @returns `present` with what is listed, or `absent`: a list that was read whole does not hold it.
   * @throws RevokeError when it can't be read; nothing is known then.
   */
  verify<K extends OperationId>(operationId: K, ids: Ids<K>, options?: LookOptions): Promise<Presence>;
  /**
   * Waits for the calls that are under way and revokes the access tokens that were issued. A token that could not be
   * revoked is a `warning` event and expires by itself within the hour: it changes no outcome, and is not an error.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How bulk sends one revocation through a client: as its methods do, with what only this package may ask for. */
export type SendOne = (
  operation: OperationFacts,
  ids: unknown,
  options: CallOptions | undefined,
  internals: Omit<Internals, "number">,
) => Promise<Revocation>;

/** What this package alone may ask of a client. */
interface Inner {
  readonly sendOne: SendOne;
  readonly grant: (signal: AbortSignal) => Promise<void>;
}

const innerOf: WeakMap<RevokeClient, Inner> = new WeakMap();

/** The way into a client for this package alone; `undefined` for anything that this copy's `createClient` did not make. */
export function sendOneOf(client: RevokeClient): SendOne | undefined {
  return innerOf.get(client)?.sendOne;
}

/** Asks for an access token and sends nothing with it; `close()` revokes it. For this package alone. */
export async function grantOnly(client: RevokeClient, signal: AbortSignal): Promise<void> {
  await innerOf.get(client)?.grant(signal);
}

/**
 * Creates a client.
 *
 * ```ts
 * const client = createClient({ api: "atlas", auth: serviceAccount({ clientId, clientSecret }) });
 * const { outcome } = await client.deleteGroupServiceAccountSecret({ groupId, clientId, secretId });
 * ```
 *
 * @throws InvalidParameterError that names the option at fault.
 */
export function createClient(options: ClientOptions): RevokeClient {
  const settings = readClientOptions(options, `mongodb-cloud-revoke/${packageVersion}`);
  const { deliver, direct } = createTransport(settings);
  const sender: Sender = { settings, build: createBuild(settings), deliver };
  const underWay = new Set<Promise<unknown>>();
  let calls = 0;
  let closing: Promise<void> | undefined;

  const track = <T>(start: (number: number) => Promise<T>): Promise<T> => {
    if (closing !== undefined) {
      const summary = "The client is closed; create another one.";
      return Promise.reject(new ClientClosedError({ summary, outcome: "not-sent" }));
    }
    calls += 1;
    const call = start(calls);
    const done = call.then(forget, forget);
    underWay.add(done);
    function forget(): void {
      underWay.delete(done);
    }
    return call;
  };
  const run: Run = (request, work) => track((number) => runCall(settings, number, request, work));
  const sendOne: SendOne = (operation, ids, callOptions, internals) =>
    track((number) => revoke(sender, operation, ids, callOptions, { ...internals, number }));

  const close = async (): Promise<void> => {
    await Promise.all(underWay);
    const closeCall = runCall(settings, 0, { operation: undefined }, (call) =>
      askAuth(settings, direct, call, (auth, context) => auth.close?.(context)),
    );
    // Reported as a warning event: the outcomes of the calls stand, whatever happens to the token.
    await closeCall.catch(() => undefined);
  };
  const closeOnce = (): Promise<void> => {
    closing ??= close();
    return closing;
  };

  const client: RevokeClient = {
    ...createMethods<CallOptions, Revocation>((operation, ids, callOptions) =>
      sendOne(operation, ids, callOptions, {}),
    ),
    api: settings.api,
    http: createHttp(sender, run),
    lookup: createLookup(sender, run),
    verify: async (operationId, ids, lookOptions) => {
      const operation = operationTable[operationId];
      const checked = checkIds(operation.pathParameters, ids, operationId);
      return await run({ operation, ...readLookOptions(lookOptions) }, (call) =>
        look(sender, operation, checked, call),
      );
    },
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
  const target = { method: "GET", url: `${settings.origin}/` };
  const grant = (signal: AbortSignal): Promise<void> =>
    run({ operation: undefined, signal }, (call) =>
      askAuth(settings, direct, call, (auth, context) => auth.authorize(target, context)),
    );
  innerOf.set(client, { sendOne, grant });
  return client;
}
