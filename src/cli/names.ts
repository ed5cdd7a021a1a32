/** The names of the document and the library, as the command line has them. */

/** Name of the program. */
export const programName = "mongodb-cloud-revoke";

/** The flag of an id or an option: `groupId` is `--group-id`. */
export function flagOf(name: string): string {
  if (name === "timeoutMs") return "--timeout";
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Ids as on a command line. */
export function idArguments(ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(([name, id]) => `${flagOf(name)} ${id}`)
    .join(" ");
}
