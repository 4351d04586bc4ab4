// TIFFs in tiles: libvips leaves out what it cannot read of them, and the place stays black.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openDirectory } from '../../src/function/container/tiff-directory.ts';
import { samples } from '../fixtures/images/images.ts';
import { sharedEngine } from '../support/engine.ts';
import { compare } from '../support/similar.ts';
import { makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const photo = await sharp(samples.landscape.path).resize(320, 240, { fit: 'cover' }).png().toBuffer();
const tileOffsets = 324;
const tileByteCounts = 325;
/** One in the middle, of 4 by 3. */
const tile = 5;

/** @returns The TIFF with other numbers for that tile. */
function withTile(
  file: Buffer,
  from: ((at: number) => number) | undefined,
  length?: (bytes: number) => number,
) {
  const changed = Buffer.from(file);
  const change = (tag: number, by: (value: number) => number) => {
    const place = openDirectory(file)?.place(tag);
    if (!place) throw new Error(`the TIFF has no entry ${tag}`);
    const size = place.end - place.start;
    const at = place.start + tile * size;
    const value = by(file.readUIntLE(at, size));
    changed.writeUIntLE(value, at, size);
  };
  if (from) change(tileOffsets, from);
  if (length) change(tileByteCounts, length);
  return changed;
}

const damages = [
  ['begins behind the end', (file: Buffer) => withTile(file, () => file.length + 1)],
  ['has no bytes', (file: Buffer) => withTile(file, undefined, () => 0)],
  ['has half of its bytes', (file: Buffer) => withTile(file, undefined, (bytes) => bytes >> 1)],
  ['begins in the header', (file: Buffer) => withTile(file, () => 0)],
  [
    'is nowhere',
    (file: Buffer) =>
      withTile(
        file,
        () => 0,
        () => 0,
      ),
  ],
] as const;

const kinds = [
  ['no compression', { compression: 'none' }],
  ['LZW', { compression: 'lzw' }],
  ['LZW and a predictor', { compression: 'lzw', predictor: 'horizontal' }],
  ['Deflate', { compression: 'deflate' }],
  ['PackBits', { compression: 'packbits' }],
  ['JPEG', { compression: 'jpeg' }],
] as const;

for (const [name, options] of kinds) {
  const encode = (more = {}) =>
    sharp(photo)
      .tiff({ ...options, tile: true, tileWidth: 80, tileHeight: 80, ...more })
      .toBuffer();

  test(`tiles of ${name} are shown, also those of a pyramid and of a BigTIFF`, async () => {
    for (const more of [{}, { pyramid: true }, { bigtiff: true }]) {
      const made = await makeOne(engine, await encode(more), '160x120,png');
      const expected = await sharp(photo).resize(160, 120).png().toBuffer();
      expect((await compare(made.bytes, expected)).mean, JSON.stringify(more)).toBeLessThan(4);
      expect(made.warnings).toBeUndefined();
    }
  });

  test.each(damages)(`of ${name}, one that %s is missed`, async (_, damage) => {
    await expect(makeOne(engine, damage(await encode()), '160x120,png')).rejects.toMatchObject({
      code: 'source-corrupt',
    });
  });
}
