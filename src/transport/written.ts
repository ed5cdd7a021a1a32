/**
 * Learns from Node itself whether a request was written to its connection. Node's `fetch`, and every `fetch` of undici,
 * reports it on a diagnostics channel; elsewhere nothing is reported, and the failure's kind has to decide.
 */

/** Receives what the platform reports of one request. */
export interface WriteWatch {
  /** The platform reports on this request: from now on it is known not to have been written. */
  readonly created: () => void;
  /** The request's head is about to be written to a connection that is up. */
  readonly written: () => void;
}

/** Runs a `fetch` of one DELETE under watch. */
export type Watched = <T>(watch: WriteWatch, send: () => Promise<T>) => Promise<T>;

/** `undici:request:create` and `undici:client:sendHeaders`: the same `request` object in both. */
interface Message {
  readonly request: object & { readonly method?: unknown };
}

let watchedHere: Watched | undefined;
/** What ended the attempts to connect: `undici:client:connectError`. */
const connectErrors = new WeakSet<object>();

/** Whether the platform reported this very failure, or its cause, as that of an attempt to connect. */
export function failedToConnect(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  return connectErrors.has(error) || failedToConnect((error as { cause?: unknown }).cause, depth + 1);
}

/** Runs `send`, and reports to `watch` what is known of the request that it makes. */
export function watched<T>(watch: WriteWatch, send: () => Promise<T>): Promise<T> {
  watchedHere ??= subscribe() ?? ((_watch, run) => run());
  return watchedHere(watch, send);
}

function subscribe(): Watched | undefined {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  const diagnostics = process?.getBuiltinModule?.("node:diagnostics_channel");
  const hooks = process?.getBuiltinModule?.("node:async_hooks");
  if (diagnostics === undefined || hooks === undefined) return undefined;
  const current = new hooks.AsyncLocalStorage<WriteWatch>();
  const watches = new WeakMap<object, WriteWatch>();
  diagnostics.subscribe("undici:request:create", (message) => {
    const { request } = message as Message;
    const watch = current.getStore();
    // A CONNECT to a proxy runs in the same context, and is not the DELETE.
    if (watch === undefined || request.method !== "DELETE") return;
    watches.set(request, watch);
    watch.created();
  });
  diagnostics.subscribe("undici:client:sendHeaders", (message) => {
    watches.get((message as Message).request)?.written();
  });
  diagnostics.subscribe("undici:client:connectError", (message) => {
    const { error } = message as { readonly error: unknown };
    if (typeof error === "object" && error !== null) connectErrors.add(error);
  });
  return (watch, send) => current.run(watch, send);
}
