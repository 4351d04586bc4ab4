// Time and memory by the size of the photo, from 1 to 200 megapixels.

import { type Contender, type Lab, openLab } from '../cold/lab.ts';
import { startInTurn } from '../cold/rounds.ts';
import { measureWarm, type Warm } from '../cold/warm-start.ts';
import type { Bench, Part, Section } from '../part.ts';
import { type Photo, photo } from '../photos.ts';
import { exponentOf } from './fit.ts';

const sizes = [1, 6, 12, 24, 48, 100, 200] as const;
/** Megapixels: below, what every photo takes is more than what its pixels take. */
const fitFrom = 6;
const memoryMb = 1024;

interface Grown {
  readonly megapixels: number;
  readonly one: Photo;
  readonly warm: Warm;
  /** Cold, without the pages of files. */
  readonly heldMb: number;
}

export const growth: Part = async (bench) => {
  const chosen = bench.options.short ? sizes.filter((size) => size <= 48) : sizes;
  const photos: [number, Photo][] = [];
  for (const megapixels of chosen) {
    bench.progress(`making a photo of ${megapixels} megapixels`);
    photos.push([megapixels, await photo({ megapixels, kind: 'baseline' })]);
  }
  const lab = await openLab();
  try {
    const ours = await grow(bench, lab, 'ours', photos);
    return [toSection(bench, { ours, sharp: await grow(bench, lab, 'sharp', photos) })];
  } finally {
    await lab.close();
  }
};

async function grow(
  { options, progress }: Bench,
  lab: Lab,
  contender: Contender,
  photos: readonly (readonly [number, Photo])[],
): Promise<Grown[]> {
  const cases = photos.map(([, one]) => ({ contender, photos: [one], memoryMb }));
  const cold = await startInTurn(lab, cases, options.short ? 1 : 3, (what) => progress(`cold, ${what}`));
  const grown: Grown[] = [];
  for (const [index, [megapixels, one]] of photos.entries()) {
    progress(`warm, ${one.name}, ${contender}`);
    const warm = await measureWarm(lab, { contender, memoryMb }, one, timesOf(options));
    grown.push({ megapixels, one, warm, heldMb: cold[index]?.[1].heldMb ?? Number.NaN });
  }
  return grown;
}

function timesOf({ rounds, short }: Bench['options']): number {
  return rounds ?? (short ? 3 : 7);
}

function toSection({ options }: Bench, found: Readonly<Record<Contender, readonly Grown[]>>): Section {
  const exponents = { ours: exponentOfTime(found.ours), sharp: exponentOfTime(found.sharp) };
  const flatness = { ours: growthOfMemory(found.ours), sharp: growthOfMemory(found.sharp) };
  const largest = found.ours.at(-1)?.megapixels;
  return {
    title: 'Growth with the size of a baseline JPEG',
    table: [
      ['megapixels', 'file, MB', 'of', 'warm, ms', 'ms per megapixel', 'CPU, ms', 'cold peak less files, MB'],
      ...found.ours.flatMap((ours, index) => {
        const file = (ours.one.bytes / 1024 / 1024).toFixed(1);
        const sharp = found.sharp[index];
        return [
          [String(ours.megapixels), file, 'ours', ...cells(ours)],
          ['', '', 'sharp', ...(sharp ? cells(sharp) : [])],
        ];
      }),
    ],
    notes: [
      `Time from ${fitFrom} MP on grows with the power ${exponents.ours.toFixed(2)} of the pixels (1: linear), sharp's with ` +
        `${exponents.sharp.toFixed(2)}: least squares of the logarithms.`,
      `Memory at ${largest} MP is ${flatness.ours.toFixed(2)} times that at 12 MP, with sharp ${flatness.sharp.toFixed(2)} ` +
        'times (1: flat).',
      `warm: the whole invocation with its requests to the store, median of ${timesOf(options)} in a process that had served ` +
        `25 small photos and this one once; function of ${memoryMb} MB, thumbnail of at most 200x200. The download is held in ` +
        'memory whole by both. Memory: of a fresh process for this photo alone.',
    ],
    figures: {
      'growth: exponent of time': exponents.ours,
      [`growth: memory at ${largest} MP to 12 MP`]: flatness.ours,
      ...Object.fromEntries(
        found.ours.map((one) => [`growth, ${one.megapixels} MP: warm, ms`, one.warm.wallMs]),
      ),
      ...Object.fromEntries(found.ours.map((one) => [`growth, ${one.megapixels} MP: cold, MB`, one.heldMb])),
    },
  };
}

function cells({ megapixels, warm, heldMb }: Grown): string[] {
  const perMegapixel = (warm.wallMs / megapixels).toFixed(1);
  return [warm.wallMs.toFixed(0), perMegapixel, warm.cpuMs.toFixed(0), heldMb.toFixed(0)];
}

function exponentOfTime(grown: readonly Grown[]): number {
  const large = grown.filter(({ megapixels }) => megapixels >= fitFrom);
  return exponentOf(large.map(({ megapixels, warm }) => [megapixels, warm.wallMs] as const));
}

/** From 12 MP to the largest. */
function growthOfMemory(grown: readonly Grown[]): number {
  const from = grown.find(({ megapixels }) => megapixels === 12)?.heldMb ?? Number.NaN;
  return (grown.at(-1)?.heldMb ?? Number.NaN) / from;
}
