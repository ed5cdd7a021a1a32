/** Makes text and values from outside safe to show: redacted first, then free of control characters, then capped. */

/** Replaces every credential that it knows in a text. */
export type Redact = (text: string) => string;

const maxText = 500;
/** What is looked at of a long text, and what is dropped of its end: a secret that the first cut has halved is not known as one. */
const maxRead = 65_536;
const maxHalf = 8_192;
const maxEntries = 20;
const maxDepth = 4;

// C0, DEL and C1 controls, line separators, the characters that reorder or hide text on a terminal, and half characters.
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
// Secret values and credentials by their own form, whoever owns them.
const secretForms: readonly RegExp[] = [
  // (A server may quote it with each `_` percent-encoded, as a form or a URL holds it.)
  /mdb(?:_|%5f)sa(?:_|%5f)sk(?:_|%5f)(?:[\w-]|%[\da-f]{2})*/gi,
  // A credential, and not the parameter of a challenge (`Bearer error="invalid_token"`).
  /\b(Bearer|Basic)(?:\s|%20)+(?![a-z_-]+=")[\w.~+/=%-]+/gi,
  /\bDigest\s+username=.*/gis,
  // A JSON Web Token, which is what MongoDB's access tokens are.
  // (The look-behind keeps the search linear: a run of such letters is tried once, at its start.)
  /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g,
];

/** Text from a server or a platform, fit for a message: at most `most` characters. */
export function cleanText(text: string, redact: Redact = (same) => same, most: number = maxText): string {
  const long = text.length > maxRead;
  let clean = withoutSecrets(long ? text.slice(0, maxRead) : text, redact);
  if (long) clean = clean.slice(0, -maxHalf);
  // Cut before the last step, which then also takes away a character that was cut in half.
  const cut = clean.slice(0, most).replace(unsafe, " ");
  return long || clean.length > most ? `${cut}…` : cut;
}

function withoutSecrets(text: string, redact: Redact): string {
  return secretForms.reduce((clean, form) => clean.replace(form, "[redacted]"), redact(text));
}

/** A header's value with nothing in it that a header can't hold, whatever the redaction put there. */
export function cleanHeader(value: string, redact: Redact): string {
  return withoutSecrets(value, redact).replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
}

/** A secret's masked value, which keeps its prefix; what is not masked may be a secret, and is not shown at all. */
export function cleanMasked(text: string, redact: Redact): string {
  // Behind the mask stand at most the last twelve characters: "mdb_sa_sk_..." before a whole secret masks nothing.
  const isMasked = text.length <= 80 && /^[\w-]{0,14}?[*.•…xX]{3,}[*.•…xX-]*[\w-]{0,12}$/.test(text);
  return isMasked ? redact(text).replace(unsafe, " ") : "[redacted]";
}

/** The message of whatever was thrown, fit for a message; a thrown value that is not an error is only described. */
export function cleanMessage(error: unknown, redact?: Redact): string {
  const message: unknown = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return typeof message === "string" ? cleanText(message, redact) : describe(message);
}

/** A JSON value from a server with clean strings and keys, cut to 20 entries a level and 4 levels, without `__proto__`. */
export function cleanValue(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value, redact);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "…";
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => cleanValue(entry, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__")
      .slice(0, maxEntries)
      .map(([key, entry]) => [cleanText(key, redact), cleanValue(entry, redact, depth + 1)]),
  );
}

const secretForm = /mdb_sa_sk_/;
/** A UUID: the private part of a programmatic API key. */
const privateKeyForm = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/i;
const knownForms: readonly (readonly [form: RegExp, kind: string])[] = [
  [secretForm, "a secret's value (it is not repeated here; pass the secret's id)"],
  [privateKeyForm, "an API key's private key (it is not repeated here; pass the key's id)"],
  [/^mdb_sa_id_/, "a service account's client id"],
  [/^[a-z]{8}$/, "an API key's public key (pass the key's id)"],
  [/^[\da-f]{24}$/, "an id of 24 hexadecimal digits"],
];

/** Whether a value looks like the secret part of a credential: a service account's secret or an API key's private key. */
export function looksSecret(value: unknown): boolean {
  return typeof value === "string" && (secretForm.test(value) || privateKeyForm.test(value));
}

/** Says what a wrong value is without repeating it: it may be a secret in the wrong place. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return Number.isNaN(value) ? "NaN" : "a number";
  if (typeof value === "object") return "an object";
  if (typeof value !== "string") return value === undefined ? "undefined" : `a ${typeof value}`;
  if (value === "") return "an empty string";
  const kind = knownForms.find(([form]) => form.test(value))?.[1];
  if (kind !== undefined) return `what looks like ${kind}`;
  const traits: string[] = [];
  if (/\s/.test(value)) traits.push("white space");
  if (/[A-Z]/.test(value)) traits.push("upper-case letters");
  if (/[/\\.%?#]/.test(value)) traits.push("characters of a path");
  return `a string of ${value.length} ${value.length === 1 ? "character" : "characters"}${traits.length === 0 ? "" : ` with ${traits.join(" and ")}`}`;
}

/** A key that a caller passed: shown when it is a plain word, described when a secret may have slipped into its place. */
export function describeKey(key: string): string {
  return /^[A-Za-z]{1,30}$/.test(key) ? `the key ${JSON.stringify(key)}` : `a key that is ${describe(key)}`;
}
