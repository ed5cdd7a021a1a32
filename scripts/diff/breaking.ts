// Which changes of the document break a caller: those that redocly rates as major, and those that it rates too low for a
// document from which clients, commands and DELETEs are generated.
import { join } from "node:path";
import { run } from "../package/nested.js";

/** A change, as `redocly diff --format=json` reports it. */
interface Change {
  readonly path: string;
  readonly typeName: string;
  readonly kind: "added" | "removed" | "modified";
  readonly impact: "major" | "minor" | "patch";
  readonly property?: string;
  readonly verdicts: readonly { readonly message: string }[];
  readonly base?: Place;
  readonly revision?: Place;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly value: unknown;
}

interface Report {
  readonly changes: readonly Change[];
  readonly infoVersions: { readonly base: string; readonly revision: string };
}

/** One change that breaks a caller. */
export interface Breaking {
  readonly message: string;
  /** The file that changed; the base's if the place is gone. */
  readonly file: string;
  readonly line: number;
  /** Whether the place is still there. */
  readonly inRevision: boolean;
}

/** What became of a document. */
export interface Comparison {
  readonly breaking: readonly Breaking[];
  /** How many other changes there are: additions, reworded descriptions and the like. */
  readonly harmless: number;
  /** Whether the document's major version rises, which is how a break is announced. */
  readonly announced: boolean;
}

const ratedTooLow: readonly (readonly [why: string, matches: (change: Change) => boolean])[] = [
  ["an id has another name, so that calls no longer compile", is("Parameter", "name")],
  ["a caller who leaves it out gets something else", is("Schema", "default")],
  ["an answer that was accepted is rejected now, or the other way round", is("Schema", "required")],
  ["a success is another status", ({ path }) => path.endsWith("/x-success")],
  ["the request asks for another version", is("Operation", "x-atlas-version")],
  ["a success means another thing", is("Operation", "x-effect")],
  ["callers choose the server by this name", is("Server", "x-api")],
  ["credentials go elsewhere", is("ClientCredentials", "tokenUrl")],
  ["credentials go elsewhere", is("ClientCredentials", "x-revocationUrl")],
  ["requests without a body are rejected now", ({ typeName, kind }) => typeName === "RequestBody" && kind === "added"],
];

function is(typeName: string, property: string): (change: Change) => boolean {
  return (change) => change.typeName === typeName && change.property === property;
}

/**
 * Compares two versions of the split document.
 *
 * @param root The repository's folder.
 * @param base Path of the base's openapi.yaml.
 * @param revision Path of the revision's openapi.yaml.
 * @throws Error with redocly's own words if either can't be read.
 */
export function compareDocuments(root: string, base: string, revision: string): Comparison {
  const args = [
    "diff",
    base,
    revision,
    "--config",
    join(root, "scripts/diff/redocly.yaml"),
    "--format=json",
    "--fail-on=none",
  ];
  const { status, stdout, output } = run(
    process.execPath,
    [join(root, "node_modules/@redocly/cli/bin/cli.js"), ...args],
    root,
    { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  );
  if (status !== 0 || !stdout.trimStart().startsWith("{")) throw new Error(`redocly diff failed:\n${output}`);
  const { changes, infoVersions } = JSON.parse(stdout) as Report;
  const breaking = changes.flatMap((change): Breaking[] => {
    const messages = change.impact === "major" ? change.verdicts.map(({ message }) => message) : lowRated(change);
    if (messages.length === 0) return [];
    const place = change.revision ?? change.base;
    return [
      {
        message: `${decode(change.path)}: ${messages.join(" ")}`,
        file: place?.file ?? revision,
        line: place?.line ?? 1,
        inRevision: change.revision !== undefined,
      },
    ];
  });
  const announced = Number.parseInt(infoVersions.revision, 10) > Number.parseInt(infoVersions.base, 10);
  return { breaking, harmless: changes.length - breaking.length, announced };
}

function lowRated(change: Change): string[] {
  const why = ratedTooLow.find(([, matches]) => matches(change))?.[0];
  if (why === undefined) return [];
  const { property, base, revision } = change;
  const from = base === undefined ? "nothing" : JSON.stringify(base.value);
  const to = revision === undefined ? "nothing" : JSON.stringify(revision.value);
  return [`${property ?? change.typeName} changed from ${from} to ${to}: ${why}.`];
}

function decode(pointer: string): string {
  const keys = pointer.replace("#/", "").split("/");
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")).join(" › ");
}
