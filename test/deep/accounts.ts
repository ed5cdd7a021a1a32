/** The server's side of a client's credentials: nonces and tokens, and who may delete. */
import { apiError, json, text } from "../faults/bytes.js";
import { complaintAbout, fieldsOf, recordedRealm } from "../support/digest.js";
import type { RawRequest, Script } from "../support/rawServer.js";
import { honest, tokenFaults } from "./moves.js";
import { type ClientPlan, canary } from "./plan.js";
import { randomFor } from "./random.js";
import { kept, type Reply, reply } from "./replies.js";

/** What the server knows of one client. */
export interface Account {
  readonly plan: ClientPlan;
  readonly nonces: Map<string, Set<string>>;
  readonly tokens: Set<string>;
  readonly revoked: Set<string>;
  grants: number;
}

/** What a response of the token endpoint depends on. */
interface TokenScene {
  readonly seed: number;
  readonly decoy: string;
  readonly violations: string[];
  readonly count: (move: string) => void;
}

const maxNonceUses = 6;

export const newAccount = (plan: ClientPlan): Account => ({
  plan,
  nonces: new Map(),
  tokens: new Set(),
  revoked: new Set(),
  grants: 0,
});

export const challengeFor = (client: Account, stale = false): string => {
  const nonce = Buffer.from(`${client.plan.number}/${client.nonces.size}/nonce`).toString("base64");
  client.nonces.set(nonce, new Set());
  return `Digest realm="${recordedRealm}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`;
};
export const unauthorized = (challenge: string): Reply =>
  reply("refused", 401, json(401, apiError(401, "NO"), { ...kept, "WWW-Authenticate": challenge }));

/** Whether a request proves who it is; else the response. A wrong `Authorization` of the client's is a violation. */
export const authenticate = (
  client: Account,
  { headers, target }: RawRequest,
  violations: string[],
): Reply | undefined => {
  const { id, secret, credential } = client.plan;
  const value = headers.get("authorization");
  if (credential === "service account") {
    const token = value?.startsWith("Bearer ") === true ? value.slice(7) : "";
    if (client.tokens.has(token)) return undefined;
    // A DELETE that was cancelled may arrive after its token was revoked.
    if (!client.revoked.has(token)) violations.push("a service account's DELETE came without a token of its own");
    return reply("refused", 401, text(401, "", kept));
  }
  if (value === undefined) return unauthorized(challengeFor(client));
  if (!value.startsWith("Digest ")) violations.push(`an API key was sent as ${value.split(" ")[0]}`);
  const fields = fieldsOf(value);
  const [nonce = "", nc = ""] = [fields.get("nonce"), fields.get("nc")];
  const uses = client.nonces.get(nonce);
  if (uses === undefined || uses.size >= maxNonceUses) return unauthorized(challengeFor(client, true));
  if (uses.has(nc)) return unauthorized(challengeFor(client));
  uses.add(nc);
  const complaint = complaintAbout(value, { method: "DELETE", target }, { publicKey: id, privateKey: secret });
  if (complaint === undefined) return undefined;
  violations.push(`a digest response for ${target} is wrong: ${complaint}`);
  return unauthorized(challengeFor(client));
};

/** Grants tokens and revokes them. */
export const respondToToken = (
  clients: ReadonlyMap<string, Account>,
  request: RawRequest,
  { seed, decoy, violations, count }: TokenScene,
): Script => {
  const authorization = request.headers.get("authorization") ?? "";
  const [id = "", secret = ""] = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
    .toString()
    .split(":");
  const client = clients.get(decodeURIComponent(id));
  if (client === undefined || decodeURIComponent(secret) !== client.plan.secret) {
    violations.push("a token request came with unknown credentials");
    return [text(401, "", kept)];
  }
  const { plan } = client;
  const random = randomFor(seed, request.target, plan.number, client.grants + client.revoked.size);
  if (request.target === "/api/oauth/revoke") {
    const token = new URLSearchParams(request.body).get("token") ?? "";
    if (!client.tokens.delete(token)) violations.push("an unknown token was revoked");
    client.revoked.add(token);
    count(honest);
    return [
      random.chance(0.2) ? json(random.pick([400, 500]), { error: `token ${token}` }, kept) : text(200, "", kept),
    ];
  }
  const planned = plan.grantMoves[client.grants] ?? honest;
  client.grants += 1;
  count(planned);
  const script = tokenFaults.get(planned)?.script;
  const secrets = `${authorization} ${request.body} ${plan.secret}`;
  if (script !== undefined) return typeof script === "function" ? script({ decoy, secrets }) : script;
  const token = `${canary}.${plan.number}.${random.hex(20)}`;
  client.tokens.add(token);
  return [json(200, { access_token: token, expires_in: 3600, token_type: "Bearer" }, kept)];
};
