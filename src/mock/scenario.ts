// Named things that go wrong, for `faults`: each documented error status, each form of the envelope, and what proxies do.
import { operationTable } from "../../generated/client.js";
import { type Answer, jsonAnswer, type Reply, serviceHeaders } from "./answer.js";
import { type EnvelopeForm, renderRefusal } from "./envelope.js";
import type { Call, Fault } from "./fault.js";
import { refuseUnknown } from "./options.js";
import { atlasLimits } from "./rateLimit.js";
import { grantsRateLimited, rateLimited, reasons } from "./refusals.js";
import { type ErrorOptions, type ErrorStatus, refusalFor, type Where } from "./scenarioErrors.js";

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

/** Named faults: give them to `createHandlers` or `startSandbox` as `faults`. */
export const scenario: Scenarios = {
  apiError(status, options = {}) {
    refuseUnknown("scenario.apiError", options, [...whereNames, "errorCode", "detail", "parameters"]);
    if (!Object.hasOwn(reasons, status)) {
      throw new TypeError(`scenario.apiError: status must be one of ${Object.keys(reasons).join(", ")}`);
    }
    return strikeOperations("after authentication", options, (call) =>
      renderRefusal(refusalFor(status, options, call), [], call.rendering),
    );
  },
  rateLimited(options = {}) {
    refuseUnknown("scenario.rateLimited", options, [...whereNames, "retryAfterSeconds", "headers"]);
    const { retryAfterSeconds = 1, headers = true } = options;
    return strikeOperations("after authentication", options, (call) => {
      const { scope = "project" } = call;
      const bucket = { ...atlasLimits[scope], scope, path: call.target.replace(/^\/|\?.*$/g, ""), retryAfterSeconds };
      const limited = rateLimited(call.api ?? "atlas", bucket);
      const limits: [string, string][] = [
        ["RateLimit-Limit", String(bucket.capacity)],
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
      return jsonAnswer(429, grantsRateLimited().body, {
        headers: [["Retry-After", String(options.retryAfterSeconds ?? 1)]],
      });
    });
  },
};
