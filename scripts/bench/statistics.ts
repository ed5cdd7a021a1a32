// Medians over rounds, and how far the rounds lie apart.

/** A measured figure: the median of its rounds, and the quartiles as the spread. */
export interface Figure {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The quantile `q`, 0 to 1, of at least one value, between neighbours where it falls between them. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Median and quartiles of at least one value. */
export function figure(values: readonly number[]): Figure {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** What one contestant's rounds are to another's, round by round: what disturbs a whole round disturbs both. */
export function ratio(values: readonly number[], base: readonly number[]): Figure {
  return figure(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}
