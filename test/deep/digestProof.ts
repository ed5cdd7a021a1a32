/** Checks a digest answer as RFC 7616 says (§3.4.1, MD5, qop=auth), with none of the client's own code. */
import { createHash } from "node:crypto";
import type { ClientPlan } from "./plan.js";

/** The fields of an `Authorization: Digest` value, unquoted. */
export function readFields(value: string): ReadonlyMap<string, string> {
  return new Map([...value.matchAll(/(\w+)="?([^",]*)"?/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

/** Whether an answer proves the key for this very DELETE. */
export function isRightAnswer(
  fields: ReadonlyMap<string, string>,
  target: string,
  realm: string,
  { id, secret }: ClientPlan,
): boolean {
  const middle = `${fields.get("nonce")}:${fields.get("nc")}:${fields.get("cnonce")}:auth`;
  const expected = md5(`${md5(`${id}:${realm}:${secret}`)}:${middle}:${md5(`DELETE:${target}`)}`);
  return fields.get("uri") === target && fields.get("response") === expected;
}

function md5(text: string): string {
  return createHash("md5").update(text, "latin1").digest("hex");
}
