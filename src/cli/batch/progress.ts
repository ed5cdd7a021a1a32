/** Shows how far a batch has come: a bar on a terminal, a line now and then elsewhere. Always on standard error. */
import type { BulkProgress } from "../../bulk/result.js";
import type { Io } from "../io.js";
import { write } from "../output.js";

/** What a batch shows while it runs. */
export interface ProgressDisplay {
  /** A target counts as done. */
  done(): void;
  /** What the run itself tells. */
  tell(progress: BulkProgress): void;
  /** Takes the bar away, or ends the lines. */
  stop(): void;
}

const lineEveryMs = 5_000;
const barEveryMs = 100;
/** The rate is that of the last so many milliseconds: after a pause for the rate limit the old one means nothing. */
const rateWindowMs = 30_000;

/** Builds the display. `total` targets are to be done in this run. */
export async function showProgress(io: Io, total: number): Promise<ProgressDisplay> {
  const state = { done: 0, pausedMs: undefined as number | undefined, rateLimited: 0 };
  const rate = createRate();
  const text = (): string => statusText(state, total, rate());
  const show = io.stderr.isTTY === true ? await bar(io, total, text) : lines(io, total, text);
  return {
    done() {
      state.done += 1;
      rate(state.done);
      show.update(state.done);
    },
    tell({ pausedMs, rateLimited }) {
      state.pausedMs = pausedMs;
      state.rateLimited = rateLimited;
    },
    stop: () => show.stop(),
  };
}

interface Show {
  update(done: number): void;
  stop(): void;
}

async function bar(io: Io, total: number, text: () => string): Promise<Show> {
  const { default: progress } = await import("cli-progress");
  const shown = new progress.SingleBar({
    stream: io.stderr,
    format: "{bar} {text}",
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    // The words must move on while nothing is done: a wait for the rate limit is no hang.
    noTTYOutput: false,
  });
  shown.start(total, 0, { text: text() });
  const timer = setInterval(() => shown.update({ text: text() }), barEveryMs);
  timer.unref();
  return {
    update: (done) => shown.update(done, { text: text() }),
    stop() {
      clearInterval(timer);
      shown.stop();
    },
  };
}

function lines(io: Io, total: number, text: () => string): Show {
  const timer = setInterval(() => void write(io.stderr, `${text()}\n`), lineEveryMs);
  timer.unref();
  let toldAll = false;
  return {
    update(done) {
      if (done < total || toldAll) return;
      toldAll = true;
      void write(io.stderr, `${text()}\n`);
    },
    stop: () => clearInterval(timer),
  };
}

function statusText(
  { done, pausedMs, rateLimited }: { done: number; pausedMs: number | undefined; rateLimited: number },
  total: number,
  perSecond: number | undefined,
): string {
  const share = `${grouped(done)}/${grouped(total)}`;
  const speed = perSecond === undefined ? "" : ` · ${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)}/s`;
  const left = perSecond === undefined || done >= total ? "" : ` · ${duration((total - done) / perSecond)} left`;
  const pause = pausedMs === undefined || pausedMs < 2_000 ? "" : ` · waiting for the rate limit`;
  const limited = rateLimited === 0 ? "" : ` · ${grouped(rateLimited)} × 429`;
  return `${share}${speed}${left}${limited}${pause}`;
}

/** Called with the number done, notes it; returns how many a second, once that can be told. */
function createRate(): (done?: number) => number | undefined {
  const samples: { readonly at: number; readonly done: number }[] = [{ at: performance.now(), done: 0 }];
  return (done) => {
    const now = performance.now();
    const last = samples.at(-1);
    if (done !== undefined && (last === undefined || now - last.at >= 500)) samples.push({ at: now, done });
    while (samples.length > 2 && now - (samples[1]?.at ?? now) > rateWindowMs) samples.shift();
    const [first, newest] = [samples[0], samples.at(-1)];
    if (first === undefined || newest === undefined || newest.done === first.done || now - first.at < 500)
      return undefined;
    return ((newest.done - first.done) * 1000) / (now - first.at);
  };
}

/** A duration in words, rounded as one says it. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** A number with its thousands apart. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
