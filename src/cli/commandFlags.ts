/** The flags of `find`, `verify` and `sandbox`, apart from the commands, so that `--help` need not load what they run. */
import { operationTable } from "../../generated/client.js";
import { connectionFlags, type Flag } from "./flags.js";
import { flagOf } from "./names.js";

const texts = {
  find: "Only what a leaked secret, private key, public key or client id in a file belongs to; - reads standard input. A secret's value is never printed.",
  verify:
    "Try the leaked secret in a file, or on standard input with -. The client id comes from there too, or from --client-id.",
  fault: "Let something go wrong, for example rateLimited,times=1. An unknown scenario lists all of them.",
};
const ids = Object.values(operationTable).flatMap(({ pathParameters }) => pathParameters);

/** The flags of `find`. */
export const findFlags: readonly Flag[] = [
  { flag: "--org-id", value: "<id>", text: "The organization to look in." },
  { flag: "--group-id", value: "<id>", text: "The project to look in, instead of its whole organization." },
  { flag: "--client-id", value: "<id>", text: "Only the service account with this client id." },
  { flag: "--public-key", value: "<key>", text: "Only the API key with this public part." },
  { flag: "--leaked", value: "<file>", text: texts.find },
  { flag: "--targets", text: "Print NDJSON that batch takes, and nothing else on standard output." },
  ...connectionFlags,
];

/** The flags of `verify`. */
export const verifyFlags: readonly Flag[] = [
  ...[...new Set(ids)].map(({ name, form }) => ({ flag: flagOf(name), value: "<id>", text: `Form: ${form}.` })),
  { flag: "--results", value: "<file>", text: "Look for everything in the results file of a batch." },
  { flag: "--leaked", value: "<file>", text: texts.verify },
  ...connectionFlags,
];

/** The flags of `sandbox`. */
export const sandboxFlags: readonly Flag[] = [
  { flag: "--port", value: "<port>", text: "TCP port on 127.0.0.1. Default: a free one." },
  { flag: "--targets", value: "<number>", text: "How much there is to revoke for each operation and API. Default: 3." },
  { flag: "--seed-file", value: "<file>", text: "JSON with what the sandbox holds. Default: random ids." },
  { flag: "--print-seed", text: "Print a seed to start a seed file from, and end." },
  { flag: "--fault", value: "<scenario>", text: texts.fault },
  { flag: "--latency", value: "<ms>", text: "Milliseconds to wait before each response. Default: 0." },
  { flag: "--json", text: "Print one line of JSON first: url, apiKey, serviceAccount, targets." },
];
