/** The flags of `verify`, apart from the command, so that `--help` need not load the library. */
import { operationTable } from "../../generated/client.js";
import { connectionFlags, type Flag } from "./flags.js";
import { flagOf } from "./names.js";

const ids = Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters);
const leakedText =
  "Try the leaked secret in a file, or on standard input with -. The client id comes from there too, or from --client-id.";

/** The flags of `verify`. */
export const verifyFlags: readonly Flag[] = [
  ...[...new Set(ids)].map(({ name, form }) => ({ flag: flagOf(name), value: "<id>", text: `Form: ${form}.` })),
  { flag: "--results", value: "<file>", text: "Look for everything in the results file of a batch." },
  { flag: "--leaked", value: "<file>", text: leakedText },
  ...connectionFlags,
];
