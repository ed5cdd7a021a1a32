/** Reads a "not found" as what it says: that the target itself is not there, or something else. */
import type { OperationFacts } from "../generated/client.js";
import { own } from "./internal/json.js";
import { hasDoubledKeys } from "./transport/envelope.js";
import { errorIn } from "./transport/rateLimit.js";
import type { Buffered } from "./transport/response.js";

type Ids = Readonly<Record<string, string>>;

/** The status of an error that says that the target itself is not there. Any other "not found" is about something else. */
export function goneStatus(received: Buffered, operation: OperationFacts, ids: Ids): 400 | 404 | undefined {
  const error = errorIn(received);
  const { status, authorized, headers, envelope } = received;
  if (!authorized || headers.has("age") || isAmbiguous(received)) return undefined;
  if (own(error, "error") !== status || (envelope !== undefined && envelope.status !== status)) return undefined;
  const code = own(error, "errorCode");
  const known = operation.gone.find((gone) => gone.status === status && gone.code === code);
  if (known !== undefined) return known.status;
  const general = status === 404 && (code === "RESOURCE_NOT_FOUND" || code === undefined || code === null);
  return general && namesTarget(error, operation, ids) ? 404 : undefined;
}

/** Whether a body says two things at once: a key twice, of which parsing keeps one. */
function isAmbiguous({ json, body }: Buffered): boolean {
  return typeof json === "object" && json !== null && body.kind === "text" && hasDoubledKeys(json, body.text);
}

/**
 * Whether an error's text says of the target, and of nothing else, that it is not there. Every word must be one of such a
 * sentence: "Cannot find resource Online archive with id X" looked for something else under that id, and "Secret X exists, but …"
 * says more than is known here.
 */
function namesTarget(error: object, { targetParameter }: OperationFacts, ids: Ids): boolean {
  const target = ids[targetParameter];
  const others = Object.entries(ids).flatMap(([name, id]) => (name === targetParameter ? [] : [id]));
  const noun = nouns[targetParameter];
  if (target === undefined || noun === undefined || others.includes(target)) return false;
  const parameters = own(error, "parameters");
  const texts = [own(error, "detail"), own(error, "reason"), ...(Array.isArray(parameters) ? parameters : [])];
  const words = texts.flatMap((text: unknown) =>
    typeof text === "string" ? text.split(/[^\w/-]+/).filter(Boolean) : [],
  );
  const at = words.indexOf(target);
  const fits = (word: string): boolean => word === target || missing.test(word) || noun.test(word);
  const tells = (word: string): boolean => fits(word) || place.test(word) || others.includes(word);
  return at >= 0 && words.slice(0, at).every(fits) && words.slice(at).every(tells);
}

const missing =
  /^(an?|the|no|not|t|can|cannot|could|find|found|resource|with|by|id|does|exists?|is|was|be|there|such|this)$/i;
/** Where it is not: after the target alone, since before it they are what is missing. */
const place = /^(in|on|of|for|from|within|group|project|org|organization|service|account)$/i;
const nouns: Readonly<Record<string, RegExp>> = {
  secretId: /^(service|account|client|secret)$/i,
  clientId: /^(service|account|client)$/i,
  apiKeyId: /^(programmatic|api|key)$/i,
};
