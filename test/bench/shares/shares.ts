// A fresh start at the share of the CPU that SCF gives with each size of memory: loading the file, and the first event.

import { type Contender, contenders } from '../cold/contenders.ts';
import { type Lab, openLab } from '../cold/lab.ts';
import { inTurn } from '../cold/rounds.ts';
import { coresOf } from '../cost/model.ts';
import { whyNoGroup } from '../group.ts';
import type { Bench, Part } from '../part.ts';
import { type Photo, type PhotoKind, photo } from '../photos.ts';
import { noSharesSection, type Share, sharesSection } from './section.ts';
import { startAtShare } from './start.ts';

interface Size {
  readonly memoryMb: number;
  readonly photos: readonly (readonly [megapixels: number, kind: PhotoKind])[];
}

const sizes: readonly Size[] = [
  {
    memoryMb: 128,
    photos: [
      [12, 'baseline'],
      [12, 'p3'],
      [2, 'screenshot'],
      [8, 'screenshot'],
    ],
  },
  ...[256, 512, 1024].map((memoryMb): Size => ({ memoryMb, photos: [[12, 'baseline']] })),
];
const shortMemories = [128, 512];

interface Case extends Omit<Share, 'outcomes'> {
  readonly photo: Photo;
  readonly contender: Contender;
}

export const shares: Part = async (bench) => {
  const missing = whyNoGroup();
  if (missing !== undefined) return [noSharesSection(missing)];
  const cases = await chooseCases(bench);
  const lab = await openLab();
  try {
    return [await measure(bench, lab, cases)];
  } finally {
    await lab.close();
  }
};

async function chooseCases({ options }: Bench): Promise<Case[]> {
  const chosen = options.short ? sizes.filter(({ memoryMb }) => shortMemories.includes(memoryMb)) : sizes;
  const cases: Case[] = [];
  for (const { memoryMb, photos } of chosen) {
    const cores = coresOf(memoryMb, options.cpuPerGb);
    for (const [megapixels, kind] of photos) {
      const one = await photo({ megapixels, kind });
      for (const contender of contenders)
        cases.push({ memoryMb, cores, name: one.name, photo: one, contender });
    }
  }
  return cases;
}

async function measure({ options, progress }: Bench, lab: Lab, cases: readonly Case[]) {
  const rounds = options.rounds ?? (options.short ? 2 : 5);
  // What the system has not read yet, it reads now.
  for (const { contender, photo: one } of cases.slice(0, contenders.length)) {
    await lab.measure({ contender, photos: [one] });
  }
  const found = await inTurn(cases, rounds, async (one, round) => {
    const { contender, memoryMb, cores } = one;
    progress(`${round}, ${memoryMb} MB, ${one.name}, ${contender}`);
    return startAtShare(lab, { contender, photos: [one.photo], memoryMb }, cores);
  });
  const measured = found
    .filter(([{ contender }]) => contender === 'ours')
    .map(([{ memoryMb, cores, name }]): Share => {
      const of = (wanted: Contender) =>
        found.find(
          ([one]) => one.memoryMb === memoryMb && one.name === name && one.contender === wanted,
        )?.[1] ?? [];
      return {
        memoryMb,
        cores,
        name,
        outcomes: { ours: of('ours'), sharp: of('sharp'), sharpb: of('sharpb') },
      };
    });
  return sharesSection(measured, rounds);
}
