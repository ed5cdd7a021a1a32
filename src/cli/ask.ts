/** Before a revocation: a look, what it showed, and the question. */
import { type OperationFacts, servers } from "../../generated/client.js";
import { isRevokeError, type ListedRecord, NotFoundError, type RevokeClient } from "../index.js";
import { confirm, requireTerminal } from "./confirm.js";
import { signerOf } from "./credentials.js";
import { endingsOf, type Listed, recentUse, recordText } from "./evidenceText.js";
import type { Io } from "./io.js";
import type { Row } from "./output.js";
import type { Target } from "./report.js";
import { remainsRows, targetRows } from "./reportText.js";

/** What a look showed: a record, nothing, or why it could not be read. */
type Look = ListedRecord | "absent" | { readonly why: string } | undefined;

/** A look must not hold up a revocation for long. */
const lookMs = 10_000;

/**
 * Looks, shows what will happen, and goes on only after a typed "yes".
 *
 * @throws NotFoundError when a whole list lacks the target, unless that counts as gone.
 */
export async function ask(
  client: RevokeClient,
  target: Target & { readonly operation: OperationFacts; readonly ids: Readonly<Record<string, string>> },
  { verify, missingOk }: { readonly verify: boolean; readonly missingOk: boolean },
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  requireTerminal(io);
  const look = verify ? await lookAt(client, target.operation, target.ids, signal) : undefined;
  if (look === "absent" && !missingOk) {
    const { operationId } = target.operation;
    const summary = "Nothing is listed under these ids, so nothing was sent.";
    throw new NotFoundError({ operationId, summary, outcome: "not-sent", status: 404, body: {} });
  }
  const record = typeof look === "object" && "type" in look ? look : undefined;
  const usual = target.api === undefined ? undefined : servers[target.api].origin;
  const warnings = [record === undefined ? undefined : recentUse(record), signerWarning(target, record)];
  const rows: readonly Row[] = [
    ...targetRows(target),
    ...lookRows(look),
    ...remainsRows(target),
    ...(target.host === usual ? [] : [["Note", `This is another server than ${usual}.`, "yellow"] as const]),
    ...warnings.flatMap((warning) => (warning === undefined ? [] : [["Warning", warning, "yellow"] as const])),
  ];
  await confirm(io, rows, signal);
}

async function lookAt(
  client: RevokeClient,
  { operationId }: OperationFacts,
  ids: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Look> {
  try {
    const found = await client.verify(operationId, ids as never, { signal, timeoutMs: lookMs });
    return found.state === "present" ? found.record : "absent";
  } catch (error) {
    if (!isRevokeError(error) || signal.aborted) throw error;
    return { why: error.summary };
  }
}

function lookRows(look: Look): readonly Row[] {
  if (look === undefined) return [];
  if (look === "absent") return [["Listed as", "not listed: with --missing-ok that counts as gone", "yellow"]];
  if ("type" in look) return [["Listed as", recordText(look)]];
  return [["Listed as", `could not be read, which says nothing about the credential: ${look.why}`, "yellow"]];
}

/** A warning when the target is what signs: after this call it may not be able to make another one. */
export function signerWarning({ ids, credential }: Target, record: Listed | undefined): string | undefined {
  if (credential === undefined || ids === undefined) return undefined;
  const { publicKey, clientId } = signerOf(credential);
  const later = "later requests with it may be refused";
  if (publicKey !== undefined && publicKey === record?.publicKey) {
    return `The target is the API key that signs this request: ${later}.`;
  }
  if (clientId === undefined || clientId !== ids.clientId) return undefined;
  const { secret } = record === undefined ? {} : endingsOf(record);
  if (secret === undefined) return `The target belongs to the service account that signs this request: ${later}.`;
  return credential.values.clientSecret?.endsWith(secret)
    ? `The target ends like the very secret that signs this request: ${later}.`
    : "The target is another secret of the service account that signs this request.";
}
