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

/** What is made from one photo at a time. */
type Output = Omit<Job, 'path' | 'format'>;

interface Row {
  readonly kind: PhotoKind;
  readonly megapixels: number;
  readonly outputs: readonly Output[];
}

const small: Output = { sizes: [200] };
const medium: Output = { sizes: [800] };
const five: Output = { sizes: [1600, 800, 400, 200, 100] };
const both = [small, medium];

/** The first is the main case: a phone's photo. */
const guardRows: readonly Row[] = [
  { kind: 'baseline', megapixels: 24, outputs: [small, medium, five] },
  { kind: 'png', megapixels: 12, outputs: [small] },
  { kind: 'webp', megapixels: 12, outputs: [small] },
];

const shortRows: readonly Row[] = [
  ...guardRows,
  { kind: 'baseline', megapixels: 2, outputs: [small] },
  { kind: 'progressive', megapixels: 24, outputs: [small] },
  { kind: 'avif', megapixels: 2, outputs: [small] },
];

/** AVIF comes last: the engine is replaced by one that can read it. */
const fullRows: readonly Row[] = [
  { kind: 'baseline', megapixels: 24, outputs: [...both, five] },
  { kind: 'baseline', megapixels: 2, outputs: both },
  {
    kind: 'baseline',
    megapixels: 12,
    outputs: [...both, { ...small, covers: true }, { ...small, output: 'webp' }],
  },
  { kind: 'baseline', megapixels: 48, outputs: both },
  { kind: 'p3', megapixels: 12, outputs: both },
  { kind: 'progressive', megapixels: 24, outputs: [...both, five] },
  ...[2, 12, 48].map((megapixels) => ({ kind: 'progressive' as const, megapixels, outputs: both })),
  ...[2, 12, 24, 48].map((megapixels) => ({ kind: 'png' as const, megapixels, outputs: both })),
  ...[2, 12, 24, 48].map((megapixels) => ({ kind: 'webp' as const, megapixels, outputs: both })),
  ...[2, 12].map((megapixels) => ({ kind: 'avif' as const, megapixels, outputs: both })),
];

/** The case that the peers do, too: all of them can. */
const isSmall = (output: Output) => output === small;

/**
 * The photos are there when it returns.
 *
 * @throws {UsageError} if one of `--photo` cannot be read.
 */
export async function warmCases(options: Options, progress: (what: string) => void): Promise<Case[]> {
  if (options.photos.length > 0) {
    const own = await Promise.all(options.photos.map(ownPhoto));
    return own.flatMap((one, n) =>
      [...both, five].map((output) =>
        // The peers take seconds for each large photo.
        toCase(one, output, true, !options.short && n === 0 && isSmall(output)),
      ),
    );
  }
  const cases: Case[] = [];
  for (const { kind, megapixels, outputs } of chooseRows(options)) {
    progress(`making a photo: ${kind}, ${megapixels} MP`);
    const made = await photo({ megapixels, kind });
    const typical = !options.guard && megapixels === 24;
    for (const output of outputs) {
      const peers =
        !options.guard &&
        kind === 'baseline' &&
        isSmall(output) &&
        (megapixels === 2 || (megapixels === 24 && !options.short));
      cases.push(toCase(made, output, typical, peers));
    }
  }
  return cases;
}

function chooseRows({ guard, short }: Options): readonly Row[] {
  if (guard) return guardRows;
  return short ? shortRows : fullRows;
}

function toCase({ path, format, name }: Photo, output: Output, typical: boolean, peers: boolean): Case {
  return { name: `${name} to ${nameOf(output)}`, job: { path, format, ...output }, typical, peers };
}

/** `200`, `200x200 cover`, `200 as webp`, `five sizes` */
function nameOf({ sizes, covers, output }: Output): string {
  const size = sizes.length === 1 ? String(sizes[0]) : 'five sizes';
  return `${covers ? `${size}x${size} cover` : size}${output ? ` as ${output}` : ''}`;
}
