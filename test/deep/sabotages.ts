/** Eight named sabotages of the client, as patches of its source: each must be caught by the sequence test. */

/** One exact replacement in one source file. */
export interface Patch {
  /** Below src/. */
  readonly file: string;
  /** Must occur exactly once: a patch that no longer fits is an error, not a client that is left whole. */
  readonly find: string;
  readonly replace: string;
}

/** A way in which a client could break its promises. */
export interface Sabotage {
  readonly name: string;
  readonly patches: readonly Patch[];
}

export const sabotages: readonly Sabotage[] = [
  {
    name: "empty 401 counts as success",
    patches: [
      {
        file: "outcome.ts",
        find: "  if (httpStatus !== 200) return undefined;",
        replace:
          '  if (httpStatus === 401 && body.kind === "empty") return 200;\n  if (httpStatus !== 200) return undefined;',
      },
    ],
  },
  {
    name: "redirect followed",
    patches: [
      { file: "transport/send.ts", find: 'redirect: "manual"', replace: 'redirect: "follow"' },
      {
        file: "transport/send.ts",
        find: 'return redirected ? "followed a redirect" : undefined;',
        replace: "return undefined;",
      },
    ],
  },
  {
    name: "id check removed",
    patches: [
      {
        file: "ids.ts",
        find: "const known = patterns.get(pattern);",
        replace: "const known = patterns.get(pattern) ?? /[^]*/u;",
      },
    ],
  },
  {
    name: "enveloped 404 accepted",
    patches: [
      {
        file: "outcome.ts",
        find: "  if (envelope === undefined || !envelope.plain || !isEmptyContent(envelope.content)) return undefined;",
        replace:
          "  if (envelope?.status === 404) return 200;\n  if (envelope === undefined || !envelope.plain || !isEmptyContent(envelope.content)) return undefined;",
      },
    ],
  },
  {
    name: "unknown 404 code counts as gone",
    patches: [
      {
        file: "outcome.ts",
        find: 'if (answer.status !== 404 || !code.endsWith("_NOT_FOUND")) return undefined;',
        replace: "if (answer.status !== 404) return undefined;",
      },
      {
        file: "outcome.ts",
        find: "return named === undefined || targetNoun(ids).test(named) ? 404 : undefined;",
        replace: "return 404;",
      },
    ],
  },
  {
    name: "body read without cap",
    patches: [
      {
        file: "transport/answer.ts",
        find: "if (size > maxBodyBytes) {",
        replace: "if (size > Number.MAX_SAFE_INTEGER) {",
      },
    ],
  },
  {
    name: "retry without tracking",
    patches: [{ file: "transport/send.ts", find: "ledger.unsettled = true;", replace: "ledger.unsettled = false;" }],
  },
  {
    name: "Basic answered",
    patches: [
      {
        file: "auth/digest.ts",
        find: "      const chosen = chooseChallenge(value, pair);",
        replace:
          "      if (/^basic/i.test(value)) return { authorization: 'Basic ' + btoa(pair.publicKey + ':' + pair.privateKey) };\n      const chosen = chooseChallenge(value, pair);",
      },
    ],
  },
];
