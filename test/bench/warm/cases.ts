// What is made in the warm part: which photos, and to which sizes.

import type { Options } from '../part.ts';
import { ownPhoto, type Photo, type PhotoKind, photo } from '../photos.ts';
import type { Job } from './contender.ts';

export interface Case {
  /** `jpeg 24 MP to 200` */
  readonly name: string;
  readonly job: Job;
  /** Is it measured on all cores, too? */
  readonly typical: boolean;
  /** Is it measured with the peers that are slow? */
  readonly peers: boolean;
}

const fiveSizes = [1600, 800, 400, 200, 100];

interface Row {
  readonly kind: PhotoKind;
  readonly megapixels: number;
  /** Each is made from one photo at a time. */
  readonly outputs: readonly (readonly number[])[];
}

/** The first is the main case: a phone's photo. */
const guardRows: readonly Row[] = [
  { kind: 'baseline', megapixels: 24, outputs: [[200], [800], fiveSizes] },
  { kind: 'png', megapixels: 12, outputs: [[200]] },
  { kind: 'webp', megapixels: 12, outputs: [[200]] },
];

const shortRows: readonly Row[] = [
  ...guardRows,
  { kind: 'baseline', megapixels: 2, outputs: [[200]] },
  { kind: 'progressive', megapixels: 24, outputs: [[200]] },
  { kind: 'avif', megapixels: 2, outputs: [[200]] },
];

const both = [[200], [800]];

/** AVIF comes last: the engine is replaced by one that can read it. */
const fullRows: readonly Row[] = [
  { kind: 'baseline', megapixels: 24, outputs: [...both, fiveSizes] },
  ...[2, 12, 48].map((megapixels) => ({ kind: 'baseline' as const, megapixels, outputs: both })),
  { kind: 'progressive', megapixels: 24, outputs: [...both, fiveSizes] },
  ...[2, 12, 48].map((megapixels) => ({ kind: 'progressive' as const, megapixels, outputs: both })),
  ...[2, 12, 24, 48].map((megapixels) => ({ kind: 'png' as const, megapixels, outputs: both })),
  ...[2, 12, 24, 48].map((megapixels) => ({ kind: 'webp' as const, megapixels, outputs: both })),
  ...[2, 12].map((megapixels) => ({ kind: 'avif' as const, megapixels, outputs: both })),
];

const isSmall = (sizes: readonly number[]) => sizes.length === 1 && sizes[0] === 200;

/**
 * The photos are there when it returns.
 *
 * @throws {UsageError} if one of `--photo` cannot be read.
 */
export async function warmCases(options: Options, progress: (what: string) => void): Promise<Case[]> {
  if (options.photos.length > 0) {
    const own = await Promise.all(options.photos.map(ownPhoto));
    return own.flatMap((one, n) =>
      [...both, fiveSizes].map((sizes) =>
        // The peers take seconds for each large photo.
        toCase(one, sizes, true, !options.short && n === 0 && isSmall(sizes)),
      ),
    );
  }
  const cases: Case[] = [];
  for (const { kind, megapixels, outputs } of chooseRows(options)) {
    progress(`making a photo: ${kind}, ${megapixels} MP`);
    const made = await photo({ megapixels, kind });
    const typical = !options.guard && megapixels === 24;
    for (const sizes of outputs) {
      const peers =
        !options.guard &&
        kind === 'baseline' &&
        isSmall(sizes) &&
        (megapixels === 2 || (megapixels === 24 && !options.short));
      cases.push(toCase(made, sizes, typical, peers));
    }
  }
  return cases;
}

function chooseRows({ guard, short }: Options): readonly Row[] {
  if (guard) return guardRows;
  return short ? shortRows : fullRows;
}

function toCase(
  { path, format, name }: Photo,
  sizes: readonly number[],
  typical: boolean,
  peers: boolean,
): Case {
  const to = sizes.length === 1 ? String(sizes[0]) : 'five sizes';
  return { name: `${name} to ${to}`, job: { path, format, sizes }, typical, peers };
}
