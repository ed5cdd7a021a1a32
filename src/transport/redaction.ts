/** One call's redaction. */
import type { Auth } from "../auth/auth.js";
import type { Redact } from "../internal/text.js";

const redacted = "[redacted]";
/** Shorter than this, a value is not a secret, and replacing it would only garble the text. */
const shortestSecret = 6;

/** Builds the redaction of a call: what the `Auth` knows as secret, and every `Authorization` value that was `sent`. */
export function redactionFor(auth: Auth, sent: Iterable<string>): Redact {
  return (text) => {
    let clean = redactedBy(auth, text);
    for (const value of sent) {
      const credential = value.slice(value.indexOf(" ") + 1);
      // A server may quote the form or the URL that it was sent, still encoded.
      for (const secret of [value, credential, encodeURIComponent(credential)]) {
        if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, redacted);
      }
    }
    return clean;
  };
}

/** A text that can't be redacted is not shown at all. */
function redactedBy(auth: Auth, text: string): string {
  try {
    const clean: unknown = auth.redact === undefined ? text : auth.redact(text);
    return typeof clean === "string" ? clean : redacted;
  } catch {
    return redacted;
  }
}
