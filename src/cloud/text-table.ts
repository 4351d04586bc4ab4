// Pure: a table as text for a terminal. Chinese characters take two columns there.

/** Characters of East Asian width: Chinese, its punctuation, and full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns a text takes on a terminal. */
export function columnsOf(text: string): number {
  return [...text].reduce((columns, character) => columns + (wide.test(character) ? 2 : 1), 0);
}

/** @returns The text with blanks before it, if it is narrower. */
export function toRight(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text))) + text;
}

/** @returns The text with blanks behind it, if it is narrower. */
export function toLeft(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** @returns The text, and an ellipsis in place of its end where it would take so many columns or more. */
export function shorten(text: string, columns: number): string {
  if (columnsOf(text) < columns) return text;
  let kept = '';
  for (const character of text) {
    if (columnsOf(kept + character) > columns - 2) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * Writes rows below each other, each column as wide as its widest cell.
 *
 * @param numeric The columns that are aligned to the right, by their index.
 */
export function textTable(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string {
  const widths = rows.reduce<number[]>((found, row) => {
    row.forEach((cell, at) => {
      found[at] = Math.max(found[at] ?? 0, columnsOf(cell));
    });
    return found;
  }, []);
  const lines = rows.map((row) =>
    row.map((cell, at) => (numeric.includes(at) ? toRight : toLeft)(cell, widths[at] ?? 0)),
  );
  return lines.map((cells) => cells.join('  ').trimEnd()).join('\n');
}
