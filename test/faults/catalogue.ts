/**
 * What can come back for a DELETE, as data: the raw-socket suite, the randomized run and the benchmark all draw from this
 * list. Each entry states what the response truly says about the credential, by the document: never derived from how
 * the client reads it.
 */
import { bodies } from "./catalogue/bodies.js";
import { connectionFaults } from "./catalogue/connection.js";
import { emptyResponses } from "./catalogue/empty.js";
import type { Fault } from "./catalogue/entry.js";
import { statuses } from "./catalogue/statuses.js";

/** Every entry, by area; names are unique over all areas. */
export const catalogue: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  "the connection breaks, stalls or drips": connectionFaults,
  "there is no body": emptyResponses,
  "the body is not what it claims": bodies,
  "the status refuses, fails or leads elsewhere": statuses,
};
