// The workflow files as the runner needs them: which workflows there are, with which credential each runs, and which steps it
// must be seen to take.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** What a workflow authenticates with: an API key, a service account's access token, or nothing. */
export type Credential = "digest" | "token" | "none";

/** One workflow of an Arazzo file. */
export interface Workflow {
  /** The file's name, without its folder. */
  readonly file: string;
  readonly workflowId: string;
  readonly credential: Credential;
  readonly steps: readonly Step[];
}

/** One step: a request, and what its answer must be. */
export interface Step {
  readonly stepId: string;
  readonly operationId: string;
  /** How many success criteria the answer is held against. */
  readonly criteria: number;
}

/** What this project writes into an Arazzo file; the rules of `scripts/workflows/redocly.yaml` keep it so. */
interface Arazzo {
  readonly workflows: readonly {
    readonly workflowId: string;
    readonly "x-security"?: readonly { readonly schemeName: string }[];
    readonly steps: readonly {
      readonly stepId: string;
      readonly operationId: string;
      readonly successCriteria: readonly object[];
    }[];
  }[];
}

const folder: string = fileURLToPath(new URL("../../spec/workflows/", import.meta.url));

const credentialOf: Readonly<Record<string, Credential>> = {
  "$sourceDescriptions.document.digest": "digest",
  "$sourceDescriptions.document.serviceAccount": "token",
};

/** Paths of all workflow files, in alphabetical order. */
export async function workflowFiles(): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(".arazzo.yaml"))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Reads the workflows of one file, in the order in which they run.
 *
 * @throws {Error} when a workflow authenticates with something else than the document's two schemes
 */
export async function readWorkflows(path: string): Promise<Workflow[]> {
  const { workflows } = parse(await readFile(path, "utf8")) as Arazzo;
  return workflows.map(({ workflowId, "x-security": security = [], steps }) => {
    const [scheme] = security;
    const credential = scheme === undefined ? "none" : credentialOf[scheme.schemeName];
    if (credential === undefined) throw new Error(`${workflowId}: ${scheme?.schemeName} is no scheme of the document`);
    return {
      file: basename(path),
      workflowId,
      credential,
      steps: steps.map(({ stepId, operationId, successCriteria }) => ({
        stepId,
        operationId,
        criteria: successCriteria.length,
      })),
    };
  });
}
