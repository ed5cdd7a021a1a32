// Everything that one run of the benchmark found out; what results.md and the plot are made of.
import type { Entry } from "./contestants/contestant.js";
import type { Correctness } from "./correctness.js";
import type { Line } from "./plot.js";
import type { Size } from "./size.js";
import type { Scenario, Speed } from "./speed.js";
import type { Startup } from "./startup.js";
import type { Hot } from "./worker/workerCommands.js";

/** Where and when. */
export interface Circumstances {
  readonly quick: boolean;
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** 1-minute load averages before and after the speed rounds. */
  readonly load: readonly [before: number, after: number];
  /** Package names with their versions. */
  readonly versions: readonly string[];
  readonly seconds: number;
}

/** One run's findings. */
export interface Measurements {
  readonly circumstances: Circumstances;
  readonly speeds: readonly { readonly scenario: Scenario; readonly speeds: readonly Speed[] }[];
  readonly correctness: readonly Correctness[];
  /** Deletes lost in a long run, for each contestant. */
  readonly longRuns: ReadonlyMap<Entry, number>;
  readonly startup: Startup;
  readonly sizes: readonly Size[];
  readonly growth: readonly Line[];
  /** The largest self times of this package and of the floor, concurrency 16. */
  readonly profiles: readonly { readonly name: string; readonly hot: readonly Hot[] }[];
}
