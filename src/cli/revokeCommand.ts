/** Runs one revocation: flags, credential, a look, the question, the call, another look, the report. */

import type { OperationFacts } from "../../generated/client.js";
import { createBuild } from "../http.js";
import type { CallOptions, Revocation, RevokeClient } from "../index.js";
import { ask, signerWarning } from "./ask.js";
import { connect, readConnection, readCredential, settingsOf } from "./connection.js";
import { execute, type Run } from "./execute.js";
import type { ExitCode } from "./exitCodes.js";
import { type GivenFlags, refuseBeside } from "./flags.js";
import type { Io } from "./io.js";
import { write } from "./output.js";
import { printReport, type Report, type Target } from "./report.js";
import { openSandbox, tellSandbox } from "./sandboxTarget.js";
import { checkedIds, readIds, requireTarget } from "./target.js";

/** A target that is filled in as a run learns about it. */
type Draft = { -readonly [K in keyof Target]: Target[K] };

/** Runs one revocation and reports how it ended. */
export async function revokeCommand(operation: OperationFacts, given: GivenFlags, io: Io): Promise<ExitCode> {
  const target: Draft = { operation };
  return await execute(io, given.json === true, target, async (run) => {
    const report = await revoke(operation, given, target, run);
    await printReport(report, run.json, io);
    return report.exitCode;
  });
}

async function revoke(operation: OperationFacts, flags: GivenFlags, target: Draft, run: Run): Promise<Report> {
  const { io, signal } = run;
  const asked = readConnection(flags);
  const typed = readIds(operation, flags);
  if (flags.sandbox === true) refuseBeside("--sandbox", flags, ["baseUrl", "credentialsFile"]);
  const sandbox = flags.sandbox === true ? await openSandbox(operation, typed, asked) : undefined;
  if (sandbox !== undefined) {
    run.atEnd(sandbox.close);
    target.sandbox = true;
    await tellSandbox(io);
  }
  const api =
    sandbox?.api ?? requireTarget(operation, typed, asked.api, "or add --sandbox to practise with example ids");
  const connection = { ...asked, baseUrl: sandbox?.url ?? asked.baseUrl };
  const settings = settingsOf(connection, api);
  Object.assign(target, { api, host: settings.origin, given: sandbox?.ids ?? typed });
  const ids = checkedIds(operation, sandbox?.ids ?? typed);
  target.ids = ids;
  const [envelope, missingOk] = [flags.envelope === true, flags.missingOk === true];
  const verify = flags.noVerify !== true;
  if (flags.dryRun === true) {
    target.credential = sandbox?.credential ?? (await readCredential(connection, io, signal));
    return {
      ...target,
      kind: "printed",
      exitCode: 0,
      request: await createBuild(settings)(operation, ids, envelope ? { envelope } : {}),
    };
  }
  const { client, credential } = await connect(connection, api, run, sandbox?.credential);
  target.credential = credential;
  if (flags.yes !== true && sandbox === undefined) {
    await ask(client, { ...target, operation, ids }, { verify, missingOk }, io, signal);
    await write(io.stderr, `Revoking: this may take up to ${settings.timeoutMs / 1000} s.\n\n`);
  }
  const revocation = await callOperation(client, operation, ids, { envelope, missingOk, signal, verify });
  const before = revocation.evidence?.before;
  const own = typeof before === "object" ? signerWarning(target, before) : undefined;
  // The library knows of the account that signs; only the record tells whether an API key is the one that signs.
  const warnings = own === undefined || revocation.warnings.length > 0 ? revocation.warnings : [own];
  return { ...target, kind: "done", exitCode: 0, revocation: { ...revocation, warnings } };
}

/** Calls the client's method of an operation. */
function callOperation(
  client: RevokeClient,
  { operationId }: OperationFacts,
  ids: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<Revocation> {
  const method: (ids: never, options: CallOptions) => Promise<Revocation> = client[operationId];
  return method(ids as never, options); // The method checks them again, each by the document's pattern.
}
