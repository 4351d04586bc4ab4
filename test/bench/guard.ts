// Holds the figures of a run to the committed ones. Pure: it is given both.

import { renderTable } from './table.ts';

/** By their names. */
export type Figures = Readonly<Record<string, number>>;

/** What guard.json holds of one figure: a ratio to a peer, of which less is better. */
export interface Bound {
  readonly committed: number;
  /** How much worse it may be, as a share of `committed`: 0.25 lets 1.40 become 1.75. */
  readonly tolerance: number;
}

export interface Verdict {
  readonly name: string;
  /** undefined: the run has no such figure. */
  readonly found: number | undefined;
  readonly committed: number;
  readonly atMost: number;
  /** What regressed, with the figure's name; undefined: it holds. */
  readonly problem: string | undefined;
  /** Is it so much better that the committed one holds nothing any more? */
  readonly outdated: boolean;
}

/** A figure that is missing is a problem, too: otherwise what no longer runs would pass. */
export function checkGuard(figures: Figures, bounds: Readonly<Record<string, Bound>>): Verdict[] {
  return Object.entries(bounds).map(([name, { committed, tolerance }]) => {
    const found = figures[name];
    const atMost = committed * (1 + tolerance);
    const holds = found !== undefined && found <= atMost;
    const is = found === undefined ? 'was not measured' : `is ${round(found)}`;
    const expected = `committed ${round(committed)}, at most ${round(atMost)}`;
    return {
      name,
      found,
      committed,
      atMost,
      problem: holds ? undefined : `${name} ${is}, ${expected}`,
      outdated: found !== undefined && found < committed * (1 - tolerance),
    };
  });
}

/** @returns Of each figure the less, which is the better one, of two runs. */
export function bestOf(one: Figures, other: Figures): Figures {
  const names = Object.keys({ ...one, ...other });
  return Object.fromEntries(
    names.map((name) => [name, Math.min(one[name] ?? Infinity, other[name] ?? Infinity)]),
  );
}

/** A table of all figures, then what regressed and what to do about it, then what became better. */
export function renderGuard(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ name, found, committed, atMost, problem }) => [
    name,
    found === undefined ? '-' : round(found),
    round(committed),
    round(atMost),
    problem === undefined ? 'holds' : 'FAILS',
  ]);
  const problems = verdicts.flatMap(({ problem }) => problem ?? []);
  const outdated = verdicts.filter((verdict) => verdict.outdated);
  const lines = renderTable([['guard', 'found', 'committed', 'at most', ''], ...rows]);
  if (problems.length > 0) {
    lines.push('', ...problems.map((problem) => `regressed: ${problem}`));
    lines.push('It was so each time. Make it faster again, or commit the new value with the reason.');
  }
  if (outdated.length > 0) {
    lines.push('', 'Much better than committed. Commit the new values in test/bench/guard.json:');
    lines.push(...outdated.map(({ name, found = 0 }) => `  ${name}: ${round(found)}`));
  }
  return lines.join('\n');
}

function round(ratio: number): string {
  return ratio.toFixed(2);
}
