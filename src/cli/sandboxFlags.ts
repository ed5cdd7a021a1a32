/** The flags of `sandbox`, apart from the command, so that `--help` need not load a server. */
import type { Flag } from "./flags.js";

/** The flags of `sandbox`. */
export const sandboxFlags: readonly Flag[] = [
  { flag: "--port", value: "<port>", text: "TCP port on 127.0.0.1. Default: a free one." },
  {
    flag: "--targets",
    value: "<number>",
    text: "How much there is to revoke for each operation and API. Default: 3.",
  },
  {
    flag: "--seed-file",
    value: "<file>",
    text: "JSON with what the sandbox holds. Default: random ids.",
  },
  {
    flag: "--print-seed",
    text: "Print a seed to start a seed file from, and end.",
  },
  {
    flag: "--fault",
    value: "<scenario>",
    text: "Let something go wrong, for example rateLimited,times=1. An unknown scenario lists all of them.",
  },
  {
    flag: "--latency",
    value: "<ms>",
    text: "Milliseconds to wait before each response. Default: 0.",
  },
  {
    flag: "--json",
    text: "Print one line of JSON first: url, apiKey, serviceAccount, targets.",
  },
];
