// What a scenario's error says: the document's example of the status, or the documented code for it.
import type { Api, OperationId } from "../../generated/client.js";
import { errorExamples } from "../../generated/examples.js";
import type { Refusal } from "./answer.js";
import type { Call } from "./fault.js";
import { fromExample, notAcceptable, refusal, resourceNotFound, unauthenticated, versionGone } from "./refusals.js";

/** Which requests a scenario strikes, and how often. */
export interface Where {
  /** Default: every operation. */
  readonly operationId?: OperationId;
  /** Default: both APIs. */
  readonly api?: Api;
  /** How many requests it strikes before it lets all others pass. Default: every one. */
  readonly times?: number;
}

/** The statuses that the sources name for an error of the API. */
export type ErrorStatus = 400 | 401 | 402 | 403 | 404 | 405 | 406 | 409 | 410 | 429 | 500 | 502 | 503 | 504;

/** What an error of the API says. */
export interface ErrorOptions extends Where {
  readonly errorCode?: string;
  readonly detail?: string;
  readonly parameters?: readonly (string | number)[];
}

/** What the API says with a status that the document has no example for. Codes are documented, the words are ours. */
const words: Readonly<Partial<Record<ErrorStatus, readonly [code: string, detail: string]>>> = {
  402: ["ACCOUNT_SUSPENDED", "An invoice has been unpaid for more than 30 days."],
  405: ["WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Writes are not allowed while the application is upgraded."],
  409: ["UNEXPECTED_ERROR", "The request conflicts with another one."],
};

/** The server's own words where it has a case for the status, so that a scenario looks like the real thing. */
function usualRefusal(status: ErrorStatus, call: Call): Refusal {
  switch (status) {
    case 400:
      return fromExample(call.operation === "unassignGroupApiKey" ? "apiKeyNotFound" : "badRequest");
    case 401:
      return unauthenticated(call.api ?? "atlas");
    case 403:
      return fromExample("addressNotOnAccessList");
    case 404:
      return resourceNotFound();
    case 406:
      return notAcceptable();
    case 410:
      return versionGone("2023-01-01");
    case 429:
      return fromExample(call.api === "atlas" ? "projectRateLimited" : "cloudManagerRateLimited");
    default: {
      const { detail = "", errorCode = "" } = errorExamples.unexpectedError;
      return refusal(status, ...(words[status] ?? [errorCode, detail]));
    }
  }
}

/** The usual error of a status, with what the options say instead. */
export function refusalFor(status: ErrorStatus, { errorCode, detail, parameters }: ErrorOptions, call: Call): Refusal {
  const { body } = usualRefusal(status, call);
  return {
    status,
    body: {
      ...body,
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(detail === undefined ? {} : { detail }),
      ...(parameters === undefined ? {} : { parameters: [...parameters] }),
    },
  };
}
