// What several starts at a share of the CPU come to. Pure.

import type { Outcome } from './start.ts';

export type Times = Exclude<Outcome, { failure: string }>;

/** SCF's default for an event. */
const timeoutMs = 3000;

/** Of those that made a thumbnail. */
export function timesOf(outcomes: readonly Outcome[]): Times[] {
  return outcomes.flatMap((one) => ('failure' in one ? [] : one));
}

/** `out of memory`, or `1 of 3: out of memory`; undefined if all made a thumbnail. */
export function failuresOf(outcomes: readonly Outcome[]): string | undefined {
  const failures = outcomes.flatMap((one) => ('failure' in one ? one.failure : []));
  if (failures.length === 0) return outcomes.length === 0 ? 'not measured' : undefined;
  const often = failures.length === outcomes.length ? '' : `${failures.length} of ${outcomes.length}: `;
  return often + [...new Set(failures)].join(', ');
}

/** Of how many the event ends before SCF's default timeout: 1 is all. */
export function shareWithin(times: readonly Times[]): number {
  return times.filter(({ eventMs }) => eventMs <= timeoutMs).length / times.length;
}

/** The same in words: `yes`, `no`, or in how many rounds. */
export function withinTime(times: readonly Times[]): string {
  const share = shareWithin(times);
  if (share === 1) return 'yes';
  return share === 0 ? 'no' : `${Math.round(share * times.length)} of ${times.length}`;
}
