// What is taken away from a source before a decoder sees it: all but its picture, of a file of very many small parts; nothing, of
// an ordinary one.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { essentialsOf } from '../../../wasm/essentials/essentials.ts';
import { makeCrowds } from '../../support/crowded.ts';
import { exif, xmp } from '../../support/decorated.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';

const crowds = await makeCrowds();
const picture = await drawGeometry(40, 30);

const makeCrowd = (name: string, bytes: number) => {
  const crowd = crowds.find((one) => one.name === name);
  if (!crowd) throw new Error(`there is no ${name}`);
  return { format: crowd.format, bytes: crowd.make(bytes) };
};
const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

test.each([
  ...['a JPEG of empty segments', 'a JPEG of empty comments', 'a JPEG of EXIF', 'a JPEG of extended XMP'],
  'a JPEG of a profile in tiny pieces',
  ...[
    'a PNG of empty chunks',
    'a PNG of texts',
    'a PNG of EXIF',
    'a PNG of texts that inflate',
    'a PNG of palettes',
  ],
  ...['a PNG of empty data', 'a PNG of empty data behind its picture', 'a PNG of a frame a pixel'],
  ...[
    'a WebP of empty chunks',
    'a WebP of empty chunks before its picture',
    'a WebP of EXIF',
    'a WebP of profiles',
  ],
  ...['a GIF of empty extensions', 'a GIF of XMP', 'a GIF of delays'],
  ...['a GIF of a comment in bytes', 'a GIF of loops in bytes'],
])('%s is reduced to its picture', async (name) => {
  const { format, bytes } = makeCrowd(name, 600_000);
  const left = essentialsOf(bytes, format);
  expect(left.length).toBeLessThan(bytes.length / 10);
  // One without data may not stand where the first of this kind is.
  const few = name === 'a PNG of empty data' ? 'a PNG of empty chunks' : name;
  expect(await pixelsOf(left)).toEqual(await pixelsOf(makeCrowd(few, 1).bytes));
});

test('a GIF of more frames than are admitted is left with more than are admitted, and with few bytes', async () => {
  const { format, bytes } = makeCrowd('a GIF of frames without data', 3_000_000);
  const left = essentialsOf(bytes, format);
  expect(left.length).toBeLessThan(300_000);
  expect(left.at(-1)).toBe(0x3b);
  expect(Buffer.from(left).toString('latin1').split('\x2c\0\0\0\0\x01\0\x01').length).toBeGreaterThan(10_000);
});

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
  'an ordinary %s stays as it is',
  async (format) => {
    const said = sharp(picture).withExif(exif);
    // sharp writes XMP deflated into a PNG, and that is taken away.
    const bytes = await (format === 'png' ? said : said.withXmp(xmp)).toFormat(format).toBuffer();
    expect(essentialsOf(bytes, format)).toBe(bytes);
  },
);

test.each(['jpeg', 'png', 'webp', 'gif'] satisfies SourceFormat[])(
  'what is no %s is left to the decoder',
  (format) => {
    const bytes = Buffer.alloc(100_000, 0x21);
    expect(essentialsOf(bytes, format)).toBe(bytes);
  },
);

test('an animation keeps its frames, whatever else is between them', async () => {
  const frames = [0, 120, 240].map((hue) => sharp(picture).modulate({ hue }).png().toBuffer());
  const animated = sharp(await Promise.all(frames), { join: { animated: true } });
  const gif = await animated
    .clone()
    .gif({ delay: [80, 90, 100], loop: 3 })
    .toBuffer();
  const colours = 13 + 3 * 2 ** ((gif.readUInt8(10) & 7) + 1);
  const crowd = Buffer.alloc(3 * 5000, Buffer.from([0x21, 0xfe, 0]));
  const crowded = Buffer.concat([gif.subarray(0, -1), crowd, gif.subarray(-1)]);
  const late = Buffer.concat([gif.subarray(0, colours), crowd, gif.subarray(colours)]);
  const all = (bytes: Uint8Array) => sharp(bytes, { animated: true }).raw().toBuffer();
  for (const bytes of [crowded, late]) {
    const left = essentialsOf(bytes, 'gif');
    expect(left.length).toBeLessThanOrEqual(gif.length);
    expect(await all(left)).toEqual(await all(gif));
    expect(await sharp(left, { animated: true }).metadata()).toMatchObject({ delay: [80, 90, 100], loop: 3 });
  }
});

test.each([0, 9, 99])(
  'a TIFF of orientation %i, which does not exist, becomes upright, and stays as it is else',
  async (bad) => {
    const tiff = await sharp(picture).withMetadata({ orientation: 6 }).tiff().toBuffer();
    const at = tiff.indexOf(Buffer.from([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0])) + 8;
    const changed = Buffer.from(tiff);
    changed.writeUInt16LE(bad, at);
    const kept = Buffer.from(essentialsOf(changed, 'tiff'));
    changed.writeUInt16LE(1, at);
    expect(kept).toEqual(changed);
    expect(essentialsOf(tiff, 'tiff')).toBe(tiff);
  },
);
