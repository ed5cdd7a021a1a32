/** The flags of `sandbox`, apart from the command, so that `--help` need not load a server. */
import type { Flag } from "./flags.js";

/** The flags of `sandbox`. */
export const sandboxFlags: readonly Flag[] = [
  { flag: "--port", value: "<port>", text: "TCP port on 127.0.0.1. Default: a free one." },
  {
    flag: "--seed-file",
    value: "<file>",
    text: "JSON with what the sandbox holds. Default: random ids, three to revoke for each operation and API.",
  },
  { flag: "--latency", value: "<ms>", text: "Milliseconds to wait before each answer. Default: 0." },
  {
    flag: "--json",
    text: "Print one line of JSON first: url, publicKey, privateKey, clientId, clientSecret, examples.",
  },
];
