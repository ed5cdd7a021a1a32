// Turns values into TypeScript source in the repository's style: double quotes, two spaces, lines up to 120 columns.

const width = 120;

/** A value as a one-line literal. Keys are quoted only where they must be. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => `${property(key)}: ${literal(member)}`);
    return `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** An object literal with one property a line, its values being source already. */
export function objectLiteral(entries: readonly (readonly [string, string])[], depth = 0): string {
  const indent = "  ".repeat(depth + 1);
  const lines = entries.map(([key, source]) => {
    const line = `${indent}${property(key)}: ${source},`;
    const breakable = !source.startsWith("{") && !source.startsWith("(") && !source.includes("\n");
    return breakable && line.length > width ? `${indent}${property(key)}:\n${indent}  ${source},` : line;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

/** An arrow function's head and body, on two lines where one would be too long after `property`. */
export function call(head: string, body: string, name: string): string {
  const length = `    ${name}: ${head} ${body},`.length;
  return length > width ? `${head}\n      ${body}` : `${head} ${body}`;
}

/** A documentation comment. Text from the document can't end it. */
export function comment(lines: readonly string[], depth = 0): string {
  const indent = "  ".repeat(depth);
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/").trimEnd());
  if (safe.length === 1) return `${indent}/** ${safe[0]} */`;
  const body = safe.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}`);
  return [`${indent}/**`, ...body, `${indent} */`].join("\n");
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
