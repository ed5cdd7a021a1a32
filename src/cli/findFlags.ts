/** The flags of `find`, apart from the command, so that `--help` need not load the library. */
import { connectionFlags, type Flag } from "./flags.js";

const leakedText =
  "Only what a leaked secret, private key, public key or client id in a file belongs to; - reads standard input. A secret's value is never printed.";

/** The flags of `find`. */
export const findFlags: readonly Flag[] = [
  { flag: "--org-id", value: "<id>", text: "The organization to look in." },
  { flag: "--group-id", value: "<id>", text: "The project to look in, instead of its whole organization." },
  { flag: "--client-id", value: "<id>", text: "Only the service account with this client id." },
  { flag: "--public-key", value: "<key>", text: "Only the API key with this public part." },
  { flag: "--leaked", value: "<file>", text: leakedText },
  { flag: "--targets", text: "Print NDJSON that batch takes, and nothing else on standard output." },
  ...connectionFlags,
];
