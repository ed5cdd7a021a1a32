/** Tries a leaked secret at the token endpoint: the one proof that needs no list. A granted token is revoked at once. */
import { grantOnly } from "../client.js";
import { type OnEvent, TokenError } from "../index.js";
import { type Connection, connect, requireApi } from "./connection.js";
import type { Run } from "./execute.js";
import { readLeaked } from "./findLeaked.js";
import { type GivenFlags, single } from "./flags.js";
import { UsageError } from "./usageError.js";
import { unread, type Verdict } from "./verifyCommand.js";

/** Tries the secret in a file, with the client id from there or from a flag. */
export async function tryLeaked(path: string, given: GivenFlags, connection: Connection, run: Run): Promise<Verdict> {
  const api = requireApi(connection);
  const { secrets, clientIds } = await readLeaked(path, run);
  const flag = single(given, "clientId");
  const [clientSecret, clientId] = [secrets[0], flag ?? clientIds[0]];
  if (clientSecret === undefined || secrets.length > 1) {
    const found = clientSecret === undefined ? "no service account secret" : "more than one service account secret";
    const keys = "An API key can't be tried: find --leaked shows its ids, for verify project-api-key.";
    throw new UsageError(`What was given holds ${found}; one is needed.`, keys);
  }
  if (clientId === undefined || (flag === undefined && clientIds.length > 1)) {
    throw new UsageError(
      "The client id of the secret's account is needed: give --client-id ID.",
      "find --leaked shows it.",
    );
  }
  const credential = {
    kind: "service-account",
    values: { clientId, clientSecret },
    source: "the leaked value",
  } as const;
  let granted = false;
  let leftAlive = false;
  const onEvent: OnEvent = (event) => {
    if (granted && event.type === "warning") leftAlive = true;
    if (granted || event.type === "wait") run.onEvent(event);
  };
  const { client, host } = await connect(connection, api, { ...run, onEvent }, credential);
  const target = { api, host, ids: { clientId } };
  try {
    await grantOnly(client, run.signal);
    granted = true;
    await client.close();
    const token = leftAlive ? "that token could not be revoked" : "that token has been revoked";
    const sentence = `The token endpoint grants a token for the leaked secret; ${token}.`;
    return { state: "still-there", sentence, target, rows: [] };
  } catch (error) {
    if (error instanceof TokenError && error.error === "invalid_client") {
      const note = "A wrong client id is refused in the same way: make sure that it is the one of this secret.";
      const sentence = "The token endpoint refuses the leaked secret with this client id (invalid_client).";
      return { state: "gone", sentence, target, rows: [["Note", note]] };
    }
    return unread(
      "The token endpoint neither granted nor refused: the leaked secret may be alive.",
      error,
      target,
      run,
    );
  }
}
