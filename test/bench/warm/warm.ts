// The warm part: photo after photo through engines that are long up, beside sharp and beside others without native code.

import { availableParallelism } from 'node:os';
import type { Bench, Options, Part } from '../part.ts';
import { photo } from '../photos.ts';
import { type Case, warmCases } from './cases.ts';
import { type ContenderName, pureContenders } from './contender.ts';
import { type Effort, measureCase } from './measure.ts';
import { othersSection } from './others.ts';
import { type Cores, Runner } from './runner.ts';
import { compareSection, type Measured, throughputSection } from './sections.ts';

/** More than the 20 photos for which the function keeps its light engine. */
const firstJobs = 25;

export const warm: Part = async (bench) => {
  const { options } = bench;
  const effort = chooseEffort(options);
  const cases = await warmCases(options, bench.progress);
  const typical = availableParallelism() > 1 ? cases.filter((one) => one.typical) : [];
  const withPeers = cases.filter((one) => one.peers);
  const few = { ...effort, rounds: options.rounds ?? 3 };

  const onOne = await measureAll(bench, cases, ['ours', 'sharp'], 'one core', effort);
  const onAll = await measureAll(bench, typical, ['ours', 'sharp'], 'all cores', effort);
  const beside = await measureAll(bench, withPeers, ['ours', 'sharp', ...pureContenders], 'one core', few);
  return [
    compareSection(onOne, 'one core'),
    ...(onAll.length > 0 ? [compareSection(onAll, 'all cores')] : []),
    throughputSection(onOne, onAll),
    ...(beside.length > 0 ? [othersSection(beside)] : []),
  ];
};

function chooseEffort({ guard, short, rounds }: Options): Effort {
  if (rounds !== undefined) return { rounds, budget: Number.POSITIVE_INFINITY };
  // The guard's must not vary: it takes few cases, and measures them often.
  if (guard) return { rounds: 21, budget: 15_000 };
  return short ? { rounds: 5, budget: 5_000 } : { rounds: 9, budget: 4_000 };
}

async function measureAll(
  bench: Bench,
  cases: readonly Case[],
  names: readonly ContenderName[],
  cores: Cores,
  effort: Effort,
): Promise<Measured[]> {
  if (cases.length === 0) return [];
  const runners = names.map((name) => new Runner(name, cores));
  try {
    bench.progress(`starting ${names.join(', ')} on ${cores}`);
    const { path, format } = await photo({ megapixels: 2, kind: 'baseline' });
    for (let job = 0; job < firstJobs; job++) {
      // Whoever fails here says so again on the first case.
      for (const runner of runners.slice(0, 2)) {
        await runner.run({ path, format, sizes: [200] }).catch(() => undefined);
      }
    }
    const measured: Measured[] = [];
    for (const [at, one] of cases.entries()) {
      bench.progress(`${one.name}, ${cores} (${at + 1} of ${cases.length})`);
      measured.push({ case: one, names, findings: await measureCase(runners, one.job, effort) });
    }
    return measured;
  } finally {
    for (const runner of runners) runner.close();
  }
}
