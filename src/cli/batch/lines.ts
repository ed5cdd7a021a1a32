/** Cuts a byte stream into lines and says of each what makes it unfit to be read: nothing is guessed, nothing repaired. */

/** Longest line that is read, in bytes. A target needs less than 300. */
export const maxLineBytes: number = 16 * 1024;

/** A line of the input. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** The line without its end; empty when nothing of it can be used. */
  readonly text: string;
  /** What is wrong with its bytes. */
  readonly problems: readonly string[];
}

const newline = 0x0a;
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
// A tab is white space in JSON and CSV; every other control character is a sign of another kind of file.
const control = /[^\P{Cc}\t]/u;

/** Yields every line. Memory is bounded by the longest line that is read, whatever the input holds. */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void, undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 1;
  const add = (part: Buffer): void => {
    size += part.length;
    if (size <= maxLineBytes + 1) parts.push(part);
    else parts = [];
  };
  const cut = (): Line => {
    const line = size > maxLineBytes + 1 ? tooLong(number) : judge(Buffer.concat(parts), number);
    parts = [];
    size = 0;
    number += 1;
    return line;
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      add(bytes.subarray(start, end));
      yield cut();
      start = end + 1;
    }
    // Copied: whoever owns the chunk may use it again.
    if (start < bytes.length) add(Buffer.from(bytes.subarray(start)));
  }
  if (size > 0) yield cut();
}

function tooLong(number: number): Line {
  return { number, text: "", problems: [`is longer than ${maxLineBytes} bytes`] };
}

function judge(given: Buffer, number: number): Line {
  const problems: string[] = [];
  let bytes = given;
  if (number === 1 && bytes.subarray(0, 3).equals(bom)) {
    problems.push("starts with a byte order mark (BOM): save the file as UTF-8 without one");
    bytes = bytes.subarray(3);
  }
  if (bytes.at(-1) === 0x0d) {
    problems.push(crlfProblem);
    bytes = bytes.subarray(0, -1);
  }
  if (bytes.length > maxLineBytes) return tooLong(number);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { number, text: "", problems: [...problems, "is not UTF-8 text"] };
  }
  if (control.test(text))
    return { number, text: "", problems: [...problems, "holds control characters: is this a binary file?"] };
  return { number, text, problems };
}

/** The problem of a line that ends as on Windows; reported for the first one only. */
export const crlfProblem: string =
  "ends with CR LF, as do perhaps others: save the file with LF line ends (sed -i 's/\\r$//' FILE)";
