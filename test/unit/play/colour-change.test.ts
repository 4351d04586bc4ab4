// Why colours of a thumbnail differ from those of its photo.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { colourChange } from '../../../src/play/colour-change.ts';
import { samples } from '../../fixtures/images/images.ts';

const pixels = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

test.each([
  ['a photo without a profile', () => readFileSync(samples.landscape.path), undefined],
  ['Display P3', () => readFileSync(samples.wideGamut.path), 'Display P3'],
  ['CMYK', () => readFileSync(samples.cmyk.path), 'CMYK without a profile'],
  ['a PNG in P3', () => pixels.clone().withIccProfile('p3').png().toBuffer(), 'converted to sRGB'],
  ['a WebP in P3', () => pixels.clone().withIccProfile('p3').webp().toBuffer(), 'converted to sRGB'],
  ['sRGB', () => pixels.clone().withIccProfile('srgb').jpeg().toBuffer(), undefined],
  ['a PNG in sRGB', () => pixels.clone().withIccProfile('srgb').png().toBuffer(), undefined],
])('%s', async (_, make, says) => {
  const change = colourChange(await make());
  if (says === undefined) expect(change).toBeUndefined();
  else expect(change?.en).toContain(says);
});

test('of damaged photos it says something or nothing, and does not fail', () => {
  const whole = [samples.wideGamut, samples.cmyk, samples.transparent].map(({ path }) => readFileSync(path));
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.nat({ max: 6000 }),
      fc.array(fc.tuple(fc.nat({ max: 6000 }), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
      (photo, length, changes) => {
        const damaged = Buffer.from(photo.subarray(0, length));
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        colourChange(damaged);
      },
    ),
    { numRuns: 2000, seed: 15 },
  );
});
