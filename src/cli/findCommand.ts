/** `find`: lists what exists, or what a leaked value belongs to, with the command that revokes it. It only reads. */
import { operationTable } from "../../generated/client.js";
import { isRevokeError, type RevokeClient } from "../index.js";
import { connect, readConnection, requireApi, runFacts } from "./connection.js";
import { signerOf } from "./credentials.js";
import { endingsOf, recordText } from "./evidenceText.js";
import { execute, type Run } from "./execute.js";
import type { ExitCode } from "./exitCodes.js";
import { commandFor, failureOf } from "./failure.js";
import { type Leaked, readLeaked } from "./findLeaked.js";
import { accountMatches, keyMatches, type Match, type Scope } from "./findMatches.js";
import { type GivenFlags, single } from "./flags.js";
import type { Io } from "./io.js";
import { paintFor, widthOf, wrap, write, writeResult } from "./output.js";
import { titleOf } from "./report.js";
import { UsageError } from "./usageError.js";

/** Lists what was asked for. */
export async function findCommand(given: GivenFlags, io: Io): Promise<ExitCode> {
  return await execute(io, given.json === true, {}, async (run) => {
    const connection = readConnection(given);
    const api = requireApi(connection);
    const scope = readScope(given);
    const wanted = await readWanted(given, run);
    const { client, host, credential } = await connect(connection, api, run);
    const { matches, problems } = await look(client, scope, wanted, run);
    const { publicKey, clientId } = signerOf(credential);
    const auth = connection.auth === undefined ? "" : ` --auth ${connection.auth}`;
    const found = matches.map((match) => ({
      match,
      own: (publicKey ?? clientId) === (match.record.publicKey ?? match.ids.clientId),
      commands: match.targets.map(({ operation, ...ids }) => commandFor("revoke", operation, api, host, ids) + auth),
    }));
    const exitCode = problems.length > 0 ? 3 : found.length > 0 ? 0 : 1;
    const outcome = exitCode === 3 ? "unknown" : exitCode === 0 ? "found" : "not-found";
    const notes = [...notesOn(matches, wanted, scope), ...problems];
    const first = `${found.length} ${found.length === 1 ? "match" : "matches"} on ${titleOf(api)} at ${host}.`;
    const [paint, width] = [paintFor(io.stdout, io.env), widthOf(io.stdout)];
    const document = (): object => {
      const entries = found.map(({ match, own, commands }) => ({ ...documentOf(match), own, commands }));
      return { outcome, exitCode, ...runFacts(api, host, credential), ...scope, matches: entries, notes };
    };
    const blocks = (): readonly string[] =>
      found.flatMap(({ match, own, commands }) => [
        `\n${paint("bold", titleLine(match))}${own ? ` ${paint("yellow", "(signs this request)")}` : ""}`,
        ...[...wrap(detailsOf(match), width - 2), ...commands].map((line) => `  ${line}`),
      ]);
    const targets = (): readonly string[] =>
      matches.flatMap((match) => match.targets.map((each) => JSON.stringify(each)));
    const lines = run.json ? [JSON.stringify(document())] : given.targets === true ? targets() : [first, ...blocks()];
    await writeResult(io, lines.map((line) => `${line}\n`).join(""), first);
    for (const note of run.json ? [] : notes)
      await write(io.stderr, `\n${wrap(note, widthOf(io.stderr)).join("\n")}\n`);
    return exitCode;
  });
}

function readScope(given: GivenFlags): Scope {
  const [groupId, orgId] = [single(given, "groupId"), single(given, "orgId")];
  if (groupId !== undefined) return { groupId };
  if (orgId !== undefined) return { orgId };
  const lists = "`atlas organizations list` shows the ids of organizations, `atlas projects list` those of projects.";
  throw new UsageError("A flag is missing: --org-id, or --group-id for one project.", lists);
}

async function readWanted(given: GivenFlags, run: Run): Promise<Leaked> {
  const [clientId, publicKey, file] = ["clientId", "publicKey", "leaked"].map((name) => single(given, name));
  if (file === "-" && single(given, "credentialsFile") === "-") {
    throw new UsageError("The leaked value and the credentials can't both come on standard input.");
  }
  const nothing: Leaked = { secrets: [], privateKeys: [], publicKeys: [], clientIds: [] };
  const leaked = file === undefined ? nothing : await readLeaked(file, run);
  return {
    ...leaked,
    clientIds: clientId === undefined ? leaked.clientIds : [clientId],
    publicKeys: publicKey === undefined ? leaked.publicKeys : [publicKey],
  };
}

interface Found {
  readonly matches: readonly Match[];
  readonly problems: readonly string[];
}

/** Reads the lists that can hold a match. One that can't be read is a problem, and the other is shown all the same. */
async function look({ api, lookup }: RevokeClient, scope: Scope, wanted: Leaked, { signal }: Run): Promise<Found> {
  const ofAccounts = wanted.secrets.length + wanted.clientIds.length > 0;
  const ofKeys = wanted.privateKeys.length + wanted.publicKeys.length > 0;
  const problems: string[] = [];
  const matches: Match[] = [];
  const read = async (what: string, list: Promise<readonly Match[]>): Promise<void> => {
    try {
      matches.push(...(await list));
    } catch (error) {
      if (!isRevokeError(error) || error.code === "INVALID_PARAMETER" || signal.aborted) throw error;
      const { nextStep = "" } = failureOf(error, { api });
      problems.push(`UNKNOWN. The list of ${what} could not be read: ${error.summary} ${nextStep}`.trim());
    }
  };
  if (ofAccounts || !ofKeys) {
    const accounts = lookup.serviceAccounts(scope, { signal });
    await read(
      "service accounts",
      accounts.then((list) => accountMatches(list, wanted, scope)),
    );
  }
  if (ofKeys || !ofAccounts) {
    const keys = lookup.apiKeys(scope, { signal });
    await read(
      "API keys",
      keys.then((list) => keyMatches(list, wanted, scope)),
    );
  }
  return { matches, problems };
}

function notesOn(matches: readonly Match[], { secrets }: Leaked, scope: Scope): readonly string[] {
  const { remains = "" } = operationTable.unassignGroupApiKey;
  const wider = "groupId" in scope ? "another project: look in the organization with --org-id" : "another organization";
  return [
    ...(secrets.length > 0 && matches.length > 0
      ? [
          "A secret is compared by its last four characters, which are not proof; `verify --leaked` tries the value itself.",
        ]
      : []),
    ...(matches.some(({ kind }) => kind === "API key") ? [remains] : []),
    ...(matches.length === 0 ? [`Nothing that is listed matches. It may be gone already, or belong to ${wider}.`] : []),
  ];
}

function titleLine({ kind, ids: { clientId, secretId, apiKeyId } }: Match): string {
  return `${kind} ${secretId ?? apiKeyId ?? clientId}${secretId === undefined ? "" : ` of service account ${clientId}`}`;
}

function detailsOf({ kind, record, projects }: Match): string {
  const where = projects.length === 0 ? "" : `${projects.length === 1 ? "project" : "projects"} ${projects.join(", ")}`;
  const parts = [recordText(record), kind === "Service account" ? "no secrets listed" : "", where];
  return parts.filter((part) => part !== "").join(", ");
}

/** A match for JSON: the ends of values, never more. */
function documentOf({ kind, ids, record, projects }: Match): object {
  const { name, desc, publicKey, createdAt, lastUsedAt, expiresAt } = record;
  const { secret, key } = endingsOf(record);
  const kindName = kind.toLowerCase().replaceAll(" ", "-");
  return {
    kind: kindName,
    ...ids,
    name: name ?? desc,
    publicKey,
    ending: secret ?? key,
    createdAt,
    lastUsedAt,
    expiresAt,
    projects,
  };
}
