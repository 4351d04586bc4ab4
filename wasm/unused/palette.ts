// Looks for colours of a palette that no pixel has: they could be letters.

/**
 * Whether there is one, other than black, white and copies of colours that pixels have, by which programs fill palettes up.
 *
 * @param palette Three bytes for each colour.
 * @param used The numbers of the colours that pixels have.
 * @param more Numbers of others that have a meaning.
 */
export function hasUnusedColour(
  palette: Uint8Array,
  used: ReadonlySet<number>,
  more: readonly number[],
): boolean {
  const colourAt = (n: number) => palette.slice(3 * n, 3 * n + 3).join();
  const known = new Set([...Array.from(used, colourAt), ...more.map(colourAt), '0,0,0', '255,255,255']);
  return Array.from({ length: palette.length / 3 }, (_, n) => colourAt(n)).some(
    (colour) => !known.has(colour),
  );
}
