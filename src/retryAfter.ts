/** Reads `Retry-After` (RFC 9110 §10.2.3) in both its forms. */

// A timer set for longer fires at once.
const maxTimerMs = 2 ** 31 - 1;

/**
 * Milliseconds that a server asks to wait.
 *
 * @param value The header's value: whole seconds, or an HTTP date.
 * @param now Milliseconds since the epoch.
 * @returns 0 to 2147483647; `undefined` when the header is missing or malformed.
 */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, maxTimerMs);
  // Only the IMF-fixdate form: Date.parse alone would take "1e3" or "-5" for a year.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), maxTimerMs);
}
