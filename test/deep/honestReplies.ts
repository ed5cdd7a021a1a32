/** What a faultless server answers to a DELETE that is authorized, in each form that the document allows. */
import type { CallPlan } from "./plan.js";
import type { Random } from "./random.js";
import { apiError, bare, json, type Reply } from "./reply.js";

/** The credential was there, and is deleted. */
export function confirmedReply({ envelope }: CallPlan, random: Random): Reply {
  const limits: Reply["fields"] = [
    ["ratelimit-limit", "500"],
    ["ratelimit-remaining", String(random.int(500))],
  ];
  if (!envelope || random.chance(0.3)) {
    const status = random.pick([200, 204]);
    return { ...bare(status, "confirmed"), fields: limits };
  }
  const status = random.pick([200, 204]);
  const content = random.pick<object>([{}, { content: null }, { content: {} }]);
  return json(200, "confirmed", { status, ...content }, status);
}

/** There is no such credential. */
export function goneReply({ envelope, operationId }: CallPlan, random: Random): Reply {
  const isKey = operationId === "unassignGroupApiKey";
  const status = isKey ? 400 : 404;
  const named = operationId === "unassignGroupServiceAccount" ? "SERVICE_ACCOUNT_NOT_FOUND" : "SECRET_NOT_FOUND";
  const code = isKey ? "API_KEY_NOT_FOUND" : random.pick(["RESOURCE_NOT_FOUND", named]);
  const error = apiError(status, code);
  if (!envelope || random.chance(0.3)) return json(status, "gone", error);
  return json(random.pick([200, status]), "gone", { status, content: error }, status);
}
