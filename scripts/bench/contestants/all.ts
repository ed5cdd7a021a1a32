// Everyone who is measured, this package first and the floor second.
import type { Entry } from "./contestant.js";
import { atlasApiClient, digestFetch, urllib } from "./digestPeers.js";
import { mcpClient } from "./mcpClient.js";
import { ours, oursWithServiceAccount } from "./ours.js";
import { floor, floorWithDeadline, openapiFetch } from "./platform.js";

/** In the order of the table. */
export const entries: readonly Entry[] = [
  ours,
  floor,
  floorWithDeadline,
  digestFetch,
  urllib,
  atlasApiClient,
  oursWithServiceAccount,
  openapiFetch,
  mcpClient,
];

/** The entry of that name. */
export function entryOf(name: string): Entry {
  const entry = entries.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no contestant is called ${name}`);
  return entry;
}
