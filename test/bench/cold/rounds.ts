// Several starts of several cases, in turn, and what is typical of each.

import { median } from '../statistics.ts';
import type { Lab, Start } from './lab.ts';
import type { Measured } from './run.ts';

/** Milliseconds and MB, medians. */
export type Typical = Pick<Measured, 'wallMs' | 'cpuMs' | 'peakMb' | 'heldMb'>;

/**
 * One round is over before the next begins: what disturbs the machine for a while disturbs all cases. Every other round goes
 * backwards, so that nobody always comes right after the same one.
 */
export async function inTurn<Case, Found>(
  cases: readonly Case[],
  rounds: number,
  measure: (one: Case, round: string) => Promise<Found>,
): Promise<(readonly [Case, Found[]])[]> {
  const all = cases.map((one) => [one, [] as Found[]] as const);
  for (let round = 1; round <= rounds; round++) {
    const order = round % 2 === 1 ? all : [...all].reverse();
    for (const [one, found] of order) found.push(await measure(one, `round ${round} of ${rounds}`));
  }
  return all;
}

/**
 * @returns For each case what is typical, and each round, in the order of the rounds.
 * @throws {Error} if a handler makes no thumbnail.
 */
export async function startInTurn(
  lab: Lab,
  cases: readonly Start[],
  rounds: number,
  progress: (what: string) => void,
): Promise<(readonly [Start, Typical, readonly Measured[]])[]> {
  const measured = await inTurn(cases, rounds, (start, round) => {
    progress(`${round}, ${start.photos[0]?.name}, ${start.contender}`);
    return lab.measure(start);
  });
  return measured.map(([start, found]) => [start, typical(found), found] as const);
}

export function typical(found: readonly Measured[]): Typical {
  const of = (quantity: keyof Typical) => median(found.map((one) => one[quantity]));
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMb: of('peakMb'), heldMb: of('heldMb') };
}
