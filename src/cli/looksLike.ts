/** A secret where an id belongs, and how to get from what is at hand to the id. A secret is never repeated. */
import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import type { GivenFlags } from "./flags.js";
import { flagOf, programName, serverArguments } from "./names.js";
import { UsageError } from "./usageError.js";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const objectId = /^[0-9a-f]{24}$/;

/** What secret a text is or holds: a service account's anywhere in it; an API key's as the whole, or as a file's name. */
export function secretIn(text: string): string | undefined {
  if (/mdb_sa_sk_\w/i.test(text)) return "a service account secret's value";
  const [name = ""] = text.trim().split("/").slice(-1);
  return uuid.test(name.split(".", 1)[0] ?? "") ? "an API key's private part" : undefined;
}

/** Refuses a secret anywhere on a command line: in a flag, as a file's name, or as a word. */
export function refuseSecrets(given: GivenFlags, words: readonly string[]): void {
  const flags = Object.entries(given).flatMap(([name, values]) =>
    values === true ? [] : [[flagOf(name), ...(values ?? [])]],
  );
  const found = [...flags, ["The command line", ...words]].map(([place = "", ...values]) => ({
    place,
    secret: values.map(secretIn).find(Boolean),
  }));
  const [exposed] = found.filter(({ secret }) => secret !== undefined);
  if (exposed === undefined) return;
  const known = Object.fromEntries(["api", "orgId", "groupId"].map((name) => [name, given[name]?.toString()]));
  throw new UsageError(
    `${exposed.place} holds what looks like ${exposed.secret}; it is not repeated here.`,
    `The shell's history and the list of processes have seen it: revoke that secret too. To get from a value to its id, which is what is needed here: \`${findCommand(known, "--leaked -")}\``,
  );
}

/** What a `find` command needs, as far as it is known. */
export interface Known {
  readonly api?: string | undefined;
  readonly orgId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly host?: string | undefined;
}

/** The command that lists what exists, filled in as far as it is known. */
export function findCommand({ api = "", orgId = "", groupId = "", host }: Known, ...more: readonly string[]): string {
  const scope = objectId.test(groupId)
    ? `--group-id ${groupId}`
    : `--org-id ${objectId.test(orgId) ? orgId : "ORG_ID"}`;
  const known = Object.hasOwn(servers, api) ? (api as Api) : undefined;
  const server = known === undefined ? "" : serverArguments(known, host);
  return [`${programName} find --api ${known ?? "API"} ${scope}${server}`, ...more].join(" ");
}

/** The next step from a wrong id to the right one. The error itself says what it looks like. */
export function adviceForId(name: string, value: string, operation: OperationFacts, known: Known): string {
  if (objectId.test(value.trim().toLowerCase()))
    return "Write the id in lower-case letters, without anything around it.";
  if (value.startsWith("mdb_sa_id_") && name !== "clientId") {
    const takesIt = operation.pathParameters.some((parameter) => parameter.name === "clientId");
    if (takesIt) return "A client id goes to --client-id.";
  }
  if (name === "orgId" || name === "groupId") {
    const [what, list] = name === "orgId" ? ["An organization", "organizations"] : ["A project", "projects"];
    return `${what} is named by its id, not by its name: it stands in the address of its page, and \`atlas ${list} list\` shows it.`;
  }
  if (/^[a-z]{8}$/.test(value)) return `This shows its id: \`${findCommand(known, `--public-key ${value}`)}\``;
  return `This lists the ids with their names: \`${findCommand(known)}\``;
}
