/** Reads `WWW-Authenticate` (RFC 9110 §11.6.1): several challenges in one value, quoted strings with commas and escapes. */

/** One challenge: a scheme and its parameters, names in lower case, quoted values unescaped. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenges that could be read, and what was wrong with the first that could not. */
export interface ChallengeList {
  readonly challenges: readonly Challenge[];
  readonly problem?: string;
}

// RFC 9110 §5.6.2 token, §5.6.4 quoted-string, §11.2 token68.
const token = /[!#$%&'*+.^_`|~\w-]+/y;
const quoted = /"((?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*)"/y;
const token68 = /[\w.~+/-]+=*(?=[\t ]*(?:,|$))/y;
const blank = /[\t ]*/y;
const separators = /[\t ,]*/y;
// Far beyond what servers send: longer ones could exhaust the stack of the platform's regular expressions.
const maxLength = 65_536;

/**
 * Parses the value of `WWW-Authenticate`, or of several such fields joined with commas.
 *
 * Reading stops at the first malformed challenge; that challenge is left out and the reason is given.
 */
export function parseChallenges(value: string): ChallengeList {
  if (value.length > maxLength) return { challenges: [], problem: `it is longer than ${maxLength} characters` };
  const challenges: Challenge[] = [];
  let position = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = position;
    const match = pattern.exec(value);
    if (match === null) return undefined;
    position = pattern.lastIndex;
    return match;
  };
  const takeParameter = (): [name: string, value: string] | undefined => {
    const start = position;
    const name = take(token)?.[0].toLowerCase();
    take(blank);
    if (name === undefined || value[position] !== "=") {
      position = start;
      return undefined;
    }
    position += 1;
    take(blank);
    const unquoted = take(token)?.[0];
    if (unquoted !== undefined) return [name, unquoted];
    const escaped = take(quoted)?.[1];
    if (escaped === undefined) throw new MalformedChallenge(`the value of "${name}" is not a token or quoted string`);
    return [name, escaped.replace(/\\(.)/g, "$1")];
  };
  const takeChallenge = (): Challenge => {
    const scheme = take(token)?.[0].toLowerCase();
    if (scheme === undefined) throw new MalformedChallenge("a scheme was expected");
    const parameters = new Map<string, string>();
    const afterScheme = position;
    take(blank);
    if (position === value.length || value[position] === ",") return { scheme, parameters };
    if (position === afterScheme) throw new MalformedChallenge(`the scheme "${scheme}" is not followed by a space`);
    if (take(token68) !== undefined) return { scheme, parameters };
    for (;;) {
      const beforeSeparator = position;
      take(separators);
      const parameter = takeParameter();
      if (parameter === undefined) {
        // Not `name=`: the comma belonged to the list of challenges.
        position = beforeSeparator;
        break;
      }
      if (parameters.has(parameter[0])) throw new MalformedChallenge(`"${parameter[0]}" is given twice`);
      parameters.set(...parameter);
      take(blank);
      if (position < value.length && value[position] !== ",") {
        throw new MalformedChallenge(`a comma was expected after "${parameter[0]}"`);
      }
    }
    if (parameters.size === 0) throw new MalformedChallenge(`the parameters of "${scheme}" can't be read`);
    return { scheme, parameters };
  };

  for (;;) {
    take(separators);
    if (position === value.length) return { challenges };
    try {
      challenges.push(takeChallenge());
    } catch (error) {
      if (error instanceof MalformedChallenge) return { challenges, problem: error.message };
      throw error;
    }
  }
}

class MalformedChallenge extends Error {}
