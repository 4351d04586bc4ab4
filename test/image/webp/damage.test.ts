// Damaged WebPs: the decoder declines them, or makes the same of them as libwebp. It neither traps nor hangs.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { samples, webpFolder } from '../../fixtures/images/images.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { openWebpPair } from '../../support/webp-pair.ts';

const pair = await openWebpPair();
afterAll(() => pair.stop());

const photo = sharp(samples.landscape.path).resize(50, 40, { fit: 'fill' });
const drawing = sharp(samples.transparent.path).resize(48);
const made = [
  ...[0, 3, 6].map((effort) => photo.clone().webp({ lossless: true, effort })),
  ...[0, 3, 6].map((effort) => drawing.clone().webp({ lossless: true, effort })),
  photo.clone().png({ palette: true, colours: 12 }),
  ...[5, 50, 90].map((quality) => photo.clone().webp({ quality })),
  ...[5, 50, 90].map((quality) => drawing.clone().webp({ quality })),
];
const whole: readonly Buffer[] = [
  ...(await Promise.all(
    made.map(async (one) =>
      sharp(await one.toBuffer())
        .webp({ lossless: true })
        .toBuffer(),
    ),
  )),
  ...(await Promise.all(made.filter((_, index) => index !== 6).map((one) => one.toBuffer()))),
  ...readdirSync(webpFolder).map((name) => readFileSync(join(webpFolder, name))),
];

/** Changes bytes, of the first ones of the picture more often: they say how the others are read. */
function damage(random: Random): Buffer {
  const bytes = Buffer.from(random.pick(whole));
  if (random.chance(0.1)) return bytes.subarray(0, random.below(bytes.length));
  const from = random.chance(0.8) ? 20 : 0;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const room = random.chance(0.5) ? Math.min(60, bytes.length - from) : bytes.length - from;
    const at = from + random.below(room);
    if (random.chance(0.1))
      bytes.fill(random.pick([0, 255]), at, Math.min(bytes.length, at + random.below(40)));
    else bytes[at] = random.chance(0.5) ? random.below(256) : (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  // Reserved flags in VP8X are to be ignored (RFC 9649, 2.7), but libvips refuses them.
  if (bytes.toString('latin1', 12, 16) === 'VP8X' && bytes.length > 20) bytes[20] = (bytes[20] ?? 0) & 0x3e;
  return bytes;
}

test('6,000 files that are damaged by chance', () => {
  const problems: string[] = [];
  let [decoded, declined] = [0, 0];
  for (let seed = 0; seed < 6000; seed++) {
    const verdict = pair.compare(damage(createRandom(seed, 3)));
    if (verdict.problem !== undefined) problems.push(`seed ${seed}: ${verdict.problem}`);
    else if (verdict.declined === undefined) decoded += 1;
    else declined += 1;
  }
  expect(problems).toEqual([]);
  // Neither is all declined, nor is little damaged.
  expect(decoded).toBeGreaterThan(1000);
  expect(declined).toBeGreaterThan(1000);
});

test('a damaged file leaves nothing behind for the next one', () => {
  for (const bytes of whole) {
    const half = Buffer.from(bytes).fill(0x54, bytes.length >> 1);
    pair.compare(half);
    pair.compare(bytes.subarray(0, bytes.length >> 1));
    expect(pair.compare(bytes)).toEqual({});
  }
});
