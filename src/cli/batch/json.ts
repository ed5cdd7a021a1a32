/** JSON of an input file, read with its line numbers, its doubled keys and its depth: what `JSON.parse` does not tell. */
import { describe } from "../../internal/text.js";

/** Deeper nesting has no place in a list, and overflows whatever walks it. */
const maxDepth = 16;

// A string, a bracket, a mark or the end of a line. (Each letter of a string is read once.)
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:,\n]/g;

/** A record of an input file: one flat JSON object, or what is wrong with it. */
export function parseRecord(
  text: string,
): { readonly values: Readonly<Record<string, unknown>> } | { readonly text: string } {
  const { depth, keys } = measure(text);
  if (depth > maxDepth) return { text: `is nested more than ${maxDepth} levels deep` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The platform's message quotes its input.
    return { text: "is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { text: `must be a JSON object; got ${describe(value)}` };
  }
  // A key that stands twice would silently lose one of two ids.
  if (keys !== Object.keys(value).length) return { text: "holds a key twice" };
  return { values: Object.fromEntries(Object.entries(value)) };
}

/** How deep a text is nested, and how many keys its outermost object has, each as often as it is written. */
function measure(text: string): { readonly depth: number; readonly keys: number } {
  let [level, depth, keys] = [0, 0, 0];
  for (const [mark] of text.matchAll(token)) {
    if (mark === "{" || mark === "[") level += 1;
    else if (mark === "}" || mark === "]") level -= 1;
    else if (mark === ":" && level === 1) keys += 1;
    depth = Math.max(depth, level);
  }
  return { depth, keys };
}

/** The elements of a JSON array as text, each with its line; one without text where the array is not whole. */
export function* elementsOf(text: string): Generator<{ readonly line: number; readonly text: string | undefined }> {
  let [level, line, start, startLine, closed] = [0, 1, 0, 1, false];
  const element = (end: number): { line: number; text: string }[] => {
    const raw = text.slice(start, end);
    const blank = raw.length - raw.trimStart().length;
    const at = startLine + raw.slice(0, blank).split("\n").length - 1;
    return raw.trim() === "" ? [] : [{ line: at, text: raw.trim() }];
  };
  for (const { 0: mark, index } of text.matchAll(token)) {
    if (mark === "\n") line += 1;
    else if (mark === "{" || mark === "[") level += 1;
    else if (mark === "}" || mark === "]") level -= 1;
    const ends = (mark === "," && level === 1) || (mark === "]" && level === 0 && !closed);
    if (ends) yield* element(index);
    closed ||= level === 0 && mark === "]";
    if (ends || (mark === "[" && level === 1)) [start, startLine] = [index + 1, line];
  }
  if (!closed || text.slice(start).trim() !== "") yield { line, text: undefined };
}
