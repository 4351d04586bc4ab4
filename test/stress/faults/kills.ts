// Many kills, two at a time, and a table of what was found after them.

import { renderTable } from '../../bench/table.ts';
import { type Killed, killAt, runFaultless } from './kill.ts';
import type { Column } from './matrix.ts';
import { type Moment, nameOf, type Strike, strikes } from './moments.ts';

/** As many as there are cores to run them. */
const atOnce = 2;

/** The runtimes take turns: each has moments of both kinds, which alternate. In the order of the moments. */
export async function runKills(
  moments: readonly Moment[],
  columns: readonly Column[],
  onKilled: () => void = () => {},
): Promise<Killed[]> {
  // In twos as well: how long it takes is to be what it takes below.
  const measured = await inTwos(columns, async (column) => ({
    column,
    faultless: await runFaultless(column),
  }));
  return inTwos(moments, async (moment, at) => {
    const turn = measured[(at >> 1) % measured.length];
    if (!turn) throw new Error('name a Node.js to kill');
    const killed = await killAt(moment, turn.column, turn.faultless);
    onKilled();
    return killed;
  });
}

async function inTwos<T, Result>(
  items: readonly T[],
  work: (item: T, at: number) => Promise<Result>,
): Promise<Result[]> {
  const waiting = [...items.entries()];
  const results: Result[] = [];
  const runNext = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, item] = next;
      results[at] = await work(item, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runNext));
  return results;
}

/** Of the moments that are tied to requests. */
const strikeNames: Readonly<Record<Strike, string>> = {
  lost: 'a request, before COS had it',
  unanswered: 'a request, before its answer',
  answered: 'a request, after its answer',
};

const groups: readonly { readonly name: string; readonly holds: (moment: Moment) => boolean }[] = [
  ...strikes.map((strike) => ({
    name: strikeNames[strike],
    holds: (moment: Moment) => moment.kind === 'request' && moment.strike === strike,
  })),
  { name: 'some time after the start', holds: ({ kind }) => kind === 'time' },
];

export function renderKills(killed: readonly Killed[]): string {
  const body = groups.map(({ name, holds }) => {
    const some = killed.filter(({ moment }) => holds(moment));
    const found = [0, 1, 2].map((count) => some.filter((one) => one.found === count).length);
    const whole = some.filter(({ problems }) => problems.length === 0).length;
    return [name, ...[some.length, ...found, whole].map(String)];
  });
  return renderTable([
    ['killed at', 'times', 'nothing stored', 'one', 'both', 'all is well in the end'],
    ...body,
  ]).join('\n');
}

/** Each violation with the moment that it is of; none if all is well. */
export function killProblemsOf(killed: readonly Killed[]): string[] {
  return killed.flatMap(({ column, moment, problems }) =>
    problems.map((problem) => `${column}, killed at ${nameOf(moment)}: ${problem}`),
  );
}
