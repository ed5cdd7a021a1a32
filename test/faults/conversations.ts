/** Conversations of several requests: retries, cancellations, challenges, grants, connections that are kept. */

import type { Script } from "../support/rawServer.js";
import { apiError, type Fields, gzipped, head, json, page, text } from "./bytes.js";
import { ownGone } from "./catalogue/entry.js";
import { grantFaults } from "./catalogue/grants.js";
import type { Expected } from "./expected.js";
import { type Conversation, type Credential, challenge, challenged, granted, opening, platform } from "./suite.js";

type Responses = Conversation["responses"];
type Response = ReturnType<Responses>[number];
type Options = Conversation["options"];

const done: Expected = { outcome: "confirmed", status: 204 };
const failed = (outcome: Expected["outcome"], error: string, status?: number): Expected => ({ outcome, error, status });
const deleted: Script = [head(204), "end"];
const down = (status: number): Script => [page(status), "end"];
const forbidden: Script = [json(403, apiError(403, "FORBIDDEN")), "end"];
const other404: Script = [json(404, apiError(404, "NOT_HERE")), "end"];
const cut200: Script = [head(200, { "Content-Length": "9" }), 20, "end"];
const rejected: Script = [text(401), "end"];

/** Stands for the "not found" with the code of the operation's own target. */
const gone = "gone";
const named =
  (given: readonly (Response | typeof gone)[]): Responses =>
  ({ sceneOf }) =>
    given.map((each) => (each === gone ? (request) => [json(404, ownGone(sceneOf(request))), "end"] : each));

type Row<G> = readonly [name: string, given: G, expected: Expected, options?: Options];
type Steps = readonly (Response | typeof gone)[];

const unexpected = (status: number): Expected => failed("unknown", "UnexpectedResponseError", status);
const notFound = failed("refused", "NotFoundError", 404);
const missing = failed("unknown", "NotFoundError", 404);
const timedOut = failed("not-sent", "TimeoutError");
const soon = { timeoutMs: 300 };
const once = { maxRetries: 1 };
const thrice = { maxRetries: 2 };
const twice = (expected: Expected): Expected => ({ ...expected, attempts: 2 });
const alreadyGone: Expected = { outcome: "already-gone", status: 404 };
// Where the platform does not report what it wrote, the bytes may not have left.
const afterLoss = twice(platform === "node" ? alreadyGone : missing);

/** After the opening, what each DELETE with credentials gets. */
const retries: readonly Row<Steps>[] = [
  ["a lost response is tried again", [["reset"], deleted], twice(done), once],
  ["a loss and then not found means already gone", [["end"], gone], afterLoss, once],
  ["a loss and then a 403 is unknown", [["reset"], forbidden], twice(failed("unknown", "PermissionError", 403)), once],
  ["a loss and then another 404 is unknown", [["reset"], other404], twice(missing), once],
  ["two lost responses are unknown", [["reset"], ["end"]], twice(failed("unknown", "ConnectionError")), once],
  [
    "a 502, a 504 and then not found means already gone",
    [down(502), down(504), gone],
    { ...alreadyGone, attempts: 3 },
    thrice,
  ],
  ["a 200 that broke off is not tried again", [cut200], unexpected(200), once],
];

const aborts: readonly (readonly [string, (abort: () => void) => Script, Expected["outcome"]])[] = [
  ["during silence is unknown", (abort) => [20, abort, "silence"], "unknown"],
  ["within the headers is unknown", (abort) => ["HTTP/1.1 204 X\r\n", 20, abort, "silence"], "unknown"],
  [
    "within the body is unknown",
    (abort) => [head(200, { "Content-Length": "9" }), "{", 20, abort, "silence"],
    "unknown",
  ],
];

const challengedWith = (fields: Fields): Fields => ({ "WWW-Authenticate": challenge, ...fields });
const dripping: Script = [head(401, challengedWith({})), ...Array.from({ length: 100 }, () => [" ", 10]).flat()];
const huge: Script = [...gzipped(401, new Uint8Array(8 << 20), challengedWith({})), "end"];
const cutOff: Script = [head(401, challengedWith({ "Content-Length": "99" })), "end"];
const both: Script = [text(401, "", { "www-authenticate": 'Basic realm="a, b"', ...challengedWith({}) }), "end"];

/** Before anybody is known to ask: nothing that was sent could revoke. */
const challenges: readonly Row<Steps>[] = [
  ["a lost first request is not sent", [["reset"]], failed("not-sent", "ConnectionError")],
  ["a lost first request is tried again", [["end"], challenged, deleted], twice(done), once],
  ["a lost first request explains no 404", [["reset"], challenged, gone], twice(notFound), once],
  ["a silent first request is not sent", [["silence"]], timedOut, soon],
  ["a challenge that drips is not waited for", [dripping], timedOut, soon],
  ["a challenge with a huge body is met", [huge, deleted], done],
  ["a challenge that is cut off is met", [cutOff, deleted], done],
  ["a 204 to nobody is not a success", [deleted], unexpected(204)],
  ["a login page instead of a challenge is not a success", [[page(200), "end"]], unexpected(200)],
  ["Digest is chosen where Basic stands beside it", [both, deleted], done],
];

const grants: readonly Row<Steps>[] = [
  ["a lost grant is tried again", [["end"], granted, deleted], done, once],
  ["a token that is rejected is replaced once", [granted, rejected, granted, deleted], done],
  [
    "a grant that fails after a rejection leaves the refusal",
    [granted, rejected, down(500)],
    failed("refused", "TokenError", 500),
  ],
  [
    "a grant that is lost after a lost DELETE is unknown",
    [granted, ["reset"], rejected, ["reset"]],
    twice(failed("unknown", "TokenError")),
    once,
  ],
];

const kept = { Connection: "keep-alive" };
const keptOpening: Script = [json(401, {}, { ...kept, "WWW-Authenticate": challenge })];
const keptDeleted: Script = [head(204, kept)];
/** The second of two calls on one connection. On Deno each DELETE has a connection of its own. */
const keptConnections: readonly Row<Steps>[] = [
  ["closed between two calls costs nothing", [[...keptDeleted, 5, "end"], keptDeleted], done],
  ["reset between two calls costs nothing", [[...keptDeleted, 5, "reset"], keptDeleted], done],
  ["dropped as the DELETE comes is tried again", [keptDeleted, ["end"], keptDeleted], twice(done)],
  ["dropped after the deletion means already gone", [keptDeleted, ["reset"], gone], afterLoss],
];

const credentials = ["digest", "service account"] as const;

/** Makes conversations of rows, with one credential or both in turn. */
function rows(given: readonly Row<Steps>[], credential?: Credential): Conversation[] {
  return given.map(([name, steps, expected, options], index) => {
    const own = credential ?? credentials[index % 2] ?? "digest";
    const responses = named(credential === undefined ? [opening(own), ...steps] : steps);
    return { name, credential: own, expected, responses, ...(options && { options }) };
  });
}

export const conversations: Readonly<Record<string, readonly Conversation[]>> = {
  "a call is tried again": rows(retries),
  "the caller aborts": aborts.map(([when, script, outcome]) => ({
    name: `an abort ${when}`,
    credential: "digest",
    responses: ({ abort }) => [challenged, script(abort)],
    options: once,
    expected: failed(outcome, "CancelledError"),
  })),
  "the server asks who calls": rows(challenges, "digest"),
  "the token endpoint brings no token": Object.entries(grantFaults).map(([name, { status, script, stalls }]) => ({
    name: `${name} sends nothing`,
    credential: "service account",
    responses: ({ decoy, sceneOf }) => [
      (request) =>
        typeof script === "function"
          ? script({ decoy, secrets: sceneOf(request).authorization + request.body })
          : script,
    ],
    ...(stalls && { options: { timeoutMs: 300 } }),
    expected: { ...failed("not-sent", stalls ? "TimeoutError" : "TokenError", status), attempts: 0 },
  })),
  "the token endpoint fails in between": rows(grants, "service account"),
  "the connection is kept": rows(keptConnections, "digest").map((row) => ({
    ...row,
    name: `a kept connection ${row.name}`,
    before: 1,
    options: once,
    responses: (stage) => [keptOpening, ...row.responses(stage)],
  })),
};
