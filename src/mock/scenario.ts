// Named things that go wrong, for `faults`: each documented error status, each form of the envelope, and what proxies do.
import { type Api, type OperationId, operationTable } from "../../generated/client.js";
import { type Answer, jsonAnswer, type Refusal, type Reply, serviceHeaders } from "./answer.js";
import { type EnvelopeForm, renderRefusal } from "./envelope.js";
import type { Call, Fault } from "./fault.js";
import { refuseUnknown } from "./options.js";
import { addressNotAllowed, notAcceptable, refusal, unauthenticated, versionGone } from "./refusals.js";

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

/** A 429, with or without the headers that the documentation says may be missing. */
export interface RateLimitedOptions extends Where {
  /** Seconds in `Retry-After` and in the body. Default 1. */
  readonly retryAfterSeconds?: number;
  /** `false`: neither `Retry-After` nor `RateLimit-Limit` and `RateLimit-Remaining`. Default `true`. */
  readonly headers?: boolean;
}

/** Named faults: give them to `createHandlers` or `startSandbox` as `faults`. */
export interface Scenarios {
  /** An error of the API with a status, after the credential was accepted. Its code defaults to a documented one. */
  apiError(status: ErrorStatus, options?: ErrorOptions): Fault;
  /** A 429 of the API. */
  rateLimited(options?: RateLimitedOptions): Fault;
  /** `?envelope=true` answered in a given form; requests without it pass. */
  envelope(form: EnvelopeForm, where?: Where): Fault;
  /** A 401 without a body, before the credential is looked at. */
  emptyUnauthorized(where?: Where): Fault;
  /** A proxy's HTML page, before the request reaches the API. Default status 502. */
  gatewayPage(status?: number, where?: Where): Fault;
  /** A 200 with a login page, as a captive proxy answers. */
  loginPage(where?: Where): Fault;
  /** A redirect to another origin. */
  redirect(status: 301 | 302 | 303 | 307 | 308, where?: Where): Fault;
  /** The connection dies before the request takes effect. */
  connectionLost(where?: Where): Fault;
  /** The revocation happens, and its answer is lost: with a status, a gateway's error page comes instead. */
  answerLost(status?: number, where?: Where): Fault;
  /** The token endpoint refuses: the service account holds as many live tokens as it may. */
  tokenLimit(options?: { readonly times?: number }): Fault;
  /** The token endpoint's 429, in the shape of the API's errors. */
  grantsRateLimited(options?: { readonly times?: number; readonly retryAfterSeconds?: number }): Fault;
}

const messages: Readonly<Record<ErrorStatus, readonly [code: string, detail: string]>> = {
  400: ["API_KEY_NOT_FOUND", "No API Key with the given ID exists."],
  401: ["USER_UNAUTHORIZED", "Current user is not authorized to perform this action."],
  402: ["ACCOUNT_SUSPENDED", "Group has an unpaid invoice that is more than 30 days old."],
  403: ["IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP address is not allowed to access this resource."],
  404: ["RESOURCE_NOT_FOUND", "Cannot find the resource."],
  405: ["WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Writes are not allowed while the application is upgraded."],
  406: ["INVALID_VERSION_DATE", "Invalid accept header or version date."],
  409: ["CONFLICT", "The request conflicts with another one."],
  410: ["VERSION_GONE", "The version of this resource is gone."],
  429: ["RATE_LIMITED", "Too many requests."],
  500: ["UNEXPECTED_ERROR", "Unexpected error."],
  502: ["UNEXPECTED_ERROR", "Bad gateway."],
  503: ["UNEXPECTED_ERROR", "The service is unavailable."],
  504: ["UNEXPECTED_ERROR", "The gateway timed out."],
};

const whereNames: readonly (keyof Where)[] = ["operationId", "api", "times"];

/** The server's own answer, which a fault looked at and left alone: it does not count. */
interface Passed {
  readonly passed: Reply;
}

/** A fault on the operations that `where` names, as often as it says. */
function strikeOperations(
  stage: Fault["stage"],
  where: Where,
  strike: (call: Call, proceed: Parameters<Fault["strike"]>[1]) => Reply | Passed | undefined,
): Fault {
  const { operationId, api, times = Number.POSITIVE_INFINITY } = where;
  if (operationId !== undefined && !Object.hasOwn(operationTable, operationId)) {
    throw new TypeError(`scenario: operationId must be one of ${Object.keys(operationTable).join(", ")}`);
  }
  let left = times;
  return {
    stage,
    strike(call, proceed) {
      if (call.api === undefined || left <= 0) return undefined;
      if (operationId !== undefined && call.operation !== operationId) return undefined;
      if (api !== undefined && call.api !== api) return undefined;
      const reply = strike(call, proceed);
      if (reply !== undefined && typeof reply === "object" && "passed" in reply) return reply.passed;
      if (reply !== undefined) left -= 1;
      return reply;
    },
  };
}

function strikeGrants(times: number | undefined, answer: () => Answer): Fault {
  let left = times ?? Number.POSITIVE_INFINITY;
  return {
    stage: "before authentication",
    strike(call) {
      if (call.operation !== "grant" || left <= 0) return undefined;
      left -= 1;
      return answer();
    },
  };
}

function page(status: number, title: string): Answer {
  return {
    status,
    headers: [["Content-Type", "text/html; charset=utf-8"]],
    body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** The server's own words where it has a case for the status, so that a scenario looks like the real thing. */
function refusalFor(status: ErrorStatus, options: ErrorOptions, call: Call): Refusal {
  const { errorCode, detail, parameters } = options;
  if (errorCode === undefined && detail === undefined && parameters === undefined) {
    if (status === 401 && call.api !== undefined) return unauthenticated(call.api);
    if (status === 403) return addressNotAllowed("203.0.113.9");
    if (status === 406) return notAcceptable();
    if (status === 410) return versionGone("2023-01-01");
  }
  const [code, text] = messages[status];
  return refusal(status, errorCode ?? code, detail ?? text, parameters);
}

/** Named faults: give them to `createHandlers` or `startSandbox` as `faults`. */
export const scenario: Scenarios = {
  apiError(status, options = {}) {
    refuseUnknown("scenario.apiError", options, [...whereNames, "errorCode", "detail", "parameters"]);
    if (!Object.hasOwn(messages, status)) {
      throw new TypeError(`scenario.apiError: status must be one of ${Object.keys(messages).join(", ")}`);
    }
    return strikeOperations("after authentication", options, (call) =>
      renderRefusal(refusalFor(status, options, call), [], call.rendering),
    );
  },
  rateLimited(options = {}) {
    refuseUnknown("scenario.rateLimited", options, [...whereNames, "retryAfterSeconds", "headers"]);
    const { retryAfterSeconds = 1, headers = true } = options;
    return strikeOperations("after authentication", options, (call) => {
      const path = call.target.replace(/^\/|\?.*$/g, "");
      const limited =
        call.api === "atlas"
          ? refusal(429, "RATE_LIMITED_TOKEN_BUCKET", `Resource ${path} is limited; try again later.`, [
              path,
              retryAfterSeconds,
              1200,
              500,
              60,
            ])
          : refusal(429, ...messages[429]);
      const limits: [string, string][] = [
        ["RateLimit-Limit", "1200"],
        ["RateLimit-Remaining", "0"],
        ["Retry-After", String(retryAfterSeconds)],
      ];
      return renderRefusal(limited, headers ? limits : [], call.rendering);
    });
  },
  envelope(form, where = {}) {
    refuseUnknown("scenario.envelope", where, whereNames);
    return strikeOperations("after authentication", where, (call, proceed) =>
      call.rendering.envelope === undefined ? undefined : proceed({ envelope: form }),
    );
  },
  emptyUnauthorized(where = {}) {
    refuseUnknown("scenario.emptyUnauthorized", where, whereNames);
    return strikeOperations("before authentication", where, () => ({ status: 401, headers: serviceHeaders }));
  },
  gatewayPage(status = 502, where = {}) {
    refuseUnknown("scenario.gatewayPage", where, whereNames);
    return strikeOperations("before authentication", where, () => page(status, `${status} from the gateway`));
  },
  loginPage(where = {}) {
    refuseUnknown("scenario.loginPage", where, whereNames);
    return strikeOperations("before authentication", where, () => page(200, "Sign in"));
  },
  redirect(status, where = {}) {
    refuseUnknown("scenario.redirect", where, whereNames);
    return strikeOperations("before authentication", where, () => ({
      status,
      headers: [["Location", "https://elsewhere.invalid/"]],
    }));
  },
  connectionLost(where = {}) {
    refuseUnknown("scenario.connectionLost", where, whereNames);
    return strikeOperations("before authentication", where, () => "connection lost");
  },
  answerLost(status, where = {}) {
    refuseUnknown("scenario.answerLost", where, whereNames);
    return strikeOperations("after authentication", where, (_call, proceed) => {
      const reply = proceed();
      // Only a revocation that happened can have its answer lost.
      if (reply === "connection lost" || reply.status >= 300) return { passed: reply };
      return status === undefined ? "connection lost" : page(status, `${status} from the gateway`);
    });
  },
  tokenLimit(options = {}) {
    refuseUnknown("scenario.tokenLimit", options, ["times"]);
    return strikeGrants(options.times, () =>
      jsonAnswer(403, {
        error: "access_denied",
        error_description: "The client already holds 100 live access tokens.",
      }),
    );
  },
  grantsRateLimited(options = {}) {
    refuseUnknown("scenario.grantsRateLimited", options, ["times", "retryAfterSeconds"]);
    return strikeGrants(options.times, () => {
      const limited = refusal(429, "RATE_LIMITED", "Too many token requests from this address and client.");
      return jsonAnswer(429, limited.body, { headers: [["Retry-After", String(options.retryAfterSeconds ?? 1)]] });
    });
  },
};
