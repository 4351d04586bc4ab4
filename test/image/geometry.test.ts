// The sizes of thumbnails are those that sharp gives where its decoder does not shrink: sharp itself is asked, with PNGs.

import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { resolveSize } from '../../src/function/engine/geometry.ts';
import { type Fit, fits } from '../../src/function/preset/preset.ts';

interface Source {
  readonly width: number;
  readonly height: number;
}

interface Sides {
  readonly width: number | undefined;
  readonly height: number | undefined;
}

interface Question extends Source {
  readonly box: Sides;
}

const question = (width: number, height: number, box: readonly [number | undefined, number | undefined]) => ({
  width,
  height,
  box: { width: box[0], height: box[1] },
});

const upTo = (max: number, min = 1) => fc.integer({ min, max });

function boxes(max: number): fc.Arbitrary<Sides> {
  const missing = fc.constant(undefined);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ width: upTo(max), height: upTo(max) }) },
    { weight: 1, arbitrary: fc.record({ width: upTo(max), height: missing }) },
    { weight: 1, arbitrary: fc.record({ width: missing, height: upTo(max) }) },
  );
}

// Enlarging makes a large picture of a narrow one, so that narrow ones get small boxes.
const ordinary = fc.record({ width: upTo(900, 60), height: upTo(900, 60), box: boxes(250) });
const tall = fc.record({ width: upTo(4), height: upTo(900), box: boxes(9) });
const wide = fc.record({ width: upTo(900), height: upTo(4), box: boxes(9) });
const questions: readonly Question[] = [
  [ordinary, 40] as const,
  [tall, 12] as const,
  [wide, 12] as const,
].flatMap(([source, numRuns]) => fc.sample<Question>(source, { numRuns, seed: 20_250_101 }));

/** Where an arithmetic of one's own goes wrong first. */
const corners: readonly Question[] = [
  question(1, 900, [5, 5]),
  question(900, 1, [5, 5]),
  question(1, 900, [undefined, 8]),
  question(900, 1, [8, undefined]),
  question(3, 801, [10, 1]),
  question(900, 7, [undefined, 3]),
  question(900, 899, [1, 1]),
  question(200, 101, [100, 100]),
  question(601, 603, [200, 200]),
  question(799, 801, [160, 160]),
  question(871, 650, [97, undefined]),
  question(333, 871, [undefined, 101]),
  question(800, 450, [undefined, 45]),
  question(100, 50, [200, 200]),
];

const pictures = new Map<string, Promise<Buffer>>();

function picture({ width, height }: Source): Promise<Buffer> {
  const name = `${width}x${height}`;
  const create = { width, height, channels: 3, background: 'teal' } as const;
  const made = pictures.get(name) ?? sharp({ create }).toColourspace('b-w').png().toBuffer();
  pictures.set(name, made);
  return made;
}

async function sizeBySharp(asked: Question, fit: Fit, enlarge: boolean) {
  const { info } = await sharp(await picture(asked))
    .resize(asked.box.width, asked.box.height, { fit, withoutEnlargement: !enlarge })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return `${info.width}x${info.height}`;
}

const name = ({ width, height, box: sides }: Question) =>
  `${width}x${height} into ${sides.width ?? ''}x${sides.height ?? ''}`;

const cases = fits.flatMap((fit) => [false, true].map((enlarge) => [fit, enlarge] as const));

describe.each([
  ['random photos', questions],
  ['awkward photos', corners],
])('%s', (_, asked) => {
  test.each(cases)('%s, enlarging %s: the size is the one that sharp gives', async (fit, enlarge) => {
    const ours = asked.map((one) => {
      const { width, height } = resolveSize(one, { ...one.box, fit, enlarge });
      return `${name(one)}: ${width}x${height}`;
    });
    const theirs = await Promise.all(
      asked.map(async (one) => `${name(one)}: ${await sizeBySharp(one, fit, enlarge)}`),
    );
    expect(ours).toEqual(theirs);
  });
});
