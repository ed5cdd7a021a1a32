/** Opens the envelope `{ status, content }` (pages 003 and 004) and nothing that only looks like one. */

/** An envelope that could be read. */
export interface Envelope {
  /** The HTTP status that counts, 100 to 599. */
  readonly status: number;
  readonly content: unknown;
  /** Whether nothing in the text could mean anything else: no key twice, no other keys, a plain number. */
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
  if (typeof status !== "number" || !Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const plain =
    Object.keys(value).every((key) => knownKeys.includes(key)) && squeeze(JSON.stringify(value)) === squeeze(text);
  return { status, content: own(value, "content"), plain };
}

/** Whether an envelope's content is as empty as that of a successful DELETE. */
export function isEmptyContent(content: unknown): boolean {
  if (content === undefined || content === null) return true;
  return typeof content === "object" && !Array.isArray(content) && Object.keys(content).length === 0;
}

/** An object's own property: nothing that a prototype or a key `__proto__` supplies. */
export function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function squeeze(json: string): string {
  return json.replace(/\s/g, "");
}
