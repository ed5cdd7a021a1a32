/** The names of the document and the library, as the command line has them. */
import { type Api, servers } from "../../generated/client.js";

/** Name of the program. */
export const programName = "mongodb-cloud-revoke";

/** The flag of an id or an option: `groupId` is `--group-id`. */
export function flagOf(name: string): string {
  if (name === "timeoutMs") return "--timeout";
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flag for a server other than the API's own, as on a command line. */
export function serverArguments(api: Api, host: string | undefined): string {
  return host === undefined || host === servers[api].origin ? "" : ` --base-url ${host}`;
}

/** Ids as on a command line. */
export function idArguments(ids: Readonly<Record<string, string>>): string {
  return Object.entries(ids)
    .map(([name, id]) => `${flagOf(name)} ${id}`)
    .join(" ");
}
