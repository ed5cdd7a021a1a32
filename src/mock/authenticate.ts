// Who makes a request to the API: an API key that answered a digest challenge, or a service account's access token.
import type { Answer } from "./answer.js";
import { jsonAnswer } from "./answer.js";
import { challenges, realm, verifyDigest } from "./digest.js";
import type { AuthRules } from "./options.js";
import { unauthenticated } from "./refusals.js";
import type { Incoming, OperationRoute } from "./route.js";
import type { Actor, Member, World } from "./state.js";

/** A caller whose credential was accepted. */
export interface Principal {
  readonly actor: Actor;
  /** Undefined when authentication is off: everything is allowed. */
  readonly member: Member | undefined;
}

/** An accepted caller, or the answer that refuses. */
export type Authentication = { readonly principal: Principal } | { readonly answer: Answer };

function refuse(
  route: OperationRoute,
  world: World,
  rules: AuthRules,
  now: number,
  stale: boolean,
  first?: string,
): Answer {
  const nonce = world.nonces.issue(now, rules);
  const values = [...(first === undefined ? [] : [first]), ...challenges(nonce, stale, rules)];
  return jsonAnswer(401, unauthenticated(route.api).body, {
    // As printed on the Cloud Manager pages: this answer comes from the servlet container, not from the API.
    contentType: route.api === "cloud-manager" ? "application/json;charset=ISO-8859-1" : "application/json",
    headers: values.map((value) => ["WWW-Authenticate", value] as const),
  });
}

/** Checks the `Authorization` header of a request to one of the operations. */
export function authenticate(
  route: OperationRoute,
  incoming: Incoming,
  world: World,
  rules: AuthRules | undefined,
  now: number,
): Authentication {
  if (rules === undefined) return { principal: { actor: { kind: "anyone" }, member: undefined } };
  const header = incoming.header("authorization") ?? "";
  const space = header.indexOf(" ");
  const scheme = (space < 0 ? header : header.slice(0, space)).toLowerCase();
  const credentials = space < 0 ? "" : header.slice(space + 1).trim();
  if (scheme === "digest") {
    const verdict = verifyDigest(credentials, incoming, {
      nonces: world.nonces,
      keys: world.keysByPublicKey,
      rules,
      now,
    });
    if (!verdict.ok) return { answer: refuse(route, world, rules, now, verdict.stale) };
    return { principal: { actor: { kind: "api-key", publicKey: verdict.key.publicKey }, member: verdict.key } };
  }
  if (scheme === "bearer") {
    const clientId = world.tokens.holder(credentials, now);
    const account = clientId === undefined ? undefined : world.accounts.get(clientId);
    if (account === undefined) {
      // RFC 6750 section 3: a token that is not accepted is answered with a Bearer challenge.
      return {
        answer: refuse(route, world, rules, now, false, `Bearer realm="${realm}", error="invalid_token"`),
      };
    }
    return { principal: { actor: { kind: "service-account", clientId: account.clientId }, member: account } };
  }
  return { answer: refuse(route, world, rules, now, false) };
}
