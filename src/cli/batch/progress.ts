/** Shows how far a batch has come: one line that changes on a terminal, a line now and then elsewhere. On standard error. */
import type { BulkProgress } from "../../bulk/result.js";
import type { Io } from "../io.js";
import { write } from "../output.js";

/** What a batch shows while it runs. */
export interface ProgressDisplay {
  update(progress: BulkProgress): void;
  /** A call waits before it tries again. */
  waits(waitMs: number, because: string): void;
  /** Takes the changing line away. */
  stop(): void;
}

const lineEveryMs = 5_000;
const redrawEveryMs = 100;
/** A shorter wait is not worth a line. */
const shownWaitMs = 1_000;
/** The rate is that of the last so many milliseconds: after a pause for the rate limit the old one means nothing. */
const rateWindowMs = 30_000;

/** Builds the display of a run of `total` targets; the first line stands there at once. */
export function showProgress(io: Io, total: number): ProgressDisplay {
  const { stderr, env } = io;
  const onTerminal = stderr.isTTY === true && env.TERM !== "dumb";
  const start = performance.now();
  let counts: readonly (readonly [word: string, count: number])[] = [];
  let wait: { readonly until: number; readonly because: string } | undefined;
  let samples: { readonly at: number; readonly done: number }[] = [{ at: start, done: 0 }];

  function text(): string {
    const now = performance.now();
    const done = counts.reduce((sum, [, count]) => sum + count, 0);
    samples = [...samples.filter(({ at }) => now - at <= rateWindowMs), { at: now, done }];
    const [{ at, done: before } = { at: start, done: 0 }] = samples;
    const perSecond = now - at < 500 || done === before ? undefined : ((done - before) * 1000) / (now - at);
    const leftMs = (wait?.until ?? now) - now;
    return [
      `${grouped(done)} of ${grouped(total)}`,
      ...(leftMs < shownWaitMs / 2 ? [] : [`waiting ${duration(leftMs / 1000)} (${wait?.because})`]),
      ...counts.flatMap(([word, count]) => (count === 0 ? [] : [`${grouped(count)} ${word}`])),
      ...(perSecond === undefined ? [] : [`${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`]),
      ...(perSecond === undefined || done >= total ? [] : [`${duration((total - done) / perSecond)} left`]),
    ].join(" · ");
  }

  function draw(): void {
    const width = Math.max(20, (stderr.columns ?? 80) - 1);
    void write(stderr, onTerminal ? `\r\u001b[K${text().slice(0, width)}` : `${text()}\n`);
  }

  draw();
  const timer = setInterval(draw, onTerminal ? redrawEveryMs : lineEveryMs);
  timer.unref();

  function waits(waitMs: number, because: string): void {
    const isNew = wait === undefined || wait.until < performance.now();
    wait = { until: performance.now() + waitMs, because };
    if (isNew && waitMs >= shownWaitMs && !onTerminal) draw();
  }

  return {
    waits,
    update({ deleted, unassigned, alreadyGone, refused, notSent, unknown, pausedMs }) {
      counts = [
        ["deleted", deleted],
        ["unassigned", unassigned],
        ["already gone", alreadyGone],
        ["refused", refused],
        ["unknown", unknown],
        ["not sent", notSent],
      ];
      if (pausedMs !== undefined) waits(pausedMs, "rate limit");
    },
    stop() {
      clearInterval(timer);
      if (onTerminal) void write(stderr, "\r\u001b[K");
      else draw();
    },
  };
}

/** A duration in words, rounded as one says it. */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A number with its thousands apart. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
