/** Every raw-socket test, by area. */

import type { Fault, Verdict } from "./catalogue/entry.js";
import { catalogue } from "./catalogue.js";
import { conversations } from "./conversations.js";
import type { Expected } from "./expected.js";
import { type Conversation, opening, type PortableTest, platform, testsOf } from "./suite.js";

const errorNames: Readonly<Record<number, string>> = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionError",
  404: "NotFoundError",
  429: "RateLimitError",
};
const errorOf = (status: number): string => (status >= 500 ? "ServerError" : (errorNames[status] ?? "ApiError"));

/** What a call must come to that hears one response, and takes a missing target for gone. */
function expectedOf({ says, means }: Verdict, stalls: boolean): Expected {
  switch (says) {
    case "confirmed":
      return { outcome: "confirmed", status: means };
    case "gone":
      return { outcome: "already-gone", status: means };
    case "refused":
      return { outcome: "refused", error: errorOf(means), status: means };
    case "doubt": {
      const isError = means >= 400 && means <= 599;
      return { outcome: "unknown", error: isError ? errorOf(means) : "UnexpectedResponseError", status: means };
    }
    case "lost":
      return { outcome: "unknown", error: stalls ? "TimeoutError" : "ConnectionError" };
  }
}

const sentences: Readonly<Record<Verdict["says"], string>> = {
  confirmed: "is believed",
  gone: "means already gone when missing is fine",
  refused: "is a refusal",
  doubt: "leaves the outcome unknown",
  lost: "leaves the outcome unknown",
};

/** One credential, and an envelope or none, in turn. A 401 with a new token is a conversation of its own. */
function conversationOf([name, fault]: readonly [string, Fault], index: number): Conversation {
  const verdict = platform === "node" ? fault : (fault.elsewhere?.[platform] ?? fault);
  const credential = index % 2 === 0 || fault.means === 401 ? "digest" : "service account";
  const envelope = fault.envelope ?? index % 4 < 2;
  const { script } = fault;
  return {
    name: `${name} ${sentences[verdict.says]}`,
    credential,
    responses: ({ sceneOf }) => [
      opening(credential),
      typeof script === "function" ? (request) => script(sceneOf(request)) : script,
    ],
    options: { envelope, missingOk: true, ...(fault.stalls && { timeoutMs: 300 }) },
    expected: expectedOf(verdict, fault.stalls === true),
  };
}

export const allTests: Readonly<Record<string, readonly PortableTest[]>> = Object.fromEntries(
  [
    ...Object.entries(catalogue).map(([area, faults]) => [area, Object.entries(faults).map(conversationOf)] as const),
    ...Object.entries(conversations),
  ].map(([area, each]) => [area, testsOf(each)]),
);
