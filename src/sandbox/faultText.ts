// Scenarios in words, for the command line and for curl: `rateLimited,times=1` is `scenario.rateLimited({ times: 1 })`.
import type { Fault } from "../mock/fault.js";
import { scenario } from "../mock/scenario.js";

/** The scenarios' names. */
export const scenarioNames: readonly string[] = Object.keys(scenario);

function typed(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}

/**
 * Reads a scenario's name and options.
 *
 * @throws {TypeError} naming what is unknown or wrong
 */
export function parseFault(text: string): Fault {
  const [name = "", ...pairs] = text.trim().split(",");
  if (!Object.hasOwn(scenario, name)) {
    throw new TypeError(`There is no scenario of this name; there are ${scenarioNames.join(", ")}.`);
  }
  const options = pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new TypeError("A scenario's options are written name=value, with commas between them.");
    return [pair.slice(0, at).trim(), typed(pair.slice(at + 1).trim())];
  });
  // Each scenario checks its own options.
  return (scenario[name as keyof typeof scenario] as (options: object) => Fault)(Object.fromEntries(options));
}
