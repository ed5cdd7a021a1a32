/** `--verify`: looks once more when everything was sent, and keeps what was found with the results. */

import { isSuccess } from "../../bulk/verdict.js";
import type { RevokeClient } from "../../client.js";
import type { Entry, Plan } from "./entries.js";
import { type Found, look } from "./look.js";
import type { LookedOutcome } from "./resultLines.js";
import type { Results } from "./results.js";
import type { Summary } from "./summary.js";

/** Looks at whatever should be gone or may be. A look that can't be read changes no outcome. */
export async function keepFound(client: RevokeClient, plan: Plan, results: Results): Promise<Summary["looked"]> {
  const entries = plan.entries.filter(({ known }) => isSuccess(known?.outcome) || isInDoubt(known?.outcome));
  const found = await look(client, entries, true);
  const counts = { absent: 0, present: 0, unread: 0 };
  const kept = [...found].map(async ([entry, { state }]) => {
    counts[state] += 1;
    if (state !== "unread") await results.looked(entry, outcomeAfter(entry, state), state);
  });
  await Promise.all(kept);
  return counts;
}

function isInDoubt(outcome: string | undefined): boolean {
  return outcome === "unknown" || outcome === "started";
}

/** A success that is still listed is none; a doubt is resolved by what is there. */
function outcomeAfter({ known }: Entry, state: Exclude<Found["state"], "unread">): LookedOutcome {
  const outcome = known?.outcome;
  if (outcome === "deleted" || outcome === "unassigned" || outcome === "already-gone") {
    return state === "absent" ? outcome : "unknown";
  }
  return state === "absent" ? "already-gone" : "refused";
}
