/** The document's and the library's names in the words of the command line. */
import { operationTable } from "../../generated/client.js";

/** Name of the program. */
export const programName = "mongodb-cloud-revoke";

/** The flag of an id or an option: `groupId` is `--group-id`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const optionFlags: Readonly<Record<string, string>> = {
  baseUrl: "--base-url",
  timeoutMs: "--timeout",
  maxRetries: "--max-retries",
  missingOk: "--missing-ok",
};
const idNames = new Set(
  Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name)),
);

/** A message of the library, which speaks of parameters, for somebody who has flags. */
export function inFlags(message: string): string {
  return message
    .replace(/\b(?:the )?api \(?"([a-z-]+)"\)?/gi, "--api $1")
    .replace(/\b[a-z]+[A-Z]\w*\b/g, (word) => (idNames.has(word) ? flagOf(word) : (optionFlags[word] ?? word)));
}

/** Takes the values of secrets out of a text, wherever they came from. */
export function withoutSecrets(text: string): string {
  return text.replace(/mdb_sa_sk_[\w-]+/gi, "(a secret's value, not repeated here)");
}
