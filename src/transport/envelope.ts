/** Opens the envelope `{ status, content }` (pages 003 and 004) and nothing that only looks like one. */
import { own } from "../internal/json.js";

/** An envelope that could be read. */
export interface Envelope {
  /** The HTTP status that counts, 100 to 599. */
  readonly status: number;
  /** The enveloped body. */
  readonly content: unknown;
  /** Whether the text can't mean anything else: no key of the envelope twice, and no other keys. */
  readonly plain: boolean;
}

const knownKeys: readonly string[] = ["status", "content", "links", "locations"];

/**
 * Reads a body as an envelope.
 *
 * @param value The parsed body.
 * @param text The body as it came, to notice what parsing hides: `{"status":404,"status":204}` parses to 204.
 * @returns `undefined` when the body has no whole-number `status` from 100 to 599.
 */
export function openEnvelope(value: unknown, text: string): Envelope | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const status = own(value, "status");
  if (!isStatus(status)) return undefined;
  const plain = Object.keys(value).every((key) => knownKeys.includes(key)) && !hasDoubledKeys(value, text);
  return { status, content: own(value, "content"), plain };
}

/** Whether a key is written twice in one object, which parsing hides: only the last one counts for it. */
export function hasDoubledKeys(value: object, text: string): boolean {
  return keysIn(value) !== keysWritten(text);
}

/** Keys of a value, at every depth. A list of what is left to count: a body may be nested deeper than a stack. */
function keysIn(value: object): number {
  let keys = 0;
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) keys += Object.keys(next).length;
    for (const inner of Object.values(next)) if (inner !== undefined) open.push(inner);
  }
  return keys;
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}

/** Whether an envelope's content is as empty as that of a successful DELETE. */
export function isEmptyContent(content: unknown): boolean {
  if (content === undefined || content === null) return true;
  return typeof content === "object" && !Array.isArray(content) && Object.keys(content).length === 0;
}

/** Keys of a valid JSON text, each as often as it is written: one colon stands after each. */
function keysWritten(text: string): number {
  return [...text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|:/g)].filter(([mark]) => mark === ":").length;
}
