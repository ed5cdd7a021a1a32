/** What each command's help says besides its flags: wrapped paragraphs, and lines that begin with a space as they are. */
import { type Api, type OperationFacts, servers } from "../../generated/client.js";
import { commands } from "./commands.js";
import { pairs } from "./credentials.js";
import { flagOf, programName } from "./names.js";

/** A help text in its two parts. */
export interface Help {
  /** Stands above the flags. */
  readonly about: string;
  /** Stands below them. */
  readonly more: string;
}

const apis = Object.keys(servers) as Api[];
const [orgId, groupId, apiKeyId] = ["60c4fd418ebe251047c50554", "32b6e34b3d91647abb20e7b8", "5d1d12c087d9d63e6d682438"];
const variables = Object.values(pairs).flatMap(({ parts }) =>
  parts.map(({ variable, text }) => `  ${variable.padEnd(31)}${text}`),
);

/** The variables that the program reads. */
export const environmentText: string = `Environment:
${variables.join("\n")}
  HTTPS_PROXY, HTTP_PROXY        the proxy to go through, as a URL
  NO_PROXY                       hosts to reach without it; this machine always is
  NO_COLOR, FORCE_COLOR          never colours; always colours
When both pairs are set, choose one with --auth. No flag takes a secret: other users could read it there.`;

const guides = `Guides:
  docs/leaked.md   a credential leaked: what now
  docs/cli.md      the whole program
  docs/runbook.md  many credentials, step by step`;

/** Help for one operation's command. */
export function operationHelp(operation: OperationFacts): Help {
  const { operationId, summary, remains, roles, source, pathParameters } = operation;
  const start = `${programName} ${commands[operationId]}`;
  const ids = pathParameters.map(({ name, example }) => `    ${flagOf(name)} ${example}`).join(" \\\n");
  const needs = apis.map((api) => `  ${servers[api].title.padEnd(15)}${roles[api].join(" or ")}`);
  const examples = apis.map(
    (api) => `  # On ${servers[api].title}; it looks, and asks first:
  ${start} --api ${api} \\\n${ids}`,
  );
  return {
    about: `${summary}.${remains === undefined ? "" : `\n${remains}`}`,
    more: `Role it needs, one of:
${needs.join("\n")}

Examples:
  # Practise; nothing real is touched:
  ${start} --sandbox
${examples.join("\n")}
  # See the request first: add --dry-run. In a script: add --yes --json.

${guides}${source === undefined ? "" : `\n  ${source}`}`,
  };
}

/** What stands above and below the list of commands. */
export const programHelp: Help = {
  about: "Revokes MongoDB Cloud Manager and Atlas credentials, and says for certain whether they are gone.",
  more: `Start here:
  # Practise; nothing real is touched:
  ${programName} project-secret --sandbox
  # From a leaked value to its id, and the command to type:
  ${programName} find --api atlas --org-id ${orgId} --leaked leaked.txt
  # Flags, role and examples of a command:
  ${programName} project-secret --help

${guides}`,
};

/** Help for `sandbox`. */
export const sandboxHelp: Help = {
  about:
    "Runs a server on 127.0.0.1 that behaves like the operations and lookups on both APIs, with credentials and ids of its own. Nothing real is touched. It logs each request on standard error and runs until Ctrl-C or SIGTERM, which end it with exit code 0.",
  more: `Examples:
  # Print lines to paste:
  ${programName} sandbox
  # On a port of your choice, and slow:
  ${programName} sandbox --port 8080 --latency 200
  # For a program: one line of JSON first:
  ${programName} sandbox --json`,
};

/** Help for `find`. */
export const findHelp: Help = {
  about: `Lists service accounts with their secrets, and API keys, with what is known of them and the command that revokes each. It only reads.
A secret is matched by its last four characters, an API key's private part by its last twelve, a public key or client id as a whole. Four characters are not proof: every match is shown.`,
  more: `Examples:
  # What does the value in this file belong to?
  ${programName} find --api atlas --org-id ${orgId} --leaked leaked.txt
  ${programName} find --api cloud-manager --group-id ${groupId} --leaked -
  # Everything that matches, as input for batch:
  ${programName} find --api atlas --org-id ${orgId} \\
    --client-id mdb_sa_id_1234567890abcdef12345678 --targets > leaked.ndjson

${guides}`,
};

/** Help for `verify`. */
export const verifyHelp: Help = {
  about: `Looks whether a credential is gone. It only reads: a list that was read whole and lacks the credential proves it; a 404 alone does not.
With --leaked it tries the leaked secret itself at the token endpoint. If a token is granted, the secret is alive, and that token is revoked at once.`,
  more: `Examples:
  ${apis.map((api) => `${programName} verify project-api-key --api ${api} \\\n    --group-id ${groupId} --api-key-id ${apiKeyId}`).join("\n  ")}
  # Everything in the results file of a batch:
  ${programName} verify --results audit.ndjson
  # The leaked secret itself, from a file that names its client id too:
  ${programName} verify --api atlas --leaked leaked.env

${guides}`,
};

/** Help for `completion`. */
export const completionHelp: Help = {
  about: "Prints a script with which a shell completes commands and flags.",
  more: `Examples:
  # bash, in ~/.bashrc:
  source <(${programName} completion bash)
  # zsh, in ~/.zshrc after compinit:
  source <(${programName} completion zsh)
  # fish:
  ${programName} completion fish > ~/.config/fish/completions/${programName}.fish`,
};
