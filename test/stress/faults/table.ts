// The finished cells of the matrix as text, and what is wrong with them.

import type { Finished } from './matrix.ts';
import { operations, rows, times } from './rows.ts';

const nameWidth = 19;
const cellWidth = 10;

/** A table for each operation, less than 100 columns wide with four runtimes. */
export function renderMatrix(finished: readonly Finished[]): string {
  const tables = operations.map((operation) =>
    renderTable(
      operation,
      finished.filter((one) => one.operation === operation),
    ),
  );
  return tables.filter((table) => table !== '').join('\n\n');
}

/** @returns Empty if there are no cells. */
function renderTable(operation: string, cells: readonly Finished[]): string {
  if (cells.length === 0) return '';
  const runtimes = [...new Set(cells.map(({ column }) => column))];
  const columns = runtimes.flatMap((column) => times.map((when) => ({ column, when })));
  const body = rows
    .filter(({ name }) => cells.some(({ row }) => row.name === name))
    .map(({ name }) => {
      const marks = columns.map(({ column, when }) =>
        markOf(cells.find((one) => one.row.name === name && one.column === column && one.when === when)),
      );
      return line(name, marks);
    });
  const heading = line(
    operation,
    columns.map(({ column }, at) => (at % times.length === 0 ? column : '')),
  );
  const subheading = columns.map(({ when }) => when);
  return [heading, line('', subheading), ...body].join('\n');
}

/** How it ended, and after how many requests; `!` if something is wrong with it. */
function markOf(cell: Finished | undefined): string {
  if (!cell) return '';
  return `${cell.ending} ${cell.requests}${cell.problems.length > 0 ? ' !' : ''}`;
}

function line(head: string, cells: readonly string[]): string {
  return (head.padEnd(nameWidth) + cells.map((cell) => cell.padEnd(cellWidth)).join('')).trimEnd();
}

/** Each violation with the cell that it is of; none if all is well. */
export function problemsOf(finished: readonly Finished[]): string[] {
  return finished.flatMap(({ column, operation, row, when, problems }) =>
    problems.map((problem) => `${column}, ${operation}, ${row.name}, ${when}: ${problem}`),
  );
}
