// GB-seconds for 1,000 photos by the function's memory: in instances that live, and if every photo started one.

import type { Contender } from '../cold/contenders.ts';
import { type Lab, openLab } from '../cold/lab.ts';
import { startInTurn } from '../cold/rounds.ts';
import { warmInTurn, warmUps } from '../cold/warm.ts';
import type { Bench, Part, Section } from '../part.ts';
import { type Photo, photo } from '../photos.ts';
import { durationMs, gbSeconds, type Work } from './model.ts';

const memories = [128, 256, 512, 1024] as const;
const contenders = ['ours', 'sharp'] as const satisfies readonly Contender[];
/** GB-seconds that differ by less are the same: so much do measurements differ. */
const sameWithin = 0.05;

interface Priced {
  readonly contender: Contender;
  readonly memoryMb: number;
  readonly warm: Work;
  readonly cold: Work;
}

export const cost: Part = async (bench) => {
  const ordinary = await photo({ megapixels: 12, kind: 'baseline' });
  const lab = await openLab();
  try {
    return [toSection(bench, ordinary, await measure(bench, lab, ordinary))];
  } finally {
    await lab.close();
  }
};

async function measure({ options, progress }: Bench, lab: Lab, ordinary: Photo): Promise<Priced[]> {
  const { short } = options;
  const cases = memories.flatMap((memoryMb) =>
    contenders.map((contender) => ({ contender, memoryMb, photos: [ordinary] })),
  );
  const rounds = options.rounds ?? (short ? 2 : 5);
  const cold = await startInTurn(lab, cases, rounds, (what) => progress(`cold, ${what}`));
  const warm = await warmInTurn(lab, cases, {
    rounds: short ? 1 : 3,
    times: short ? 5 : 10,
    progress: (what) => progress(`warm, ${what}`),
  });
  return cases.flatMap(({ contender, memoryMb }, index) => {
    const found = { warm: warm[index], cold: cold[index]?.[1] };
    return found.warm && found.cold ? { contender, memoryMb, warm: found.warm, cold: found.cold } : [];
  });
}

function toSection({ options: { cpuPerGb } }: Bench, { name }: Photo, priced: readonly Priced[]): Section {
  const rows = priced.map(({ contender, memoryMb, warm, cold }) => [
    String(memoryMb),
    contender,
    ...[warm, cold].flatMap((work) => [
      work.cpuMs.toFixed(0),
      durationMs(work, memoryMb, cpuPerGb).toFixed(0),
      gbSeconds(work, memoryMb, cpuPerGb).toFixed(0),
    ]),
  ]);
  return {
    title: `Cost of 1,000 photos: ${name}`,
    table: [
      ['MB', 'of', 'warm: CPU, ms', 'lasts, ms', 'GB-s', 'cold: CPU, ms', 'lasts, ms', 'GB-s'],
      ...rows,
    ],
    notes: [
      ...(['warm', 'cold'] as const).map((state) => cheapest(priced, state, cpuPerGb)),
      'Estimated, not measured on SCF: it gives CPU in proportion to memory (https://cloud.tencent.com/document/product/583/9207), ' +
        `one core for 1,280 MB and two for 3,072 MB (its documentation, 函数算力支持). Assumed: ${cpuPerGb} ${cpuPerGb === 1 ? 'core' : 'cores'} for each 1,024 MB; --cpu-per-gb changes that.`,
      'lasts: the CPU time on that share of a core, but no less than was measured here with all cores. GB-s: that times the ' +
        "memory, which is what SCF bills; requests and traffic come on top, and no price is stated here. This machine's " +
        "cores are not SCF's, and its store is nearer than COS.",
      `warm: an instance that has served ${warmUps} photos. cold: every photo starts a process, from its start to its answer, ` +
        'as if all of that were billed. The context says how much memory there is: below 256 MB the function keeps its light engine.',
    ],
    figures: Object.assign({}, ...priced.map((one) => figures(one, cpuPerGb))),
  };
}

function cheapest(priced: readonly Priced[], state: 'warm' | 'cold', cpuPerGb: number): string {
  const sizes = contenders.map((contender) => {
    const costs = priced
      .filter((one) => one.contender === contender)
      .map((one) => ({ memoryMb: one.memoryMb, cost: gbSeconds(one[state], one.memoryMb, cpuPerGb) }));
    const least = Math.min(...costs.map(({ cost }) => cost));
    const good = costs.filter(({ cost }) => cost <= least * (1 + sameWithin));
    return `${contender} with ${good.map(({ memoryMb }) => memoryMb).join(', ')} MB`;
  });
  return `Cheapest ${state}, within ${sameWithin * 100} %: ${sizes.join('; ')}.`;
}

function figures({ contender, memoryMb, warm, cold }: Priced, cpuPerGb: number): Record<string, number> {
  return {
    [`cost, ${memoryMb} MB, warm: ${contender}, GB-s`]: gbSeconds(warm, memoryMb, cpuPerGb),
    [`cost, ${memoryMb} MB, cold: ${contender}, GB-s`]: gbSeconds(cold, memoryMb, cpuPerGb),
  };
}
