// Tests that every engine makes exactly the size that arithmetic gives, at whatever scale its decoder shrinks the photo.
// `SIZES=2000 npx vitest run --config test/vitest.config.mts exact-sizes` tries that many on each engine.

import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Engine, Region } from '../../src/function/engine/engine.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { type Fit, fits } from '../../src/function/preset/preset.ts';
import { sharedEngines } from '../support/engines.ts';
import { exactSize, type Sides } from '../support/exact-size.ts';
import { createTestInlineEngines } from '../support/inline-engines.ts';
import { renderAll } from '../support/thumbnails.ts';

const { light, optimised, squoosh } = await sharedEngines();
const quick = await createTestInlineEngines();
const runs = Number(process.env['SIZES'] ?? 200);

const kinds = [
  'jpeg',
  'progressive',
  'grey',
  'png',
  'webp',
  'lossless',
  'tiff',
  'gif',
  'avif',
  'animation',
] as const;
type Kind = (typeof kinds)[number];

/** The kinds that Squoosh reads. */
const common: readonly Kind[] = ['jpeg', 'progressive', 'grey', 'png', 'webp', 'lossless'];
/** The kinds that sharp writes with an EXIF orientation that all decoders apply. */
const turnable: readonly Kind[] = [...common, 'tiff'];

interface Photo {
  readonly kind: Kind;
  /** The sides as stored, before EXIF orientation. */
  readonly stored: Sides;
  readonly orientation: number;
}

interface Question extends Photo {
  readonly presets: string;
  readonly region: Region | undefined;
}

function seen({ stored, orientation }: Photo): Sides {
  return orientation >= 5 ? { width: stored.height, height: stored.width } : stored;
}

async function draw({ kind, stored, orientation }: Photo): Promise<Buffer> {
  const create = { ...stored, channels: 3, background: 'teal' } as const;
  if (kind === 'animation') {
    const frames = ['teal', 'olive'].map((background) => sharp({ create: { ...create, background } }).png());
    const encoded = await Promise.all(frames.map((frame) => frame.toBuffer()));
    return sharp(encoded, { join: { animated: true } })
      .gif()
      .toBuffer();
  }
  const plain = sharp({ create }).withMetadata({ orientation });
  switch (kind) {
    case 'jpeg':
    case 'progressive':
      return plain.jpeg({ progressive: kind === 'progressive' }).toBuffer();
    case 'grey':
      return plain.toColourspace('b-w').jpeg().toBuffer();
    case 'webp':
    case 'lossless':
      return plain.webp({ lossless: kind === 'lossless', effort: 0 }).toBuffer();
    case 'avif':
      return plain.avif({ effort: 0 }).toBuffer();
    default:
      return plain.toFormat(kind).toBuffer();
  }
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const sides = (width: number, height: number) => fc.record({ width: upTo(width), height: upTo(height) });

/** Makes one preset, written as in THUMB_PRESETS. */
const preset = fc
  .record({
    width: fc.option(upTo(90), { freq: 4 }),
    height: fc.option(upTo(90), { freq: 4 }),
    fit: fc.constantFrom<Fit>(...fits),
    enlarge: fc.boolean(),
    hundredths: fc.oneof(fc.constant(100), upTo(400, 100)),
    format: fc.constantFrom('jpeg', 'png', 'webp', 'webp,pages=all'),
  })
  .filter(({ width, height }) => width !== null || height !== null)
  .map(({ width, height, fit, enlarge, hundredths, format }) => {
    // Only these two take a box with one side.
    const possible = width !== null && height !== null ? fit : fit === 'outside' ? fit : 'inside';
    const box = `${width ?? ''}x${height ?? ''}`;
    return [
      box,
      possible,
      `dpr=${hundredths / 100}`,
      format,
      'effort=0',
      ...(enlarge ? ['enlarge'] : []),
    ].join();
  });

const named = (presets: readonly string[]) => presets.map((text, n) => `p${n}:${text}`).join(';');

/** Leaves out thumbnails that take long, above all those of narrow photos that are enlarged. */
const isSmall = ({ width, height }: Sides) => width * height <= 40_000;

/** @param often Of which more are made: by default those whose decoders shrink. */
function questionsFor(
  possible: readonly Kind[],
  withRegions: boolean,
  often: readonly Kind[] = ['jpeg', 'webp'],
): readonly Question[] {
  const fraction = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000);
  const question = fc
    .record({
      kind: fc.oneof(fc.constantFrom(...often), fc.constantFrom(...possible)),
      stored: fc.oneof({ weight: 6, arbitrary: sides(500, 500) }, sides(4, 900), sides(900, 4)),
      turn: upTo(8),
      presets: fc.array(preset, { minLength: 1, maxLength: 3 }).map(named),
      cut: fc.option(fc.tuple(fraction, fraction, fraction, fraction)),
    })
    .map(({ kind, stored, turn, presets, cut }): Question => {
      const photo = { kind, stored, orientation: turnable.includes(kind) ? turn : 1 };
      return { ...photo, presets, region: withRegions && cut ? regionOf(seen(photo), cut) : undefined };
    })
    .filter((one) => expectedOf(one).every(isSmall));
  return fc.sample(question, { numRuns: runs, seed: 20_250_101 });
}

function regionOf(photo: Sides, [x, y, w, h]: readonly [number, number, number, number]): Region {
  const left = Math.floor(photo.width * x);
  const top = Math.floor(photo.height * y);
  return {
    left,
    top,
    width: 1 + Math.floor((photo.width - left - 1) * w),
    height: 1 + Math.floor((photo.height - top - 1) * h),
  };
}

function expectedOf(question: Question): readonly Sides[] {
  return parsePresets(question.presets).map((one) => exactSize(question.region ?? seen(question), one));
}

/** Makes the thumbnails, and compares the sizes that the engine announces with those of the files. */
async function sizesBy(engine: Engine, question: Question): Promise<readonly Sides[]> {
  const { thumbnails } = await renderAll(engine, await draw(question), question.presets, {
    ...(question.region && { region: question.region }),
  });
  return Promise.all(
    thumbnails.map(async ({ bytes, width, height }) => {
      const file = await sharp(bytes).metadata();
      expect({ width: file.width, height: file.height }).toEqual({ width, height });
      return { width, height };
    }),
  );
}

test.each<[string, Engine, readonly Question[]]>([
  ['wasm-vips, light', light, questionsFor(kinds, true)],
  ['wasm-vips, optimised', optimised, questionsFor(kinds, true)],
  ['Squoosh', squoosh, questionsFor(common, false)],
  ['the JPEG engine', quick.jpeg, questionsFor(['jpeg', 'progressive', 'grey'], false, ['jpeg'])],
  ['the PNG engine', quick.png, questionsFor(['png'], false, ['png'])],
  ['the WebP engine', quick.webp, questionsFor(['webp', 'lossless'], false, ['webp'])],
])('%s', { timeout: 60_000 + runs * 1000 }, async (_, engine, questions) => {
  const wrong: string[] = [];
  for (const question of questions) {
    const [expected, made] = [expectedOf(question), await sizesBy(engine, question)];
    if (JSON.stringify(made) !== JSON.stringify(expected)) {
      wrong.push(
        `${JSON.stringify(question)}: ${JSON.stringify(made)} instead of ${JSON.stringify(expected)}`,
      );
    }
  }
  expect(wrong).toEqual([]);
});
