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
const idNames = Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters.map(({ name }) => name));
const idWords = new RegExp(`\\b(?:${[...new Set(idNames)].join("|")})\\b`, "g");

/** A message of the library, which speaks of parameters, for somebody who has flags. */
export function inFlags(message: string): string {
  return optionsInFlags(message).replace(idWords, flagOf);
}

/** The same for somebody whose ids stand in a file, under the names that the library has for them. */
export function optionsInFlags(message: string): string {
  return message
    .replace(/\b(?:(?:the|this) )?api \(?"([a-z-]+)"\)?/gi, "--api $1")
    .replace(/\b[a-z]+[A-Z]\w*\b/g, (word) => optionFlags[word] ?? word);
}

/** Whether a message says that a secret's value was given. */
export function tellsOfSecret(message: string): boolean {
  return message.includes("what looks like a secret's value");
}

/** What to do when it was given in a flag. */
export const exposedSecretStep =
  "Give the secret's id, which its service account shows as `secrets.id`. The shell's history and the list of processes have seen the value: revoke that secret too.";

/** Takes the values of secrets out of a text, wherever they came from. */
export function withoutSecrets(text: string): string {
  return text.replace(/mdb_sa_sk_[\w-]+/gi, "(a secret's value, not repeated here)");
}
