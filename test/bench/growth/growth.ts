// Time and memory by the size of the photo, from 1 to 200 megapixels.

import type { Contender } from '../cold/contenders.ts';
import { type Lab, openLab } from '../cold/lab.ts';
import { startInTurn } from '../cold/rounds.ts';
import { type Warm, warmInTurn, warmUps } from '../cold/warm.ts';
import type { Bench, Part, Section } from '../part.ts';
import { photo } from '../photos.ts';
import { exponentOf } from './fit.ts';

const contenders = ['ours', 'sharp'] as const satisfies readonly Contender[];
const sizes = [1, 6, 12, 24, 48, 100, 200] as const;
/** Megapixels: below, what every photo takes is more than what its pixels take. */
const fitFrom = 6;
const memoryMb = 1024;

interface Grown {
  readonly contender: Contender;
  readonly megapixels: number;
  /** Of the file. */
  readonly bytes: number;
  readonly warm: Warm;
  /** Cold, without the pages of files. */
  readonly heldMb: number;
}

export const growth: Part = async (bench) => {
  const lab = await openLab();
  try {
    return [toSection(await measure(bench, lab), roundsOf(bench))];
  } finally {
    await lab.close();
  }
};

function roundsOf({ options: { rounds, short } }: Bench): number {
  return rounds ?? (short ? 1 : 3);
}

async function measure(bench: Bench, lab: Lab): Promise<Grown[]> {
  const { options, progress } = bench;
  const cases = [];
  for (const megapixels of options.short ? sizes.filter((size) => size <= 48) : sizes) {
    progress(`making a photo of ${megapixels} megapixels`);
    const one = await photo({ megapixels, kind: 'baseline' });
    cases.push(...contenders.map((contender) => ({ contender, megapixels, photos: [one], memoryMb })));
  }
  const rounds = roundsOf(bench);
  const cold = await startInTurn(lab, cases, rounds, (what) => progress(`cold, ${what}`));
  const warm = await warmInTurn(lab, cases, {
    rounds,
    times: 4,
    progress: (what) => progress(`warm, ${what}`),
  });
  return cases.flatMap(({ contender, megapixels, photos: [one] }, index) => {
    const found = { warm: warm[index], heldMb: cold[index]?.[1].heldMb };
    if (!one || !found.warm || found.heldMb === undefined) return [];
    return { contender, megapixels, bytes: one.bytes, warm: found.warm, heldMb: found.heldMb };
  });
}

function toSection(found: readonly Grown[], rounds: number): Section {
  const [ours, sharp] = contenders.map((name) => found.filter(({ contender }) => contender === name));
  if (!ours || !sharp) throw new Error('nothing was measured');
  const largest = ours.at(-1)?.megapixels;
  return {
    title: 'Growth with the size of a baseline JPEG',
    table: [
      ['MP', 'file, MB', 'of', 'warm, ms', 'ms per MP', 'CPU, ms', 'CPU per MP', 'cold peak less files, MB'],
      ...found.map(toRow),
    ],
    notes: [
      `From ${fitFrom} MP on ours grows with the power ${exponent(ours, 'wallMs')} of the pixels in time and ` +
        `${exponent(ours, 'cpuMs')} in CPU time (1: linear); sharp with ${exponent(sharp, 'wallMs')} and ` +
        `${exponent(sharp, 'cpuMs')}. Least squares of the logarithms.`,
      `Memory at ${largest} MP is ${flatness(ours).toFixed(2)} times that at 12 MP (1: flat), with sharp ` +
        `${flatness(sharp).toFixed(2)} times. Pixels pass by; the file is held whole: for each MB of it ours takes ` +
        `${perFileMb(ours).toFixed(1)} MB more, sharp ${perFileMb(sharp).toFixed(1)} MB.`,
      `warm: a whole invocation with its requests to the store, medians of 4 in each of ${rounds} processes that had served ` +
        `${warmUps} small photos and this one once; function of ${memoryMb} MB, thumbnail of at most 200x200. Memory: medians of ` +
        `${rounds} fresh processes for this photo alone.`,
    ],
    figures: {
      'growth: exponent of time': Number(exponent(ours, 'wallMs')),
      'growth: exponent of CPU time': Number(exponent(ours, 'cpuMs')),
      [`growth: memory at ${largest} MP to 12 MP`]: flatness(ours),
      'growth: memory for each MB of the file': perFileMb(ours),
      ...Object.fromEntries(ours.map((one) => [`growth, ${one.megapixels} MP: warm, ms`, one.warm.wallMs])),
      ...Object.fromEntries(ours.map((one) => [`growth, ${one.megapixels} MP: cold, MB`, one.heldMb])),
    },
  };
}

function toRow({ contender, megapixels, bytes, warm, heldMb }: Grown): string[] {
  return [
    String(megapixels),
    (bytes / 1024 / 1024).toFixed(1),
    contender,
    ...[warm.wallMs, warm.cpuMs].flatMap((ms) => [ms.toFixed(0), (ms / megapixels).toFixed(1)]),
    heldMb.toFixed(0),
  ];
}

function exponent(grown: readonly Grown[], quantity: keyof Warm): string {
  const large = grown.filter(({ megapixels }) => megapixels >= fitFrom);
  return exponentOf(large.map(({ megapixels, warm }) => [megapixels, warm[quantity]] as const)).toFixed(2);
}

/** How many times the memory of 12 MP the largest takes. */
function flatness(grown: readonly Grown[]): number {
  const { small, large } = span(grown);
  return large.heldMb / small.heldMb;
}

/** From 12 MP to the largest. */
function perFileMb(grown: readonly Grown[]): number {
  const { small, large } = span(grown);
  return (large.heldMb - small.heldMb) / ((large.bytes - small.bytes) / 1024 / 1024);
}

function span(grown: readonly Grown[]) {
  const small = grown.find(({ megapixels }) => megapixels === 12);
  const large = grown.at(-1);
  if (!small || !large) throw new Error('nothing was measured');
  return { small, large };
}
