/** Every combination that docs/outcomes.md shows, and what the client makes of it. */
import { isRevokeError } from "../../src/index.js";
import { lost, type Step, script } from "../support/fetch.js";
import { clientOf, projectKey } from "../support/world.js";

/** Decoded bytes that the client reads at most. */
const maxBodyBytes = 1024 * 1024;

/** A body with the headers that describe it. `{status}` in a text stands for the HTTP status. */
export interface BodyForm {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the stream of the body brings: bytes, or an error in the middle. */
  readonly chunks: (status: number) => readonly (string | Uint8Array<ArrayBuffer> | Error)[];
}

const json = { "content-type": "application/json" };
const gone = (status: number, errorCode = "RESOURCE_NOT_FOUND", detail = ""): object => ({
  error: status,
  errorCode,
  detail,
});
const namesTheTarget = `Cannot find resource API key with id ${projectKey.apiKeyId}.`;

function inJson(name: string, make: (status: number) => unknown): BodyForm {
  return { name, headers: json, chunks: (status) => [JSON.stringify(make(status))] };
}

function inText(name: string, text: string, headers: Readonly<Record<string, string>> = json): BodyForm {
  return { name, headers, chunks: () => [text] };
}

/** Bodies, in the order of the table's rows. */
export const bodyForms: readonly BodyForm[] = [
  { name: "empty, `Content-Length: 0`", headers: { "content-length": "0" }, chunks: () => [] },
  { name: "empty, JSON, no length", headers: json, chunks: () => [] },
  { name: "empty, JSON, chunked", headers: { ...json, "transfer-encoding": "chunked" }, chunks: () => [] },
  {
    name: "empty, JSON, chunked, `Connection: keep-alive`",
    headers: { ...json, "transfer-encoding": "chunked", connection: "keep-alive" },
    chunks: () => [],
  },
  { name: "empty, `Content-Length: 0`, `Age: 0`", headers: { "content-length": "0", age: "0" }, chunks: () => [] },
  { name: "empty, HTML, no length", headers: { "content-type": "text/html" }, chunks: () => [] },
  { name: "empty, gzip", headers: { ...json, "content-encoding": "gzip", "content-length": "20" }, chunks: () => [] },
  { name: "empty, longer length announced", headers: { ...json, "content-length": "120" }, chunks: () => [] },
  { name: "empty, `Connection: close`", headers: { ...json, connection: "close" }, chunks: () => [] },
  inJson("envelope of 204", () => ({ status: 204 })),
  inJson("envelope of 200, content `{}`", () => ({ status: 200, content: {} })),
  inJson("envelope of 204 with content", () => ({ status: 204, content: { id: "x" } })),
  inJson("envelope of 202", () => ({ status: 202 })),
  inJson("envelope of 404, not-found error inside", () => ({ status: 404, content: gone(404) })),
  inJson("envelope of 404, error inside that names the target", () => ({
    status: 404,
    content: gone(404, "RESOURCE_NOT_FOUND", namesTheTarget),
  })),
  inJson("envelope of 403, error inside", () => ({ status: 403, content: gone(403, "X") })),
  inJson("envelope of 500, error inside", () => ({ status: 500, content: gone(500, "X") })),
  inJson("envelope with the HTTP status, not-found error inside", (status) => ({ status, content: gone(status) })),
  inText("envelope of 404 and 204", '{"status":404,"status":204}'),
  inJson("envelope without status", () => ({ content: {} })),
  inJson('envelope with `"204"`', () => ({ status: "204" })),
  inText("envelope of 204, cut off", '{"status":204'),
  inText("envelope of 204 as `text/html`", '{"status":204}', { "content-type": "text/html" }),
  inText("envelope of 204 without a type", '{"status":204}', {}),
  {
    name: "envelope of 204 in UTF-16, declared",
    headers: { "content-type": "application/json;charset=utf-16le" },
    chunks: () => [new Uint8Array(Buffer.from('{"status":204}', "utf16le"))],
  },
  {
    name: "envelope of 204 in UTF-16, declared as UTF-8",
    headers: { "content-type": "application/json;charset=utf-8" },
    chunks: () => [new Uint8Array(Buffer.from('{"status":204}', "utf16le"))],
  },
  inJson("error, code `RESOURCE_NOT_FOUND`", (status) => gone(status)),
  inJson("error, code `RESOURCE_NOT_FOUND`, naming the target's id", (status) =>
    gone(status, "RESOURCE_NOT_FOUND", namesTheTarget),
  ),
  inJson("error, code `GROUP_NOT_FOUND`", (status) => gone(status, "GROUP_NOT_FOUND")),
  inJson("error, code `API_KEY_NOT_FOUND`", (status) => gone(status, "API_KEY_NOT_FOUND")),
  inJson("error without a code", (status) => ({ error: status })),
  inJson("error that names another status", () => gone(499)),
  inText("HTML", "<html>signed out</html>", { "content-type": "text/html" }),
  { name: "broken off", headers: json, chunks: () => ["{", new Error("reset")] },
  { name: "longer than 1 MiB (a gzip bomb)", headers: json, chunks: () => [new Uint8Array(maxBodyBytes + 1)] },
];

/** HTTP statuses, each standing for its class; in the order of the table's columns. */
export const statuses: readonly (readonly [name: string, status: number])[] = [
  ["200", 200],
  ["204", 204],
  ["other 2xx", 202],
  ["3xx", 302],
  ["400", 400],
  ["401", 401],
  ["403", 403],
  ["404", 404],
  ["429", 429],
  ["other 4xx", 409],
  ["5xx", 503],
];

/** What the call knew and asked before the response came. */
export interface Setting {
  readonly name: string;
  readonly envelope: boolean;
  readonly missingOk: boolean;
  /** An earlier attempt of the call was lost, or got a 5xx. */
  readonly doubt: boolean;
}

export const plainSetting: Setting = { name: "first attempt", envelope: false, missingOk: false, doubt: false };
export const settings: readonly Setting[] = [
  plainSetting,
  { name: "first attempt, `envelope: true`", envelope: true, missingOk: false, doubt: false },
  { name: "first attempt, `missingOk: true`", envelope: false, missingOk: true, doubt: false },
  { name: "retry after an attempt in doubt", envelope: false, missingOk: false, doubt: true },
];

/** What the client makes of one combination: an outcome, and as which status where that is not HTTP's. */
export async function outcomeOf(body: BodyForm, status: number, setting: Setting): Promise<string> {
  const respond: Step = () => responseOf(body, status);
  const server = setting.doubt ? script(lost(), respond) : script(respond);
  const client = clientOf(server, { maxRetries: setting.doubt ? 1 : 0 });
  const { envelope, missingOk } = setting;
  try {
    const confirmed = await client.unassignGroupApiKey(projectKey, { envelope, missingOk });
    return withStatus(confirmed.outcome, confirmed.status);
  } catch (error) {
    if (!isRevokeError(error)) throw error;
    return withStatus(error.outcome, "status" in error ? error.status : undefined);
  }

  function withStatus(outcome: string, counted: unknown): string {
    return counted === status ? outcome : `${outcome} as ${counted}`;
  }
}

/** The platform's own `Response` refuses some of these, a server does not. */
function responseOf({ headers, chunks }: BodyForm, status: number): Response {
  const source = chunks(status);
  const body: Response["body"] = new ReadableStream({
    start(controller) {
      for (const chunk of source) {
        if (chunk instanceof Error) return controller.error(chunk);
        controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
      }
      controller.close();
    },
  });
  const response: Pick<Response, "status" | "headers" | "body" | "bodyUsed"> = {
    status,
    headers: new Headers(headers),
    body,
    bodyUsed: false,
  };
  return response as Response;
}
