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

/** Does the event end before SCF's default timeout? `yes`, `no`, or in how many rounds. */
export function withinTime(times: readonly Times[]): string {
  const within = times.filter(({ eventMs }) => eventMs <= timeoutMs).length;
  if (within === times.length) return 'yes';
  return within === 0 ? 'no' : `${within} of ${times.length}`;
}
