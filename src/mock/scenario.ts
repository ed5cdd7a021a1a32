// Named things that go wrong: errors of the API, each form of the envelope, what proxies do, and servers that lie.
import { invalidToken } from "./authenticate.js";
import { oneOf, refuseUnknown } from "./check.js";
import type { Call, Fault, Twist } from "./fault.js";
import { envelopeForm } from "./options.js";
import { documentedLimits, limitHeaders } from "./rateLimit.js";
import { type ErrorStatus, rateLimited, reasons, roleMissing, wrongApi } from "./refusals.js";
import { type EnvelopeForm, json, type MockResponse, type Refusal, renderRefusal, serviceHeaders } from "./response.js";
import { faultOn, onLookups, page, usualRefusal, type Where } from "./scenarioFaults.js";
import { grantsRateLimited, tokenLimit } from "./tokenEndpoints.js";

const before = "before authentication";
const after = "after authentication";

function erring(name: string, options: Where, more: readonly string[], refuse: (call: Call) => Refusal): Fault {
  return faultOn(name, options, more, after, (call) => renderRefusal(refuse(call), [], call.rendering));
}

function twisted(name: string, options: Where, twist: Twist, more: readonly string[] = []): Fault {
  return faultOn(name, options, more, after, (_, proceed) => proceed(twist));
}

function onGrants(name: string, options: GrantOptions, respond: () => MockResponse): Fault {
  refuseUnknown(`scenario.${name}`, options, ["times", "retryAfterSeconds"]);
  const checked = faultOn(name, options, ["retryAfterSeconds"], before, () => undefined);
  return { ...checked, strike: (call) => (call.operation === "grant" ? respond() : undefined) };
}

/** How often the token endpoint refuses, and what it says. */
interface GrantOptions {
  readonly times?: number;
  readonly retryAfterSeconds?: number;
}

/** Named faults: give them to `createMock` or `startSandbox` as `faults`, or to `state.use()`. */
export const scenario = {
  /** An error of the API, after the credential was accepted. What it says defaults to a documented code. */
  apiError(
    options: Where & {
      readonly status: ErrorStatus;
      readonly errorCode?: string;
      readonly detail?: string;
      readonly parameters?: readonly (string | number)[];
    },
  ): Fault {
    const { status, errorCode, detail, parameters } = options;
    oneOf("scenario.apiError", "status", status, Object.keys(reasons).map(Number));
    return erring("apiError", options, ["status", "errorCode", "detail", "parameters"], (call) => {
      const said = {
        ...(detail === undefined ? {} : { detail }),
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(parameters === undefined ? {} : { parameters: [...parameters] }),
      };
      return { ...usualRefusal(status, call), ...said };
    });
  },

  /** A 429. `headers: false` leaves out `Retry-After` and `RateLimit-*`. Default: try again in one second. */
  rateLimited(options: Where & { readonly retryAfterSeconds?: number; readonly headers?: boolean } = {}): Fault {
    const { retryAfterSeconds = 1, headers = true } = options;
    return faultOn("rateLimited", options, ["retryAfterSeconds", "headers"], after, (call) => {
      const bucket = documentedLimits[call.scope ?? "project"];
      const counted = headers ? limitHeaders(bucket.capacity, 0, retryAfterSeconds) : [];
      return renderRefusal(rateLimited(call, bucket, retryAfterSeconds), counted, call.rendering);
    });
  },

  /** The caller's role does not suffice: 401 with `USER_UNAUTHORIZED` or `NOT_ORG_OWNER`. */
  wrongRole(options: Where = {}): Fault {
    return erring("wrongRole", options, [], ({ scope = "project", ids }) =>
      roleMissing(scope, ids.orgId ?? ids.groupId ?? ""),
    );
  },

  /** The project lives on the other API: 404 with `ATLAS_GROUP` or `NOT_ATLAS_GROUP`. */
  otherApi(options: Where = {}): Fault {
    return erring("otherApi", options, [], ({ api = "atlas", ids }) => wrongApi(api, ids.groupId ?? ids.orgId ?? ""));
  },

  /** `?envelope=true` answered in a given form; requests without it pass. */
  envelope(options: Where & Partial<EnvelopeForm>): Fault {
    const { success, errors, ...where } = options;
    const chosen = { ...(success === undefined ? {} : { success }), ...(errors === undefined ? {} : { errors }) };
    const form = envelopeForm("scenario.envelope", chosen);
    return faultOn("envelope", where, ["success", "errors"], after, ({ rendering }, proceed) =>
      rendering.envelope === undefined ? undefined : proceed({ envelope: form }),
    );
  },

  /** A lookup's HTTP status 200 with an envelope, asked for or not, whose `status` says otherwise: 500 unless given. */
  statusInside(options: Where & { readonly status?: ErrorStatus } = {}): Fault {
    const { status = 500 } = options;
    return faultOn(
      "statusInside",
      { ...onLookups, ...options },
      ["status"],
      after,
      ({ operation, rendering: { api, pretty } }) => {
        const empty = operation.startsWith("list") ? { results: [], links: [], totalCount: 0 } : { content: {} };
        return json(200, { status, ...empty }, serviceHeaders[api], pretty);
      },
    );
  },

  /** A 401 with `error="invalid_token"`, as for an access token that has expired. */
  expiredToken(options: Where = {}): Fault {
    return faultOn("expiredToken", options, [], before, () => ({
      status: 401,
      headers: [["WWW-Authenticate", invalidToken]],
    }));
  },

  /** A 401 without a body and without a challenge, before the credential is looked at. */
  emptyUnauthorized(options: Where = {}): Fault {
    return faultOn("emptyUnauthorized", options, [], before, () => ({ status: 401, headers: [] }));
  },

  /** A proxy's HTML page, before the request reaches the API: 502 unless given; 200 is a login page. */
  proxyPage(options: Where & { readonly status?: number } = {}): Fault {
    const { status = 502 } = options;
    return faultOn("proxyPage", options, ["status"], before, () => page(status));
  },

  /** A redirect to another origin: 302 unless given. */
  redirect(options: Where & { readonly status?: 301 | 302 | 303 | 307 | 308 } = {}): Fault {
    const { status = 302 } = options;
    const headers = [["Location", "https://elsewhere.invalid/"]] as const;
    return faultOn("redirect", options, ["status"], before, () => ({ status, headers }));
  },

  /** The connection breaks before the request takes effect. */
  connectionLost(options: Where = {}): Fault {
    return faultOn("connectionLost", options, [], before, () => "connection lost");
  },

  /** The revocation happens, and its response is lost; with a status, a proxy's error page comes instead. */
  responseLost(options: Where & { readonly status?: number } = {}): Fault {
    const { status } = options;
    return faultOn("responseLost", options, ["status"], after, (_, proceed) => {
      const reply = proceed();
      // Only a revocation that happened can have its response lost.
      if (reply === "connection lost" || reply.status >= 300) return reply;
      return status === undefined ? "connection lost" : page(status);
    });
  },

  /** The response comes late, when what was asked for has long happened: after 30 seconds unless given. */
  slow(options: Where & { readonly delayMs?: number } = {}): Fault {
    const { delayMs = 30_000 } = options;
    return faultOn("slow", options, ["delayMs"], after, (_, proceed) => {
      const reply = proceed();
      return typeof reply === "object" ? { ...reply, delayMs } : reply;
    });
  },

  /** A lie: the revocation is confirmed and not carried out, so that what it named is still listed. */
  notRevoked(options: Where = {}): Fault {
    return twisted("notRevoked", options, { undone: true });
  },

  /** Lists come in shorter pages than asked for, each with a link to the next: of one entry unless given. */
  shortPages(options: Where & { readonly pageSize?: number } = {}): Fault {
    const { pageSize = 1 } = options;
    return twisted("shortPages", { ...onLookups, ...options }, { pageSize }, ["pageSize"]);
  },

  /** Each page of a list has a next one, for ever. */
  endlessPages(options: Where = {}): Fault {
    return twisted("endlessPages", { ...onLookups, ...options }, { endless: true });
  },

  /** A lie: the second half of a list is missing, while `totalCount` counts it. */
  halfList(options: Where = {}): Fault {
    return twisted("halfList", { ...onLookups, ...options }, { half: true });
  },

  /** The connection breaks in the middle of a lookup's body. */
  cutOff(options: Where = {}): Fault {
    return faultOn("cutOff", { ...onLookups, ...options }, [], after, (_, proceed) => {
      const reply = proceed();
      return typeof reply === "object" ? { ...reply, cutOff: true } : reply;
    });
  },

  /** The token endpoint refuses: the service account holds as many live tokens as it may. */
  tokenLimit(options: Pick<GrantOptions, "times"> = {}): Fault {
    return onGrants("tokenLimit", options, tokenLimit);
  },

  /** The token endpoint's 429, in the shape of the API's errors. */
  grantsRateLimited(options: GrantOptions = {}): Fault {
    return onGrants("grantsRateLimited", options, () => grantsRateLimited(options.retryAfterSeconds ?? 1));
  },
};
