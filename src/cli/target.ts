/** The target on a command line: its API and its ids, which come from the document. */
import type { Api, OperationFacts } from "../../generated/client.js";
import { checkIds } from "../internal/ids.js";
import { commands } from "./commands.js";
import { apis, type GivenFlags, single } from "./flags.js";
import { flagOf, programName } from "./names.js";
import { UsageError } from "./usageError.js";

/** The ids of an operation, as given. */
export function readIds(operation: OperationFacts, given: GivenFlags): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(operation.pathParameters.map(({ name }) => [name, single(given, name)]));
}

/** The ids of an operation, checked and copied. Throws `InvalidParameterError`. */
export function checkedIds(
  { pathParameters, operationId }: OperationFacts,
  ids: object,
): Readonly<Record<string, string>> {
  return checkIds(pathParameters, ids, operationId);
}

/** The API, unless a part of the target is missing: then every missing flag is named, with what belongs there. */
export function requireTarget(
  operation: OperationFacts,
  ids: Readonly<Record<string, string | undefined>>,
  api: Api | undefined,
  otherwise: string,
): Api {
  const missing = operation.pathParameters
    .filter(({ name }) => ids[name] === undefined)
    .map(
      ({ name, description, form, example }) =>
        [flagOf(name), `${description} Form: ${form}, such as ${example}.`] as const,
    );
  const missingApi = ["--api", `${apis.join(" or ")}, whichever the ids belong to.`] as const;
  const details = [...(api === undefined ? [missingApi] : []), ...missing];
  if (details.length === 0 && api !== undefined) return api;
  throw new UsageError(
    `${details.length === 1 ? "A flag is" : `${details.length} flags are`} missing: ${details.map(([flag]) => flag).join(", ")}.`,
    `See ${programName} ${commands[operation.operationId]} --help, ${otherwise}. ${programName} find lists the ids.`,
    details,
  );
}
