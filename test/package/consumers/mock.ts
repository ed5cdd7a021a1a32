// A typed user of the handlers, with msw.
import { createClient, digest } from "mongodb-cloud-revoke";
import { createMock, scenario } from "mongodb-cloud-revoke/mock";
import type { HttpHandler } from "msw";

const mock = createMock({ latencyMs: 0, faults: [scenario.rateLimited({ times: 1 })] });
export const handlers: readonly HttpHandler[] = mock.handlers;
export const [ids] = mock.targets.atlas.unassignGroupApiKey;
export const client = createClient({ api: "atlas", auth: digest(mock.credentials.apiKey) });
export const deletions: number = mock.deletions.length;

export function mistakes(): void {
  // @ts-expect-error a misspelt option
  createMock({ latency: 0 });
  // @ts-expect-error an API that is none
  createMock({ api: "ops-manager" });
}
