// A typed user of the handlers, with msw.
import { createClient, digest } from "mongodb-cloud-revoke";
import {
  createHandlers,
  createState,
  credentialsOf,
  defaultSeed,
  scenario,
  targetsOf,
} from "mongodb-cloud-revoke/mock";
import type { HttpHandler } from "msw";

const seed = defaultSeed();
const state = createState(seed);
export const handlers: readonly HttpHandler[] = createHandlers({ state, latencyMs: 0 });
export const { publicKey, privateKey } = credentialsOf(seed);
export const [ids] = targetsOf(seed).atlas.unassignGroupApiKey;
export const client = createClient({ api: "atlas", auth: digest({ publicKey, privateKey }) });
export const deletions: number = state.snapshot().deletions.length;
void scenario;

export function mistakes(): void {
  // @ts-expect-error a misspelt option
  createHandlers({ latency: 0 });
  // @ts-expect-error an API that is none
  createHandlers({ api: "ops-manager" });
}
