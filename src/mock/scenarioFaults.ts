// What every scenario is made of: which requests it strikes, and the usual words of an error.
import { type Api, type LookupId, type OperationId, servers } from "../../generated/client.js";
import { errorExamples } from "../../generated/examples.js";
import { inRange, oneOf, refuseUnknown } from "./check.js";
import type { Call, Fault, Proceed } from "./fault.js";
import { type ErrorStatus, fromExample, notFound, reasons, refusal } from "./refusals.js";
import type { MockResponse, Refusal, Reply } from "./response.js";
import { allFacts } from "./route.js";

/** Which requests a scenario strikes, and how often. */
export interface Where {
  /** Default: the four revocations; for a scenario about lists, the six lookups. */
  readonly operationId?: OperationId | LookupId;
  /** `true`: the six lookups, `false`: the four revocations. */
  readonly lookups?: boolean;
  /** Default: both APIs. */
  readonly api?: Api;
  /** How many requests it strikes before it lets all others pass. Default: every one. */
  readonly times?: number;
}

const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  times: [1, 1_000_000_000],
  status: [200, 599],
  delayMs: [0, 2_147_483_647], // A timer longer than this fires at once.
  retryAfterSeconds: [0, 1_000_000_000],
  pageSize: [1, 500],
};
const choices: Readonly<Record<string, readonly unknown[]>> = {
  operationId: allFacts.map((facts) => facts.operationId),
  api: Object.keys(servers),
  lookups: [true, false],
  headers: [true, false],
};

/** Options that a scenario about lists has beside its own: it strikes the lookups unless told otherwise. */
export const onLookups: Where = { lookups: true };

/** Checks the options that every scenario has, and makes the fault. */
export function faultOn(
  name: string,
  options: Where,
  more: readonly string[],
  stage: Fault["stage"],
  strike: (call: Call, proceed: Proceed) => Reply | undefined,
): Fault {
  const caller = `scenario.${name}`;
  refuseUnknown(caller, options, [...more, "operationId", "lookups", "api", "times"]);
  const { operationId, lookups = false, api, times } = options;
  for (const [option, value] of Object.entries(options)) {
    const range = ranges[option];
    const known = choices[option];
    if (value !== undefined && range !== undefined) inRange(caller, option, value, ...range);
    if (value !== undefined && known !== undefined) oneOf(caller, option, value, known);
  }
  const method = lookups ? "GET" : "DELETE";
  const group = allFacts.filter((facts) => facts.method === method).map((facts) => facts.operationId);
  const struck = new Set<string>(operationId === undefined ? group : [operationId]);
  return {
    stage,
    ...(times === undefined ? {} : { times }),
    strike(call, proceed) {
      if (!struck.has(call.operation) || (api !== undefined && call.api !== api)) return undefined;
      return strike(call, proceed);
    },
  };
}

/** A proxy's page: a login page with 200, or else an error. */
export function page(status: number): MockResponse {
  const title = status < 300 ? "Sign in" : `${status} from the gateway`;
  return {
    status,
    headers: [["Content-Type", "text/html; charset=utf-8"]],
    body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** What the API says with a status: the document's example, or a documented code. */
export function usualRefusal(status: ErrorStatus, { operation, api, ids }: Call): Refusal {
  const { detail = "", errorCode = "" } = errorExamples.unexpectedError;
  const [parameter = "", id = ""] = Object.entries(ids).at(-1) ?? [];
  switch (status) {
    case 400:
      return operation === "unassignGroupApiKey" ? notFound(parameter, id) : fromExample("badRequest");
    case 401:
      return fromExample(api === "atlas" ? "unauthorized" : "unauthorizedWithoutCode");
    case 403:
      return fromExample("addressNotOnAccessList");
    case 404:
      return { ...notFound(parameter, id), error: 404, reason: reasons[404] };
    case 429:
      return fromExample(api === "atlas" ? "projectRateLimited" : "cloudManagerRateLimited");
    default:
      return refusal(status, errorCode, detail);
  }
}
