// The program's command for each operation of the document.
import type { OperationId } from "../../generated/client.js";

/** The command that sends an operation, by its `operationId`. */
export const commands: Readonly<Record<OperationId, string>> = {
  deleteOrgServiceAccountSecret: "org-secret",
  deleteGroupServiceAccountSecret: "project-secret",
  unassignGroupServiceAccount: "project-service-account",
  unassignGroupApiKey: "project-api-key",
};
