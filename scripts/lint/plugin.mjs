// The house's own rules for `redocly lint`: only what neither built-in nor configurable rules can say. It is plain
// JavaScript and named .mjs because Redocly loads it without a build, and older engines choke on ESM in a .js file.

import { filesHaveTheirNames, noOrphanFiles } from "./files.mjs";
import { operationsDiffer, pathsFit, samplesBelong } from "./operations.mjs";
import { responsesFit } from "./responses.mjs";
import { errorSchemasKeep, extensionsAreKnown, schemesAreUsed } from "./shapes.mjs";
import { examplesAgree, valuesFit } from "./values.mjs";
import { credentialsAreInputs, stepsCheckTheStatus, workflowsSayTheirCredential } from "./workflows.mjs";

/** Redocly's entry point. */
export default function house() {
  return {
    id: "house",
    rules: {
      oas3: {
        "error-schemas-keep": errorSchemasKeep,
        "examples-agree": examplesAgree,
        "extensions-are-known": extensionsAreKnown,
        "files-have-their-names": filesHaveTheirNames,
        "no-orphan-files": noOrphanFiles,
        "operations-differ": operationsDiffer,
        "paths-fit": pathsFit,
        "responses-fit": responsesFit,
        "samples-belong": samplesBelong,
        "schemes-are-used": schemesAreUsed,
        "values-fit": valuesFit,
      },
      arazzo1: {
        "credentials-are-inputs": credentialsAreInputs,
        "steps-check-the-status": stepsCheckTheStatus,
        "workflows-say-their-credential": workflowsSayTheirCredential,
      },
    },
  };
}
