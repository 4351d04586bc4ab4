// TIFFs whose strips or tiles are not all there are refused, whatever libtiff makes of them; whole ones come as they are.

import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, test } from 'vitest';
import { openDirectory } from '../../src/function/container/tiff-directory.ts';
import { sharedEngine } from '../support/engine.ts';
import { makeOne } from '../support/thumbnails.ts';

const vips = await sharedEngine();

const [width, height] = [320, 560];
const data = Buffer.from(
  Array.from({ length: width * height }, (_, at) => [
    at % 251,
    Math.floor(at / width) % 256,
    (at >> 5) & 255,
  ]).flat(),
);
const raw = { width, height, channels: 3 } as const;

const photo = (options: TiffOptions) => sharp(data, { raw }).tiff(options).toBuffer();

const tags = {
  width: 256,
  height: 257,
  tileOffsets: 324,
  tileByteCounts: 325,
  stripOffsets: 273,
  stripByteCounts: 279,
};

type Tag = keyof typeof tags;

/** @param index Which of the tag's numbers, from 0. */
function changed(tiff: Buffer, tag: Tag, index: number, change: (number: number) => number): Buffer {
  const place = openDirectory(tiff)?.place(tags[tag]);
  if (!place?.isLittleEndian) throw new Error(`a TIFF without ${tag}`);
  const size = place.end - place.start;
  const at = place.start + index * size;
  const copy = Buffer.from(tiff);
  if (size <= 4) copy.writeUIntLE(change(copy.readUIntLE(at, size)), at, size);
  else copy.writeBigUInt64LE(BigInt(change(Number(copy.readBigUInt64LE(at)))), at);
  return copy;
}

/** The second strip or tile. */
function second(tiff: Buffer, kind: 'strip' | 'tile') {
  const directory = openDirectory(tiff);
  const numbers = (tag: Tag) => Array.from(directory?.numbers(tags[tag]) ?? []);
  const at = numbers(`${kind}Offsets`)[1] ?? 0;
  return { at, end: at + (numbers(`${kind}ByteCounts`)[1] ?? 0) };
}

const damages: readonly (readonly [
  name: string,
  damage: (tiff: Buffer, kind: 'strip' | 'tile') => Buffer,
])[] = [
  ['that ends before', (tiff, kind) => moved(tiff, kind).subarray(0, -200)],
  ['that lies beyond the end', (tiff, kind) => changed(tiff, `${kind}Offsets`, 1, () => tiff.length + 1000)],
  ['that lies nowhere', (tiff, kind) => changed(tiff, `${kind}Offsets`, 1, () => 0)],
  ['without a byte', (tiff, kind) => changed(tiff, `${kind}ByteCounts`, 1, () => 0)],
  ['of half its bytes', (tiff, kind) => changed(tiff, `${kind}ByteCounts`, 1, (count) => count >> 1)],
  ['in which the picture is twice as high', (tiff) => changed(tiff, 'height', 0, () => 2 * height)],
];

/** The same file with the second piece at its end. */
function moved(tiff: Buffer, kind: 'strip' | 'tile'): Buffer {
  const { at, end } = second(tiff, kind);
  return Buffer.concat([changed(tiff, `${kind}Offsets`, 1, () => tiff.length), tiff.subarray(at, end)]);
}

const refused = expect.objectContaining({ code: 'source-corrupt' });

describe.each(['none', 'lzw', 'deflate', 'packbits'] as const)('of compression %s', (compression) => {
  test.each([
    ['tile', { tile: true, tileWidth: 64, tileHeight: 64 }],
    ['strip', {}],
  ] as const)('a %s', async (kind, options) => {
    const whole = await photo({ ...options, compression });
    await expect(makeOne(vips, moved(whole, kind), '40x70,png'), 'moved').resolves.toBeDefined();
    for (const [name, damage] of damages) {
      await expect(makeOne(vips, damage(whole, kind), '40x70,png'), name).rejects.toThrow(refused);
    }
  });

  test('tiles that do not fit the width', async () => {
    const whole = await photo({ compression, tile: true, tileWidth: 64, tileHeight: 64 });
    const narrow = changed(whole, 'width', 0, () => width / 2);
    await expect(makeOne(vips, narrow, '40x70,png')).rejects.toThrow(refused);
  });

  test('two strips in one place', async () => {
    const whole = await photo({ compression });
    const { at } = second(whole, 'strip');
    const twice = changed(whole, 'stripOffsets', 0, () => at);
    await expect(makeOne(vips, twice, '40x70,png')).rejects.toThrow(refused);
  });
});

describe('a single strip', () => {
  const [short, low] = [32, 24];
  const pixels = data.subarray(0, short * low * 3);
  const single = (options: TiffOptions) =>
    sharp(pixels, { raw: { width: short, height: low, channels: 3 } })
      .tiff(options)
      .toBuffer();

  test.each(['none', 'packbits', 'lzw', 'deflate'] as const)('of compression %s', async (compression) => {
    for (const [bigtiff, within] of [
      [false, [0, 7]],
      [true, [0, 8, 15]],
    ] as const) {
      const whole = await single({ compression, bigtiff });
      expect([...(openDirectory(whole)?.numbers(tags.stripOffsets) ?? [])]).toHaveLength(1);
      const made = await makeOne(vips, whole, `${short}x${low},png`);
      expect(await sharp(made.bytes).removeAlpha().raw().toBuffer()).toEqual(pixels);
      for (const from of within) {
        const misplaced = changed(whole, 'stripOffsets', 0, () => from);
        await expect(makeOne(vips, misplaced, '8x8,png'), `${from}`).rejects.toThrow(refused);
      }
    }
  });
});

test.each(['lzw', 'deflate'] as const)('the data of a tile is damaged: %s', async (compression) => {
  const whole = await photo({ compression, tile: true, tileWidth: 64, tileHeight: 64 });
  const { at, end } = second(whole, 'tile');
  const damaged = Buffer.from(whole).fill(0, at, end);
  await expect(makeOne(vips, damaged, '40x70,png')).rejects.toThrow(refused);
});

test('strips that do not fit the width', async () => {
  const narrow = changed(await photo({ compression: 'none' }), 'width', 0, () => width / 2);
  await expect(makeOne(vips, narrow, '40x70,png')).rejects.toThrow(refused);
});

/** The options of whole TIFFs that sharp writes. */
function* kinds(): IterableIterator<TiffOptions> {
  for (const compression of ['none', 'lzw', 'deflate', 'packbits'] as const)
    for (const predictor of ['none', 'horizontal'] as const)
      for (const [pyramid, bigtiff] of [
        [false, false],
        [true, false],
        [false, true],
      ] as const)
        for (const tile of pyramid ? [true] : [true, false])
          yield { compression, predictor, pyramid, bigtiff, tile, tileWidth: 48, tileHeight: 32 };
}

test.each(Array.from(kinds(), (options) => [JSON.stringify(options), options] as const))(
  'a whole one is made: %s',
  async (_, options) => {
    const made = await makeOne(vips, await photo(options), `${width}x${height},png`);
    expect(made.warnings).toBeUndefined();
    expect(await sharp(made.bytes).removeAlpha().raw().toBuffer()).toEqual(data);
  },
);
