/** Reads `Retry-After` (RFC 9110 §10.2.3): whole seconds, or an HTTP date in any of its three forms (§5.6.7). */

// A timer set for longer fires at once.
const maxTimerMs = 2 ** 31 - 1;
const time = String.raw`(?<time>\d{2}:\d{2}:\d{2})`;
const httpDates: readonly RegExp[] = [
  new RegExp(String.raw`^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${time} GMT$`),
  new RegExp(String.raw`^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) ${time} GMT$`),
  new RegExp(String.raw`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) ${time} (?<year>\d{4})$`),
];

/**
 * Milliseconds that a server asks to wait.
 *
 * @param value The header's value.
 * @param now Milliseconds since the epoch.
 * @returns 0 to 2147483647; `undefined` when the header is missing or malformed.
 */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, maxTimerMs);
  for (const form of httpDates) {
    const parts = form.exec(text)?.groups;
    if (parts === undefined) continue;
    const { day = "", month = "", year = "", time: clock = "" } = parts;
    const at = Date.parse(`${day.trim()} ${month} ${fullYear(year, now)} ${clock} GMT`);
    return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), maxTimerMs);
  }
  return undefined;
}

/** A year of two digits is the latest one that is not more than 50 years ahead (RFC 9110 §5.6.7). */
function fullYear(year: string, now: number): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const guess = Math.floor(thisYear / 100) * 100 + Number(year);
  return guess > thisYear + 50 ? guess - 100 : guess;
}
