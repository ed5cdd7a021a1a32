/** The rows of docs/outcomes.md: each stands for many combinations, and says what the client makes of all of them. */
import type { BodyForm } from "./combinations.js";

/** What a call says in the end. `confirmed` is the operation's own word, `deleted` or `unassigned`. */
export type Verdict = "confirmed" | "already-gone" | "refused" | "unknown";

/** One row. */
export interface Row {
  readonly text: string;
  /** On the first attempt. */
  readonly first: Verdict;
  /** On a retry, after an attempt in doubt. */
  readonly doubt: Verdict;
  /** With `missingOk: true`, where that changes anything. */
  readonly missingOk?: Verdict;
  /** With `envelope: true`, where that changes anything. */
  readonly envelope?: Verdict;
  /** Whether a combination belongs here, when it belongs to no row before. */
  readonly covers: (body: BodyForm["name"], status: string) => boolean;
}

const is2xx = (status: string): boolean => /^2|2xx/.test(status);
const is4xx = (status: string): boolean => /^4|4xx/.test(status);
const isEmpty = (body: string): boolean => body.startsWith("empty");
/** A page, or a copy from a cache: not the API's own response. */
const isForeign = (body: string): boolean => /HTML|Age/.test(body);
/** Bodies that only look like an envelope: their status can't be read. */
const noEnvelope = /without|with `"204"`|cut off|as `text\/html`|declared as UTF-8/;
const isEnvelope = (body: string): boolean => body.startsWith("envelope");
const always = (verdict: Verdict): Pick<Row, "first" | "doubt"> => ({ first: verdict, doubt: verdict });
const refused = { first: "refused", doubt: "unknown" } as const;
const gone = { first: "refused", doubt: "already-gone", missingOk: "already-gone" } as const;

/** Rows in the order of the page; the first that covers a combination decides it. */
export const rows: readonly Row[] = [
  {
    text: "204 without a body",
    ...always("confirmed"),
    covers: (body, status) => status === "204" && isEmpty(body) && !isForeign(body),
  },
  {
    text: "200, empty, with `Content-Length: 0`",
    ...always("confirmed"),
    covers: (body, status) => status === "200" && body === "empty, `Content-Length: 0`",
  },
  {
    text: "200, empty, chunked, on a connection that stays open (`Connection: keep-alive`). Not where an envelope was asked for",
    ...always("confirmed"),
    envelope: "unknown",
    covers: (body, status) => status === "200" && body.endsWith("chunked, `Connection: keep-alive`"),
  },
  {
    text: "200 with an envelope that says 200 or 204 and holds nothing else",
    ...always("confirmed"),
    covers: (body, status) =>
      status === "200" && /^envelope of (204|200, content `\{\}`|204 in UTF-16, declared)$/.test(body),
  },
  {
    text: "200 or 204 as a page (`text/html`), or from a cache (`Age`)",
    ...always("unknown"),
    covers: (body, status) => /^20[04]$/.test(status) && isForeign(body),
  },
  {
    text: "200 with any other empty body: no length, a longer length announced, compressed, on a connection that closes",
    ...always("unknown"),
    covers: (body, status) => status === "200" && isEmpty(body),
  },
  {
    text: "2xx with an envelope that says 4xx, and that error inside",
    ...refused,
    covers: (body, status) => is2xx(status) && /^envelope of (404|403), (not-found )?error inside$/.test(body),
  },
  {
    text: "the same, and the error names the target itself",
    ...gone,
    covers: (body, status) => is2xx(status) && body === "envelope of 404, error inside that names the target",
  },
  {
    text: "2xx with anything else: a page, an error, broken or cut-off JSON, an envelope that contradicts itself, 202, 206",
    ...always("unknown"),
    covers: (_, status) => is2xx(status),
  },
  { text: "3xx: no redirect is followed", ...always("unknown"), covers: (_, status) => status === "3xx" },
  {
    text: "400 or 404 with the target's own code, taken whole (`API_KEY_NOT_FOUND`)",
    ...gone,
    covers: (body, status) => /^40[04]$/.test(status) && body === "error, code `API_KEY_NOT_FOUND`",
  },
  {
    text: "404 `RESOURCE_NOT_FOUND` or without a code, whose text names the target's id",
    ...gone,
    covers: (body, status) =>
      status === "404" && /naming the target's id$|envelope of 404, error inside that names the target$/.test(body),
  },
  {
    text: "4xx in an envelope that says another status",
    ...always("unknown"),
    covers: (body, status) => is4xx(status) && isEnvelope(body) && !agrees(body, status) && !noEnvelope.test(body),
  },
  {
    text: "any other 4xx, whatever its body: also a 404 that names something else, or nothing",
    ...refused,
    covers: (_, status) => is4xx(status),
  },
  { text: "5xx, whatever its body", ...always("unknown"), covers: (_, status) => status === "5xx" },
];

function agrees(body: string, status: string): boolean {
  return body.startsWith("envelope with the HTTP status") || body.startsWith(`envelope of ${status},`);
}

const styles: Readonly<Record<Verdict, string>> = {
  confirmed: "deleted",
  "already-gone": "deleted",
  refused: "refused",
  unknown: "unknown",
};
const shown = (verdict: Verdict): string => `<span class="${styles[verdict]}">${verdict}</span>`;

/** The rows as the page's table. */
export function outcomeTable(): string {
  const lines = rows.map(({ text, first, doubt }) => `| ${text} | ${shown(first)} | ${shown(doubt)} |`);
  return ["| what came back | first attempt | after a doubt |", "| --- | --- | --- |", ...lines].join("\n");
}
