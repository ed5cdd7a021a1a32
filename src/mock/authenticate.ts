// Who makes a request: an API key that responded to a digest challenge, or a service account's access token.
import { errorExamples } from "../../generated/examples.js";
import { challenge, realm, verifyDigest } from "./digest.js";
import type { Twist } from "./fault.js";
import type { MockResponse, Rendering } from "./response.js";
import type { ApiRoute, Incoming } from "./route.js";
import type { Actor, Member, World } from "./state.js";
import { holderOf } from "./tokenEndpoints.js";

/** A request that was routed, before anybody knows who sent it. */
export interface Arrival extends Omit<ApiRoute, "kind"> {
  readonly incoming: Incoming;
  readonly query: URLSearchParams;
  readonly world: World;
  readonly rendering: Rendering;
  /** Milliseconds on the server's clock. */
  readonly now: number;
}

/** A caller whose credential was accepted. */
export interface Principal {
  readonly actor: Actor;
  /** Undefined when authentication is off: everything is allowed. */
  readonly caller: Member | undefined;
}

/** A request whose sender is known. */
export interface Exchange extends Arrival, Principal {
  readonly twist: Twist;
}

/** RFC 6750 section 3: a token that is not accepted gets a Bearer challenge. */
export const invalidToken: string = `Bearer realm="${realm}", error="invalid_token"`;

/** The authentication layer's 401, as recorded: a challenge and readable JSON, without the headers of the API behind it. */
function unauthorized({ api, world, now }: Arrival, stale: boolean, first: readonly string[] = []): MockResponse {
  const values = [...first, challenge(world.nonces, now, stale)];
  // The type is the one that the Cloud Manager pages print.
  const type = api === "cloud-manager" ? "application/json;charset=ISO-8859-1" : "application/json";
  const error = errorExamples[api === "atlas" ? "unauthorized" : "unauthorizedWithoutCode"];
  return {
    status: 401,
    headers: [["Content-Type", type], ...values.map((value) => ["WWW-Authenticate", value] as const)],
    body: JSON.stringify(error, undefined, 2),
  };
}

/** The caller, or the response to a request whose `Authorization` is not accepted. */
export function authenticate(arrival: Arrival): Principal | MockResponse {
  const { incoming, world, now } = arrival;
  const [, scheme = "", credentials = ""] = /^(\S+) +(.*)$/.exec(incoming.header("authorization") ?? "") ?? [];
  switch (scheme.toLowerCase()) {
    case "digest": {
      const verdict = verifyDigest(credentials, incoming, world.keysByPublicKey, world.nonces, now);
      if ("stale" in verdict) return unauthorized(arrival, verdict.stale);
      return { actor: { kind: "api-key", publicKey: verdict.publicKey }, caller: verdict };
    }
    case "bearer": {
      const account = world.accounts.get(holderOf(world, credentials.trim(), now) ?? "");
      if (account === undefined) return unauthorized(arrival, false, [invalidToken]);
      return { actor: { kind: "service-account", clientId: account.clientId }, caller: account };
    }
    default:
      return unauthorized(arrival, false);
  }
}
