/** Which credential a call is made with: one pair, from one source, never from a flag. */
import type { Auth } from "../index.js";
import { UsageError } from "./usageError.js";

/** The two kinds of credentials, as `--auth` names them. */
export type AuthKind = "digest" | "service-account";

interface Part {
  /** The library's name. */
  readonly property: string;
  readonly variable: string;
  /** What it is, in words. */
  readonly text: string;
}

/** Both kinds, with the variables of MongoDB's own command line program. The first part of each names who signs; it is not secret. */
export const pairs: Readonly<Record<AuthKind, { readonly title: string; readonly parts: readonly [Part, Part] }>> = {
  digest: {
    title: "API key",
    parts: [
      { property: "publicKey", variable: "MONGODB_ATLAS_PUBLIC_API_KEY", text: "an API key's public part" },
      { property: "privateKey", variable: "MONGODB_ATLAS_PRIVATE_API_KEY", text: "its private part" },
    ],
  },
  "service-account": {
    title: "service account",
    parts: [
      { property: "clientId", variable: "MONGODB_ATLAS_CLIENT_ID", text: "a service account's client id" },
      { property: "clientSecret", variable: "MONGODB_ATLAS_CLIENT_SECRET", text: "one of its secrets" },
    ],
  },
};

/** The names of all kinds. */
export const authKinds: readonly AuthKind[] = ["digest", "service-account"];

/** What a source holds, by variable. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Who signs: the part of a credential that is not secret. */
export interface Signer {
  readonly publicKey?: string | undefined;
  readonly clientId?: string | undefined;
}

/** One complete pair. */
export interface Credential {
  readonly kind: AuthKind;
  /** The pair's two values, by the library's names. */
  readonly values: Readonly<Record<string, string>>;
  /** Where it came from: "from the environment". */
  readonly source: string;
}

/** Who signs with a credential. A value of another form may be a secret in the wrong place, and is left out. */
export function signerOf({ values: { publicKey = "", clientId = "" } }: Pick<Credential, "values">): Signer {
  if (/^[a-z0-9]{8}$/i.test(publicKey)) return { publicKey };
  return /^mdb_sa_id_[0-9a-f]{24}$/i.test(clientId) ? { clientId } : {};
}

/** "abcdefgh (API key), from the environment". */
export function signerText(credential: Credential): string {
  const { kind, source } = credential;
  const { publicKey, clientId } = signerOf(credential);
  const id = publicKey ?? clientId;
  const { title } = pairs[kind];
  return `${id === undefined ? title : `${id} (${title})`}, from ${source}`;
}

/** What a source holds of each kind. */
function present(kind: AuthKind, variables: Variables): readonly string[] {
  return pairs[kind].parts.flatMap(({ variable }) => (variables[variable] ? [variable] : []));
}

/**
 * Chooses the one pair that a source holds.
 *
 * @param variables - The source; an empty value counts as absent.
 * @param source - The source in words: "the environment".
 * @param wanted - What `--auth` says, if it was given.
 * @returns `undefined` when the source holds nothing of the kind that is wanted.
 * @throws UsageError when a pair is incomplete, or both are there and nobody chose.
 */
export function chooseCredential(
  variables: Variables,
  source: string,
  wanted: AuthKind | undefined,
): Credential | undefined {
  const candidates = wanted === undefined ? authKinds : [wanted];
  const [kind, other] = candidates.filter((each) => present(each, variables).length > 0);
  if (kind === undefined) return undefined;
  if (other !== undefined) {
    const both = [kind, other].map((each) => `${pairs[each].title} (${present(each, variables).join(", ")})`);
    throw new UsageError(
      `Two credentials are set in ${source}: ${both.join(" and ")}.`,
      `Choose one with --auth ${authKinds.join(" or --auth ")}.`,
    );
  }
  const { title, parts } = pairs[kind];
  const missing = parts.flatMap(({ variable }) => (variables[variable] ? [] : [variable]));
  if (missing.length > 0) {
    throw new UsageError(`Half of the ${title} is missing in ${source}: ${missing.join(", ")} is not set.`);
  }
  const values = Object.fromEntries(parts.map(({ property, variable }) => [property, variables[variable] ?? ""]));
  return { kind, values, source };
}

/** The library's `Auth` for a pair. Loads the library. */
export async function authFor({ kind, values }: Credential): Promise<Auth> {
  const { digest, InvalidParameterError, serviceAccount } = await import("../index.js");
  const { publicKey = "", privateKey = "", clientId = "", clientSecret = "" } = values;
  try {
    return kind === "digest" ? digest({ publicKey, privateKey }) : serviceAccount({ clientId, clientSecret });
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    const part = pairs[kind].parts.find(({ property }) => property === error.parameter);
    throw new UsageError(`${part?.variable ?? error.parameter} ${error.reason}.`);
  }
}
