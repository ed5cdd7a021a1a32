/** What each fault makes of a DELETE's answer, and what that answer truly says. */
import type { FaultName, faultNames } from "./faultNames.js";
import type { Random } from "./random.js";
import { apiError, bare, json, page, type Reply, type Says } from "./reply.js";

/** The DELETE that is to be answered. */
export interface Scene {
  readonly random: Random;
  readonly envelope: boolean;
  readonly decoy: string;
  /** The value of `Authorization`, or an empty string. */
  readonly authorization: string;
  /** A fresh challenge. */
  readonly challenge: (stale: boolean) => string;
  /** What a faultless server would answer; deletes when that is a deletion. */
  readonly honest: () => Reply;
  /** Deletes in half of the cases, when the request carries valid credentials: the answer doesn't tell. */
  readonly maybeDelete: () => void;
}

type Fault = (scene: Scene) => Reply;
type DeleteFault = (typeof faultNames)[number];

const confirmed = JSON.stringify({ status: 204 });
const mebibyte = 1024 * 1024;
const unknownCodes: readonly unknown[] = [
  "NOT_HERE",
  "GROUP_NOT_FOUND",
  "ORG_NOT_FOUND",
  "ATLAS_GROUP",
  "NOT_ATLAS_GROUP",
  "INVALID_GROUP_ID",
  "RESOURCE_NOT_FOUND_OR_SO",
  "",
  404,
  null,
  undefined,
];

/** A break that leaves it open whether the server deleted. */
function broken(breaks: NonNullable<Reply["breaks"]>, says: Says): Fault {
  return ({ maybeDelete }) => {
    maybeDelete();
    return { ...json(200, says, { status: 204 }), breaks };
  };
}

/** An answer that leaves it open whether the server deleted. */
function doubtful(reply: (scene: Scene) => Reply): Fault {
  return (scene) => {
    scene.maybeDelete();
    return reply(scene);
  };
}

/** The honest answer in an odd form. */
function odd(form: NonNullable<Reply["form"]>, applies: (reply: Reply) => boolean = () => true): Fault {
  return ({ honest }) => {
    const reply = honest();
    return applies(reply) ? { ...reply, form } : reply;
  };
}

function redirect(location: (scene: Scene) => string): Fault {
  return doubtful((scene) => {
    const status = scene.random.pick([300, 301, 302, 303, 304, 305, 307, 308]);
    return bare(status, "doubt", [["location", location(scene)]]);
  });
}

function unauthorized(challenge: (scene: Scene) => string): Fault {
  return (scene) => bare(401, "refused", [["www-authenticate", challenge(scene)]]);
}

/** What each fault does. */
export const deleteFaults: Readonly<Record<DeleteFault, Fault>> = {
  reset: broken("reset", "lost"),
  close: broken("close", "lost"),
  "head cut": broken("head cut", "lost"),
  "body cut": broken("body cut", "doubt"),
  "error body cut": () => ({ ...json(404, "refused", apiError(404, "RESOURCE_NOT_FOUND")), breaks: "body cut" }),
  "bad chunk": broken("bad chunk", "doubt"),
  silence: broken("silence", "lost"),
  "silent body": broken("silent body", "lost"),
  garbage: broken("garbage", "lost"),
  "oversized head": broken("oversized head", "lost"),
  drip: odd("drip"),
  "interim answer": odd("interim"),
  "HTTP/1.0": odd("http/1.0"),
  "connection dropped after": odd("dropped after"),
  "body after 204": odd("body after 204", ({ status }) => status === 204),
  "repeated headers": ({ honest }) => {
    const reply = honest();
    const twice: Reply["fields"] = [
      ["ratelimit-limit", "5"],
      ["ratelimit-limit", "7"],
      ["date", "now"],
      ["date", "then"],
    ];
    return { ...reply, fields: [...reply.fields, ...twice] };
  },
  "cut gzip": doubtful(() => ({ ...page(200, "doubt"), form: "cut gzip" })),
  "oversized body": doubtful(() => ({
    ...json(200, "doubt", { status: 204 }),
    body: confirmed.padEnd(mebibyte + 1 + 64_000),
  })),
  "oversized error": () => {
    const body = JSON.stringify(apiError(404, "RESOURCE_NOT_FOUND")).padEnd(mebibyte + 1 + 64_000);
    return { ...json(404, "refused", {}), body };
  },
  "redirect to the same origin": redirect(({ random }) => (random.chance(0.5) ? "/api/atlas/v2/groups" : "..")),
  "redirect to another origin": redirect(({ decoy }) => `${decoy}/api/atlas/v2/groups`),
  "empty 401": () => bare(401, "refused"),
  "401 page": () => page(401, "refused"),
  "Basic challenge": unauthorized(() => 'Basic realm="MMS Public API"'),
  "Basic beside Digest": unauthorized(({ challenge }) => `Basic realm="x, y", ${challenge(true)}`),
  "malformed challenge": unauthorized(({ random }) =>
    random.pick([
      'Digest realm="x',
      "Digest",
      "Digest nonce=",
      'Digest realm="x" nonce="y"',
      "Digest ,,,",
      'Digest realm="x", nonce=""',
    ]),
  ),
  "unknown algorithm": unauthorized(({ challenge }) =>
    challenge(false).replace("algorithm=MD5", "algorithm=SHA-512-256"),
  ),
  "retired nonce": unauthorized(({ challenge }) => challenge(true)),
  "login page": () => page(200, "doubt"),
  "login page cut to nothing": () => ({ ...page(200, "doubt"), body: "", form: "unlengthed" }),
  "enveloped refusal": ({ random }) => {
    const status = random.pick([400, 401, 403, 409]);
    return json(200, "refused", { status, content: apiError(status, "REFUSED") }, status);
  },
  "enveloped unknown 404": ({ random }) =>
    json(200, "refused", { status: 404, content: apiError(404, random.pick(unknownCodes)) }, 404),
  "bad envelope": doubtful(({ random }) => {
    const body = random.pick([
      "{}",
      '{"status":"204"}',
      '{"status":404,"status":204}',
      '{"status":204,"content":{"error":404}}',
      '{"status":202}',
      '{"status":204,"errorCode":"NO"}',
      '{"__proto__":{"status":204}}',
      '[{"status":204}]',
      '{"status":204}{}',
      "null",
    ]);
    // An envelope that is one says its own status, plain or not.
    return { ...json(200, "doubt", {}), body };
  }),
  "contradicting envelope": doubtful(({ random }) => {
    const status = random.pick([404, 500]);
    return json(status, "doubt", { status: 204 });
  }),
  "envelope cut": doubtful(({ random }) => {
    const whole = json(200, "doubt", { status: 404, content: apiError(404, "RESOURCE_NOT_FOUND") });
    return { ...whole, body: whole.body.slice(0, 1 + random.int(whole.body.length - 2)) };
  }),
  "envelope cut to nothing": doubtful(() => ({ ...json(200, "doubt", {}), body: "", form: "unlengthed" })),
  "unknown 404": ({ random }) => json(404, "refused", apiError(404, random.pick(unknownCodes))),
  "contradicting 404": () => json(404, "refused", { ...apiError(404, "RESOURCE_NOT_FOUND"), error: 400 }),
  "404 page": () => page(404, "refused"),
  "refusal that echoes": ({ random, authorization }) => {
    const status = random.pick([400, 403, 409]);
    const error = apiError(status, `NO ${authorization}`, `You sent ${authorization}`);
    return json(status, "refused", { ...error, parameters: [authorization, { [authorization]: authorization }] });
  },
  "other 4xx": ({ random }) => {
    const status = random.pick([402, 405, 406, 409, 410, 415, 451]);
    return random.chance(0.5) ? bare(status, "refused") : json(status, "refused", apiError(status, "OTHER"));
  },
  "429": () => {
    const reply = json(429, "refused", apiError(429, "RATE_LIMITED"));
    return { ...reply, fields: [...reply.fields, ["retry-after", "0"]] };
  },
  "429 with an odd Retry-After": ({ random }) => {
    const value = random.pick(["-1", "1e9", "NaN", "0, 0", "999999999", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"]);
    const reply = json(429, "refused", apiError(429, "RATE_LIMITED"));
    return { ...reply, fields: [...reply.fields, ["retry-after", value]] };
  },
  "500": doubtful(() => json(500, "doubt", apiError(500, "UNEXPECTED_ERROR"))),
  "502, 503 or 504": doubtful(({ random }) => page(random.pick([502, 503, 504]), "doubt")),
  "other 2xx": doubtful(({ random }) => {
    const status = random.pick([201, 202, 203, 206]);
    return random.chance(0.5) ? bare(status, "doubt") : { ...json(status, "doubt", { status: 204 }), means: status };
  }),
  "wrong content type": doubtful(() => ({
    ...page(200, "doubt"),
    fields: [["content-type", "text/plain"]],
    body: confirmed,
  })),
  "wrong charset": doubtful(() => ({
    ...json(200, "doubt", {}),
    fields: [["content-type", "application/json; charset=utf-16le"]],
    body: confirmed,
  })),
};

/** Whether a name is one of a DELETE's faults. */
export function isDeleteFault(name: FaultName): name is DeleteFault {
  return Object.hasOwn(deleteFaults, name);
}
