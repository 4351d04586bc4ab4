// Does something grow over a long run? Compares its end with a time when all that is to be warm is warm. Pure arithmetic.

import { median } from '../bench/statistics.ts';
import type { InstanceState } from '../support/instance.ts';

export interface Growth {
  /** Medians of a tenth of the run, the first once 2,000 events are over, and of its last. */
  readonly early: InstanceState;
  readonly late: InstanceState;
  /** What grew beyond its bound, in words. */
  readonly problems: readonly string[];
}

/**
 * Times. An engine that is used up is replaced by one that starts smaller, so memory is a saw: its medians of a tenth of a
 * run differ by up to a twentieth between runs in which nothing leaks.
 */
const memoryBound = 1.15;
/** Sockets to COS come and go. */
const filesBound = 5;
const threadsBound = 2;

/**
 * Events: by then each engine has been replaced twice, and what their predecessors leave behind has reached its level: over 4,500
 * damaged files of all formats, 286 MB after 500, 327 after 1,000 and 339 to 354 from 2,000 on.
 */
const warmUp = 2000;
/** Fewer events cannot tell growth from that. */
const enough = 3000;

/** @param states One for each event, in order; at least ten, and with fewer than 3,000 nothing is a problem. */
export function measureGrowth(states: readonly InstanceState[]): Growth {
  const tenth = Math.floor(states.length / 10);
  const start = states.length < enough ? tenth : Math.max(tenth, warmUp);
  const early = typical(states.slice(start, start + tenth));
  const late = typical(states.slice(-tenth));
  const problems: string[] = [];
  const hold = (what: keyof InstanceState, bound: number) => {
    if (late[what] <= bound || states.length < enough) return;
    const [from, to] = [early[what].toFixed(0), late[what].toFixed(0)];
    problems.push(`${what} grew from ${from} to ${to}; the bound is ${bound.toFixed(0)}`);
  };
  hold('memoryMb', early.memoryMb * memoryBound);
  hold('files', early.files + filesBound);
  hold('threads', early.threads + threadsBound);
  return { early, late, problems };
}

function typical(states: readonly InstanceState[]): InstanceState {
  const of = (what: keyof InstanceState) => median(states.map((state) => state[what]));
  return { memoryMb: of('memoryMb'), files: of('files'), threads: of('threads') };
}
