/** Revokes in a process that has no descriptor left, and again once there are some. Prints how both calls ended. */
import { closeSync, openSync } from "node:fs";
import { rejection } from "../support/fetch.js";
import { clientOf, ids, projectKey } from "../support/world.js";
import { openLab, to } from "./lab.js";

const lab = openLab();
const broken = to(`http://127.0.0.1:${await lab.listen((socket) => void socket.destroy())}`);
const missing = { error: 404, errorCode: "RESOURCE_NOT_FOUND", detail: `There is no ${ids.apiKeyId}.` };
let calls = 0;
const fetch = async (url: string, init: RequestInit): Promise<Response> => {
  calls += 1;
  return calls < 3 ? await broken(url, init) : Response.json(missing, { status: 404 });
};
const client = clientOf({ fetch, sent: [], deletes: () => [] });
const held: number[] = [];
try {
  for (;;) held.push(openSync("/dev/null", "r"));
} catch {
  // No descriptor is left.
}
const endings = [
  await rejection(client.unassignGroupApiKey(projectKey)),
  await rejection(client.unassignGroupApiKey(projectKey, { maxRetries: 1 })),
];
for (const descriptor of held) closeSync(descriptor);
const told = endings.map((error) => {
  const { name, outcome, requests, summary } = error as Record<string, unknown>;
  const code = /\((E\w+)\)/.exec(String(summary))?.[1];
  return { name, ...(code !== undefined && { code }), outcome, requests };
});
console.log(JSON.stringify(told));
await lab.close();
