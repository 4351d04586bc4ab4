// PNG's chunks besides the picture's own, malformed in every way: the picture comes all the same, and alike on both engines.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../src/function/container/bytes.ts';
import { pngChunks } from '../../src/function/container/png.ts';
import type { Engine } from '../../src/function/engine/engine.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { pngChunk } from '../support/png.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne, soon } from '../support/thumbnails.ts';

const engines: readonly Engine[] = [await sharedEngine(), await sharedSquooshEngine()];
const picture = sharp(await drawGeometry(96, 64));
const translucent = picture.clone().ensureAlpha(0.5);

const kinds = {
  grey: await picture.clone().greyscale().toColourspace('b-w').png().toBuffer(),
  rgb: await picture.clone().png().toBuffer(),
  palette: await picture.clone().png({ palette: true, colours: 12, dither: 0 }).toBuffer(),
  'grey with alpha': await translucent.clone().greyscale().toColourspace('b-w').png().toBuffer(),
  rgba: await translucent.clone().png().toBuffer(),
} as const;

/** Chunks as they should be. `tRNS` has its own tests below. */
const valid: Readonly<Record<string, Buffer>> = {
  gAMA: Buffer.from([0, 0, 0xb1, 0x8f]),
  cHRM: Buffer.alloc(32, 1),
  sRGB: Buffer.from([0]),
  iCCP: Buffer.from('name\0\0damaged'),
  cICP: Buffer.from([1, 13, 0, 1]),
  mDCV: Buffer.alloc(24, 1),
  cLLI: Buffer.alloc(8, 1),
  sBIT: Buffer.from([8, 8, 8]),
  bKGD: Buffer.from([0, 1, 0, 1, 0, 1]),
  hIST: Buffer.alloc(24, 1),
  pHYs: Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 1]),
  sPLT: Buffer.from('name\0\x08abcdef'),
  eXIf: Buffer.from('II*\0\x08\0\0\0\0\0'),
  tIME: Buffer.from([7, 234, 1, 1, 0, 0, 0]),
  tEXt: Buffer.from('Title\0text'),
  zTXt: Buffer.from('Title\0\0damaged'),
  iTXt: Buffer.from('Title\0\0\0\0\0text'),
  acTL: Buffer.from([0, 0, 0, 5, 0, 0, 0, 0]),
  fcTL: Buffer.alloc(26, 1),
  fdAT: Buffer.alloc(20, 1),
  vpAg: Buffer.alloc(9, 1),
};

const withWrongSum = (chunk: Buffer) => {
  const copy = Buffer.from(chunk);
  copy.writeUInt32BE(~chunk.readUInt32BE(chunk.length - 4) >>> 0, chunk.length - 4);
  return copy;
};

/** Ways in which a chunk is wrong. */
const wrongs: Readonly<Record<string, (type: string, data: Buffer) => Buffer>> = {
  right: (type, data) => pngChunk(type, data),
  empty: (type) => pngChunk(type, Buffer.alloc(0)),
  'cut off': (type, data) => pngChunk(type, data.subarray(0, data.length - 1)),
  'too long': (type, data) => pngChunk(type, Buffer.concat([data, Buffer.alloc(300, 7)])),
  'all ones': (type, data) => pngChunk(type, Buffer.alloc(data.length, 255)),
  'of a wrong checksum': (type, data) => withWrongSum(pngChunk(type, data)),
  'there twice': (type, data) => Buffer.concat([pngChunk(type, data), pngChunk(type, data)]),
};

/** Where the picture's data begins and ends. */
function dataOf(png: Buffer): { readonly from: number; readonly next: number } {
  const data = [...pngChunks(new ByteReader(png))].filter(({ type }) => type === 'IDAT');
  return { from: data[0]?.from ?? 0, next: data[data.length - 1]?.next ?? 0 };
}

/** After IHDR, just before the picture, and behind it. */
const places: Readonly<Record<string, (png: Buffer) => number>> = {
  first: () => 33,
  'before the data': (png) => dataOf(png).from,
  'behind the data': (png) => dataOf(png).next,
};

const insert = (png: Buffer, at: number, chunk: Buffer) =>
  Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);

async function pixels(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer();
}

/** @returns The largest difference of the means of red, green, blue and alpha. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [one, other] = [await pixels(a), await pixels(b)];
  const sums = [0, 0, 0, 0];
  for (let at = 0; at < one.length; at++)
    sums[at % 4] = (sums[at % 4] ?? 0) + Math.abs((one[at] ?? 0) - (other[at] ?? 0));
  return Math.max(...sums) / (one.length / 4);
}

const thumbnail = (engine: Engine, photo: Buffer) => makeOne(engine, photo, '48x48,png');

describe.each(['rgb', 'palette'] as const)('%s', (kind) => {
  const png = kinds[kind];
  test.each(Object.entries(valid))('%s changes nothing', async (type, data) => {
    const plain = await thumbnail(engines[0] as Engine, png);
    for (const [wrong, make] of Object.entries(wrongs)) {
      for (const [place, find] of Object.entries(places)) {
        const photo = insert(png, find(png), make(type, data));
        for (const engine of engines) {
          const what = `${wrong}, ${place}, ${engine.version}`;
          expect(await engine.inspect(photo, 'png', soon()), what).toMatchObject({
            pages: 1,
            width: 96,
            height: 64,
          });
          expect(await difference((await thumbnail(engine, photo)).bytes, plain.bytes), what).toBeLessThan(2);
        }
      }
    }
  });
});

/** Transparency and palettes that are no part of the picture. Each is put behind the chunk of that name, or before the data. */
const stray: readonly (readonly [name: string, kind: keyof typeof kinds, behind: string, chunk: Buffer])[] = [
  ['longer than its palette', 'palette', 'PLTE', pngChunk('tRNS', Buffer.alloc(17, 100))],
  ['of 256 entries and one', 'palette', 'PLTE', pngChunk('tRNS', Buffer.alloc(257, 100))],
  ['empty', 'palette', 'PLTE', pngChunk('tRNS', Buffer.alloc(0))],
  ['before its palette', 'palette', 'IHDR', pngChunk('tRNS', Buffer.alloc(2, 100))],
  ['of a wrong checksum', 'palette', 'PLTE', withWrongSum(pngChunk('tRNS', Buffer.alloc(2, 100)))],
  ['behind the data', 'palette', 'IDAT', pngChunk('tRNS', Buffer.alloc(2, 100))],
  ['of 5 bytes', 'rgb', 'IHDR', pngChunk('tRNS', Buffer.alloc(5))],
  ['of 8 bytes', 'rgb', 'IHDR', pngChunk('tRNS', Buffer.alloc(8))],
  ['with a wrong checksum for a colour', 'rgb', 'IHDR', withWrongSum(pngChunk('tRNS', Buffer.alloc(6)))],
  ['of 1 byte', 'grey', 'IHDR', pngChunk('tRNS', Buffer.alloc(1))],
  ['of 4 bytes', 'grey', 'IHDR', pngChunk('tRNS', Buffer.alloc(4))],
  ['beside alpha', 'rgba', 'IHDR', pngChunk('tRNS', Buffer.alloc(6))],
  ['beside alpha of grey', 'grey with alpha', 'IHDR', pngChunk('tRNS', Buffer.alloc(2))],
  ['for RGB: a palette', 'rgb', 'IHDR', pngChunk('PLTE', Buffer.alloc(9, 50))],
  ['for RGB: an empty palette', 'rgb', 'IHDR', pngChunk('PLTE', Buffer.alloc(0))],
  ['for RGB: a palette of 7 bytes', 'rgb', 'IHDR', pngChunk('PLTE', Buffer.alloc(7))],
  ['for RGB: a palette of a wrong checksum', 'rgb', 'IHDR', withWrongSum(pngChunk('PLTE', Buffer.alloc(9)))],
  ['a second palette', 'palette', 'PLTE', pngChunk('PLTE', Buffer.alloc(36, 50))],
];

test.each(stray)('what does not count changes nothing: %s', async (_, kind, behind, chunk) => {
  const png = kinds[kind];
  const [before] = [...pngChunks(new ByteReader(png))].filter(({ type }) => type === behind).slice(-1);
  const photo = insert(png, before?.next ?? 0, chunk);
  for (const engine of engines) {
    expect(await engine.inspect(photo, 'png', soon())).toEqual(await engine.inspect(png, 'png', soon()));
    expect((await thumbnail(engine, photo)).bytes, engine.version).toEqual(
      (await thumbnail(engine, png)).bytes,
    );
  }
});

test('the first transparency that counts is the one that is shown', async () => {
  const png = kinds.palette;
  const [palette] = [...pngChunks(new ByteReader(png))].filter(({ type }) => type === 'PLTE');
  const [good, other] = [pngChunk('tRNS', Buffer.alloc(6, 0)), pngChunk('tRNS', Buffer.alloc(3, 200))];
  const withChunks = (...chunks: readonly Buffer[]) => insert(png, palette?.next ?? 0, Buffer.concat(chunks));
  const tooLong = pngChunk('tRNS', Buffer.alloc(17, 9));
  for (const engine of engines) {
    const expected = await thumbnail(engine, withChunks(good));
    expect(expected.bytes).not.toEqual((await thumbnail(engine, png)).bytes);
    for (const photo of [
      withChunks(good, other),
      withChunks(tooLong, good),
      withChunks(tooLong, good, other),
    ]) {
      expect(await engine.inspect(photo, 'png', soon())).toMatchObject({ hasAlpha: true });
      expect((await thumbnail(engine, photo)).bytes, engine.version).toEqual(expected.bytes);
    }
  }
});
