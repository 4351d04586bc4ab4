// Contenders in turn on one case: none has the machine in a better moment than another.

import type { Job, Sample } from './contender.ts';

/** Whoever does jobs; a contender's process is one. */
interface Worker {
  run(job: Job): Promise<Sample>;
}

/** Of one contender on one case: what was measured, or why nothing could be. */
export type Findings = readonly Sample[] | { readonly reason: string };

export interface Effort {
  /** How often each contender does the job. */
  readonly rounds: number;
  /** Milliseconds: no round begins later, once there have been three. */
  readonly budget: number;
}

const fewestRounds = 3;
/** Jobs before the first that counts, at most; and the share of CPU time by which each is quicker while it is not yet warm. */
const longestWarmUp = 8;
const steady = 0.03;

/** @returns In the order of `workers`. A contender that fails once is left out of the rest of the case. */
export async function measureCase(
  workers: readonly Worker[],
  job: Job,
  { rounds, budget }: Effort,
): Promise<Findings[]> {
  const found = workers.map((worker) => ({
    worker,
    samples: [] as Sample[],
    reason: undefined as string | undefined,
  }));
  const attempt = async (one: (typeof found)[number], work: () => Promise<unknown>) => {
    if (one.reason !== undefined) return;
    try {
      await work();
    } catch (error) {
      one.reason = (error as Error).message;
    }
  };
  for (const one of found) await attempt(one, () => warmUp(one.worker, job));
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() - startedAt > budget) break;
    // Each comes first as often as last.
    const order = round % 2 === 0 ? found : [...found].reverse();
    for (const one of order) {
      await attempt(one, async () => one.samples.push(await one.worker.run(job)));
    }
  }
  return found.map(({ samples, reason }) => (reason === undefined ? samples : { reason }));
}

/** Until two in a row are no quicker than those before: V8 optimises what runs often. */
async function warmUp(worker: Worker, job: Job): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  for (let jobs = 0, unchanged = 0; jobs < longestWarmUp && unchanged < 2; jobs++) {
    const { cpuMs } = await worker.run(job);
    unchanged = cpuMs < best * (1 - steady) ? 0 : unchanged + 1;
    best = Math.min(best, cpuMs);
  }
}
