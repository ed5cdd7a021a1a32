/** What each fault makes of the token endpoint's answer. */
import type { FaultName, grantFaultNames } from "./faultNames.js";
import type { Random } from "./random.js";
import { apiError, bare, json, page, type Reply } from "./reply.js";

/** The token request that is to be answered. */
export interface GrantScene {
  readonly random: Random;
  readonly decoy: string;
  readonly authorization: string;
  readonly form: string;
}

type GrantFault = (typeof grantFaultNames)[number];

/** What each fault does. Says is about the credential that is to be revoked: a grant never touches it. */
export const grantFaults: Readonly<Record<GrantFault, (scene: GrantScene) => Reply>> = {
  "grant reset": () => ({ ...bare(200, "refused"), breaks: "reset" }),
  "grant silence": () => ({ ...bare(200, "refused"), breaks: "silence" }),
  "grant refused": ({ random, authorization, form }) =>
    random.chance(0.5)
      ? json(401, "refused", { error: "invalid_client", error_description: `unknown: ${authorization} ${form}` })
      : json(403, "refused", { error: "access_denied", error_description: "too many tokens" }),
  "grant limited": () => json(429, "refused", apiError(429, "RATE_LIMITED")),
  "grant failed": ({ random, authorization }) =>
    json(random.pick([500, 503]), "refused", apiError(500, "UNEXPECTED_ERROR", authorization)),
  "grant page": () => page(200, "refused"),
  "grant redirected": ({ random, decoy }) =>
    bare(random.pick([301, 302, 303, 307, 308]), "refused", [["location", `${decoy}/api/oauth/token`]]),
  "grant of a bad token": ({ random }) =>
    json(
      200,
      "refused",
      random.pick<object>([
        { access_token: "canary bad\r\ntoken", expires_in: 3600, token_type: "Bearer" },
        { access_token: "canary", expires_in: 3600, token_type: "mac" },
        { access_token: 5, expires_in: 3600, token_type: "Bearer" },
        { token_type: "Bearer" },
        [],
      ]),
    ),
};

/** Whether a name is one of the token endpoint's faults. */
export function isGrantFault(name: FaultName): name is GrantFault {
  return Object.hasOwn(grantFaults, name);
}
