// Finds the known word that is nearest to a mistyped one, for error messages. Knows nothing of what the words mean.

/**
 * The edit distance of two words: how many letters must be inserted, deleted, substituted, or swapped with their neighbour
 * (optimal string alignment).
 */
export function editDistance(a: string, b: string): number {
  let rowBefore: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (rowBefore[j - 2] ?? 0) + 1 : substituted;
      next.push(Math.min(substituted, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    rowBefore = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The known word that was probably meant, regardless of case; undefined when none is near. A word is near when its edit distance
 * is at most a third of the longer word's letters, rounded up.
 *
 * @example
 * nearest('covr', ['cover', 'contain']) // cover
 * nearest('foo', ['cover', 'contain']) // undefined
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil(Math.max(lower.length, candidate.length) / 3))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** The end of a message about an unknown word: `; did you mean "cover"?`, or the empty text when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`;
}
