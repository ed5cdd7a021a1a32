/** What the server of the randomized run may do: the catalogue's faults by name, and challenges that lead nowhere. */

import type { Fault } from "../faults/catalogue/entry.js";
import { type GrantFault, grantFaults } from "../faults/catalogue/grants.js";
import { catalogue } from "../faults/catalogue.js";

const isLight = ([, { heavy }]: readonly [string, { readonly heavy?: true }]): boolean => heavy !== true;

/** Faults of a DELETE's response, by name. */
export const deleteFaults: ReadonlyMap<string, Fault> = new Map(
  Object.values(catalogue).flatMap((area) => Object.entries(area).filter(isLight)),
);

/** Challenges, made from the one that the server would send. */
export const challengeFaults: ReadonlyMap<string, (challenge: string) => string> = new Map([
  ["a Basic challenge", () => 'Basic realm="MMS Public API"'],
  ["Basic beside Digest", (challenge) => `Basic realm="x, y", ${challenge}`],
  ["a malformed challenge", () => 'Digest realm="x'],
  ["a challenge without a nonce", () => 'Digest realm="x", nonce=""'],
  ["a challenge of an unknown algorithm", (challenge) => challenge.replace("algorithm=MD5", "algorithm=SHA-512-256")],
  ["a retired nonce", (challenge) => challenge.replace("stale=false", "stale=true")],
]);

/** Faults of the token endpoint, by name. */
export const tokenFaults: ReadonlyMap<string, GrantFault> = new Map(Object.entries(grantFaults).filter(isLight));

export const deleteMoves: readonly string[] = [...deleteFaults.keys(), ...challengeFaults.keys()];
export const tokenMoves: readonly string[] = [...tokenFaults.keys()];
/** No fault. */
export const honest = "honest";
