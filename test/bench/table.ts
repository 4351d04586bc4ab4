// Sections -> text for a terminal. Knows nothing of what is measured.

import type { Section } from './part.ts';

/** Columns of the terminal. */
const maxWidth = 100;
/** Of a last column that is left little room. */
const narrowest = 20;
const gap = '  ';

/** Title, table and notes, at most 100 columns wide; the table's last column is broken into lines where it does not fit. */
export function renderSection({ title, table, notes }: Section): string {
  const parts = [
    [title, '='.repeat(title.length)],
    renderTable(table),
    notes.flatMap((note) => wrap(note, maxWidth)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/**
 * Columns of figures end at the right, others at the left; the heading is underlined.
 *
 * @param rows The first is the heading.
 */
export function renderTable(rows: readonly (readonly string[])[]): string[] {
  const [heading = [], ...body] = rows;
  const last = heading.length - 1;
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  const room = Math.max(narrowest, maxWidth - before);
  const fitted = widths.map((width, column) => (column === last ? Math.min(width, room) : width));
  const figures = heading.map((_, column) => body.length > 0 && body.every((row) => isFigure(row[column])));

  const lines = (row: readonly string[]): string[] => {
    const [first = '', ...more] = wrap(row[last] ?? '', room);
    const cells = [...row.slice(0, last), first].map((cell, column) => {
      const width = fitted[column] ?? 0;
      return figures[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    return [cells.join(gap).trimEnd(), ...more.map((line) => ' '.repeat(before) + line)];
  };
  const rule = fitted.map((width) => '-'.repeat(width)).join(gap);
  return [...lines(heading), rule, ...body.flatMap(lines)];
}

/** What there is no figure for is written as a dash; two figures with a dash between them are a range. */
function isFigure(cell = ''): boolean {
  return /^(-|[\d.,]+(-[\d.,]+)?( ?(%|x|MB|ms|s))?)$/.test(cell);
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
