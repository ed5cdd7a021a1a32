/** What somebody meant who mistyped a word: nothing of what was typed is repeated, only a word that the program knows. */

/** The one known word that is near: the same letters, two slips away at most, or the only one that holds what was typed. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = letters(typed);
  if (wanted.length < 2) return undefined;
  const slips = known.map((word) => distance(wanted, letters(word)));
  const least = Math.min(...slips);
  if (least <= Math.min(2, wanted.length / 2)) return known[slips.indexOf(least)];
  const holding = known.filter((word) => wanted.length > 2 && letters(word).includes(wanted));
  return holding.length === 1 ? holding[0] : undefined;
}

function letters(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .slice(0, 40);
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
