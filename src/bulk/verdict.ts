/** What a result speaks of: its own target, or the caller, the API or the network. */
import { own } from "../internal/json.js";

/** So many results in a row that speak of no target end a run: the next ones would say the same. */
export const resultsInARow = 10;

/** Whether an outcome is the server's confirmation. */
export function isSuccess(outcome: string | undefined): boolean {
  return outcome === "deleted" || outcome === "unassigned" || outcome === "already-gone";
}

/**
 * Whether a result speaks of its target: a success, or a refusal that says of an id that it is not there. Every other one (a
 * dead key, a missing role, the wrong API, a failing server, no network) could be any target's, and trying again may help.
 */
export function speaksOfTarget(outcome: string | undefined, error: object = {}): boolean {
  if (isSuccess(outcome)) return true;
  const [status, code] = [own(error, "status"), own(error, "errorCode")];
  if (outcome !== "refused" || (status !== 400 && status !== 404) || typeof code !== "string") return false;
  return /_NOT_FOUND$|^INVALID_[A-Z]+_ID$/.test(code);
}
