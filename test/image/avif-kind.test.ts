// AVIFs that libheif must not show are refused by that name, and not as damaged.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { latin1, u16, u32 } from '../../src/function/container/bytes.ts';
import { heic } from '../fixtures/images/images.ts';
import { withProperty } from '../support/avif.ts';
import { sharedEngine } from '../support/engine.ts';
import { extents, grid, type HeifItem, pictureIn, writeHeif } from '../support/heif.ts';
import { makeOne } from '../support/thumbnails.ts';

const vips = await sharedEngine();
const create = { width: 64, height: 48, channels: 3, background: '#804020' } as const;
const photo = await sharp({ create }).avif().toBuffer();
const hevc = pictureIn(readFileSync(heic.tiles[0]?.path ?? ''));

const bytes = (...all: readonly number[]) => Buffer.from(all);
const text = (...all: readonly string[]) => latin1(all.map((one) => `${one}\0`).join(''));
/** Version and flags, and what comes after them. */
const full = (...content: readonly Buffer[]) => Buffer.concat([u32(0), ...content]);
const numbers = (write: typeof u16, ...all: readonly number[]) => Buffer.concat(all.map((one) => write(one)));

const alpha = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';
const code = [8500, 39_850, 6550, 2300, 35_400, 14_600, 15_635, 16_450];

const read: readonly (readonly [type: string, content: Buffer])[] = [
  ['ispe', full(numbers(u32, 64, 48))],
  ['pixi', full(bytes(3, 8, 8, 8))],
  ['colr', Buffer.concat([latin1('nclx'), numbers(u16, 1, 13, 6), bytes(0x80)])],
  ['pasp', numbers(u32, 1, 1)],
  ['irot', bytes(1)],
  ['imir', bytes(1)],
  ['clap', numbers(u32, 32, 1, 24, 1, 0, 1, 0, 1)],
  ['rref', full(bytes(1), latin1('thmb'))],
  ['auxC', full(text(alpha))],
  ['lsel', u16(0xffff)],
  ['clli', numbers(u16, 1000, 400)],
  ['mdcv', Buffer.concat([numbers(u16, ...code), numbers(u32, 10_000_000, 1)])],
  ['amve', Buffer.concat([u32(10_000), numbers(u16, 15_635, 16_450)])],
  ['ndwt', full(u32(203))],
  ['udes', full(text('en', 'name', 'description', 'tag'))],
  ['cmin', full(numbers(u32, 10, 32, 24))],
  ['cmex', bytes(0, 0, 0, 1, 0, 0, 0, 7)],
  ['mskC', full(bytes(8))],
  ['itai', full(numbers(u32, 0, 7), bytes(0x80))],
  ['taic', full(numbers(u32, 0, 1, 1000, 1), bytes(0))],
  ['a1op', bytes(0)],
  ['a1lx', Buffer.concat([bytes(0), numbers(u16, 20, 0, 0)])],
  ['hvcC', Buffer.from(hevc.properties[0]?.content ?? [])],
  ['avcC', bytes(1, 66, 0, 30, 255, 225, 0, 4, 0x67, 66, 0, 30, 1, 0, 2, 0x68, 1)],
  ['vvcC', full(bytes(0xff, 0, 17, 31, 1, 2, 0x33, 0x80, 0, 0, 64, 0, 64, 0, 0, 0))],
  ['jpgC', bytes(255, 216, 255)],
  ['j2kH', Buffer.concat([u32(28), latin1('cdef'), numbers(u16, 3, 0, 0, 1, 1, 0, 2, 2, 0, 3)])],
];

const unread: readonly (readonly [type: string, content: Buffer])[] = [
  ['zzzz', u32(0)],
  ['rloc', full(numbers(u32, 5, 7))],
  ['iscl', full(numbers(u16, 1, 2, 1, 2))],
  ['tols', full(u16(1))],
  ['cclv', Buffer.concat([bytes(0x3c), numbers(u32, 1, 2, 3)])],
  ['reve', full(u32(1), numbers(u16, 1, 2))],
  ['crtt', full(numbers(u32, 0, 77_777))],
  ['altt', full(text('text', 'en'))],
  ['wbbr', full(u16(5000), bytes(1))],
  ['lhvC', bytes(1, 2, 3, 4)],
  ['uncC', Buffer.concat([bytes(1, 0, 0, 0), latin1('rgb3')])],
  ['cmpd', Buffer.concat([u32(1), u16(4)])],
  ['uuid', Buffer.from('0123456789abcdef and its text')],
];

const refusalFor = (type: string) => ({
  code: 'source-unsupported',
  message: expect.stringContaining(`not to be shown without its property "${type}", which is not read.`),
});

describe('a property that is essential', () => {
  test.each(read)('and read: %s', async (type, content) => {
    await expect(makeOne(vips, withProperty(photo, type, content, true), '8x8')).resolves.toBeDefined();
  });

  test.each(unread)('and not read: %s', async (type, content) => {
    const essential = withProperty(photo, type, content, true);
    await expect(makeOne(vips, essential, '8x8')).rejects.toMatchObject(refusalFor(type));
  });
});

test.each(unread.filter(([type]) => type !== 'iscl'))(
  'a property that is not essential need not be read: %s',
  async (type, content) => {
    await expect(makeOne(vips, withProperty(photo, type, content), '8x8')).resolves.toMatchObject({
      width: 8,
    });
  },
);

test('an essential property that is read counts', async () => {
  const turned = withProperty(photo, 'irot', Buffer.of(1), true);
  await expect(makeOne(vips, turned, '48x48')).resolves.toMatchObject({ width: 36, height: 48 });
});

const tile = pictureIn(
  await sharp({ create: { ...create, height: 64 } })
    .avif()
    .toBuffer(),
);
const place = { type: 'rloc', content: full(numbers(u32, 5, 7)) };

/** With a property that is not read; the writer calls all of them essential. */
const placed = (item: HeifItem): HeifItem => ({ ...item, properties: [...item.properties, place] });

test.each([
  ['its alpha', [tile, placed(withAlpha(tile))], [{ type: 'auxl', from: 2, to: [1] }]],
  ['its small version', [tile, placed(tile)], [{ type: 'thmb', from: 2, to: [1] }]],
  ['another picture', [tile, placed(tile)], []],
  ['a picture of another codec', [tile, placed(hevc)], []],
  ['a tile', [grid(2, 1, 128, 64), tile, placed(tile)], [{ type: 'dimg', from: 1, to: [2, 3] }]],
  [
    'its tiles as a whole',
    [placed(grid(2, 1, 128, 64)), tile, tile],
    [{ type: 'dimg', from: 1, to: [2, 3] }],
  ],
] as const)('libheif refuses all of a file for one picture: %s', async (_, items, references) => {
  const whole = items.map((item) => ({
    ...item,
    properties: item.properties.filter((one) => one !== place),
  }));
  await expect(makeOne(vips, writeHeif(whole, references, 'avif'), '8x8')).resolves.toBeDefined();
  const file = writeHeif(items, references, 'avif');
  await expect(makeOne(vips, file, '8x8')).rejects.toMatchObject(refusalFor('rloc'));
});

test('but not for what is no picture', async () => {
  const note = placed({ type: 'zzzz', content: u32(0), properties: [extents(1, 1)] });
  await expect(makeOne(vips, writeHeif([tile, note], [], 'avif'), '8x8')).resolves.toBeDefined();
});

function withAlpha(item: HeifItem): HeifItem {
  return { ...item, properties: [...item.properties, { type: 'auxC', content: full(text(alpha)) }] };
}
