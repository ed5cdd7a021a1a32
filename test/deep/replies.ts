/** What a faultless server responds to a DELETE that is authorized, in each form that the document allows. */
import { apiError, type Fields, head, json, text } from "../faults/bytes.js";
import type { Says, Scene, Verdict } from "../faults/catalogue/entry.js";
import type { RawRequest, Script } from "../support/rawServer.js";
import { type CallPlan, canary } from "./plan.js";
import type { Random } from "./random.js";

/** A response, and what it says. */
export interface Reply extends Verdict {
  readonly script: Script;
}

export const kept: Fields = { Connection: "keep-alive" };
export const reply = (says: Says, means: number, ...script: Script): Reply => ({ says, means, script });

/** The credential was there, and is deleted. */
export function confirmedReply({ envelope }: CallPlan, random: Random): Reply {
  const fields = { ...kept, "RateLimit-Limit": "500", "RateLimit-Remaining": String(random.int(500)) };
  const status = random.pick([200, 204]);
  if (!envelope || random.chance(0.3)) {
    return reply("confirmed", status, status === 204 ? head(204, fields) : text(200, "", fields));
  }
  const content = random.pick<object>([{}, { content: null }, { content: {} }]);
  return reply("confirmed", status, json(200, { status, ...content }, fields));
}

/** There is no such credential. */
export function goneReply({ envelope }: CallPlan, { operation, target }: Scene, random: Random): Reply {
  const own = random.pick(operation.gone);
  const error = random.chance(0.5)
    ? apiError(own.status, own.code)
    : apiError(404, "RESOURCE_NOT_FOUND", `Cannot find ${target}.`);
  const status = Number(error.error);
  if (!envelope || random.chance(0.3)) return reply("gone", status, json(status, error, kept));
  return reply("gone", status, json(random.pick([200, status]), { status, content: error }, kept));
}

/** Where a request shows a secret that it must not. */
export function leaksIn({ method, target, headers, body }: RawRequest): string[] {
  const places = [...headers].flatMap(([name, value]) =>
    name !== "authorization" && value.includes(canary) ? [`the header ${name}`] : [],
  );
  if (target.includes(canary)) places.push("a URL");
  if (method === "DELETE" && body !== "") places.push("a DELETE's body");
  return places;
}
