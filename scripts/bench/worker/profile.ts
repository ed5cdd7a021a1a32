// Reads V8's sampling profile: where the time went, by function and the package that it stands in.
import { Session } from "node:inspector/promises";
import type { Hot } from "./workerCommands.js";

/** Runs work under the profiler; the largest self times come first. */
export async function profiled(work: () => Promise<unknown>): Promise<Hot[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const name = names.get(id) ?? "";
    if (name === "(idle)" || name === "(root)") continue;
    const time = profile.timeDeltas?.[index] ?? 0;
    times.set(name, (times.get(name) ?? 0) + time);
    total += time;
  }
  return [...times]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 5);
}

function nameOf({ functionName, url }: { readonly functionName: string; readonly url: string }): string {
  const place = url
    .replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/, "$1")
    .replace(/^.*\/dist\//, "")
    .replace(/^.*\/scripts\/bench\//, "bench/")
    .replace(/^node:internal\/deps\//, "");
  const name = functionName === "" ? "(anonymous)" : functionName;
  return place === "" ? name : `${name}, ${place}`;
}
