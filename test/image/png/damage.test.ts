// Damaged PNGs: the decoder declines them, or makes the same of them as libpng. It neither traps nor hangs.

import { deflateRawSync, deflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/function/container/bytes.ts';
import { pngChunks, pngSignature } from '../../../src/function/container/png.ts';
import { pngChunk } from '../../support/png.ts';
import { makeAnyPng } from '../../support/png-maker.ts';
import { openPngPair } from '../../support/png-pair.ts';
import { createRandom } from '../../support/random.ts';

const pair = await openPngPair();
afterAll(() => pair.stop());

/** Changes bytes, and mostly makes the checksums of the chunks right again, so that it is the content that is wrong. */
function damage(seed: number): Buffer {
  const random = createRandom(seed, 2);
  const whole = makeAnyPng(random.below(400));
  const chunks = [...pngChunks(new ByteReader(whole))].map(({ type, start, end }) => ({
    type,
    data: Buffer.from(whole.subarray(start, end)),
  }));
  const change = (bytes: Buffer) => {
    for (let count = 1 + random.below(3); count > 0 && bytes.length > 0; count--) {
      const at = random.below(bytes.length);
      bytes[at] = random.chance(0.5) ? random.below(256) : (bytes[at] ?? 0) ^ (1 << random.below(8));
    }
    return bytes;
  };
  if (random.chance(0.15)) return change(Buffer.from(whole));
  if (random.chance(0.1)) return whole.subarray(0, random.below(whole.length));
  if (random.chance(0.1)) chunks.splice(random.below(chunks.length), 1);
  if (random.chance(0.1)) chunks.splice(random.below(chunks.length), 0, random.pick(chunks));
  const [longest] = [...chunks].sort((one, other) => other.data.length - one.data.length);
  change(random.chance(0.7) ? (longest?.data ?? whole) : random.pick(chunks).data);
  const parts = chunks.map(({ type, data }) => pngChunk(type, data));
  return Buffer.concat([Buffer.from(pngSignature, 'latin1'), ...parts]);
}

test('4,000 files that are damaged by chance', () => {
  const problems: string[] = [];
  let [decoded, declined] = [0, 0];
  for (let seed = 0; seed < 4000; seed++) {
    const verdict = pair.compare(damage(seed));
    if (verdict.problem !== undefined) problems.push(`seed ${seed}: ${verdict.problem}`);
    else if (verdict.declined === undefined) decoded += 1;
    else declined += 1;
  }
  expect(problems).toEqual([]);
  // Neither is all declined, nor is little damaged.
  expect(decoded).toBeGreaterThan(100);
  expect(declined).toBeGreaterThan(2000);
});

const header = (width: number, height: number, rest = [8, 0, 0, 0, 0]) =>
  pngChunk('IHDR', Buffer.from([0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, ...rest]));
const end = pngChunk('IEND', Buffer.alloc(0));
const file = (...parts: readonly Buffer[]) => Buffer.concat([Buffer.from(pngSignature, 'latin1'), ...parts]);
const idat = (data: Buffer) => pngChunk('IDAT', data);
const rows = (count: number) => Buffer.from(Array.from({ length: count }, () => [0, 1, 2, 3, 4]).flat());
const data = deflateSync(rows(3));
const changed = (bytes: Buffer, at: number, by: number) => {
  const copy = Buffer.from(bytes);
  const place = at < 0 ? bytes.length + at : at;
  copy[place] = (copy[place] ?? 0) ^ by;
  return copy;
};
const picture = (compressed: Buffer) => file(header(4, 3), idat(compressed), end);
const zlib = (deflated: Buffer, [method, flags] = [0x78, 0x9c]) =>
  Buffer.concat([Buffer.from([method ?? 0, flags ?? 0]), deflated, data.subarray(-4)]);
const raw = deflateRawSync(rows(3));

/** Before the rows, so many blocks that are empty but for codes of their own, which take time (RFC 1951, 3.2.7). */
function emptyBlocks(count: number): Buffer {
  const bits: number[] = [];
  const write = (value: number, length: number) => {
    for (let at = 0; at < length; at++) bits.push((value >> at) & 1);
  };
  for (let block = 0; block < count; block++) {
    write(0b100, 3);
    write(0, 10);
    // Lengths of 18 code lengths: 18, which stands for many zeros, and 1 have a bit each.
    write(14, 4);
    for (let at = 0; at < 18; at++) write(at === 2 || at === 17 ? 1 : 0, 3);
    // 256 zeros, one for the end of the block, one for a distance; then the end of the block.
    write(1 | (127 << 1), 8);
    write(1 | (107 << 1), 8);
    write(0, 3);
  }
  write(1, 3);
  while (bits.length % 8 > 0) bits.push(0);
  const blocks = Buffer.from(
    Array.from({ length: bits.length / 8 }, (_, byte) =>
      bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit, at) => sum | (bit << at), 0),
    ),
  );
  const stored = rows(3);
  return Buffer.concat([blocks, Buffer.from([stored.length, 0, 255 - stored.length, 255]), stored]);
}

describe('declines', () => {
  test.each<readonly [string, Buffer]>([
    ['a wrong checksum of the header', file(changed(header(4, 3), -1, 1), idat(data), end)],
    ['a wrong checksum of the data', file(header(4, 3), changed(idat(data), -1, 1), end)],
    ['a wrong checksum of the end', file(header(4, 3), idat(data), changed(end, -1, 1))],
    ['no end', file(header(4, 3), idat(data))],
    ['an end of one byte', file(header(4, 3), idat(data), pngChunk('IEND', Buffer.alloc(1)))],
    ['a wrong Adler-32', picture(changed(data, -1, 1))],
    ['no Adler-32', picture(data.subarray(0, -4))],
    ['bytes behind the compressed data', picture(Buffer.concat([data, Buffer.alloc(1)]))],
    ['rows that are missing', picture(deflateSync(rows(2)))],
    ['a row too many', picture(deflateSync(rows(4)))],
    ['a byte too many', picture(deflateSync(Buffer.concat([rows(3), Buffer.alloc(1)])))],
    ['a filter type of 5', picture(deflateSync(changed(rows(3), 10, 5)))],
    ['a compression method of 9', picture(zlib(raw, [0x79, 0x9b]))],
    ['a window of 64 KB', picture(zlib(raw, [0x88, 0x1c]))],
    ['a wrong check of the zlib header', picture(zlib(raw, [0x78, 0x9d]))],
    ['a preset dictionary', picture(zlib(raw, [0x78, 0xbb]))],
    ['blocks of type 3', picture(zlib(Buffer.from([7])))],
    ['an IDAT apart', file(header(4, 3), idat(data), pngChunk('tEXt', Buffer.from('a\0b')), idat(data), end)],
    ['no IDAT', file(header(4, 3), end)],
    ['a second header', file(header(4, 3), header(4, 3), idat(data), end)],
    ['an unknown critical chunk', file(header(4, 3), pngChunk('ABCD', rows(1)), idat(data), end)],
    ['a reserved name', file(header(4, 3), pngChunk('abcd', rows(1)), idat(data), end)],
    ['an interlaced picture', file(header(4, 3, [8, 0, 0, 0, 1]), idat(data), end)],
    ['an unknown filter method', file(header(4, 3, [8, 0, 0, 1, 0]), idat(data), end)],
    ['a colour type of 1', file(header(4, 3, [8, 1, 0, 0, 0]), idat(data), end)],
    ['no palette', file(header(4, 3, [8, 3, 0, 0, 0]), idat(data), end)],
    ['thousands of empty blocks', picture(zlib(emptyBlocks(2001)))],
    ['a width of 0', file(header(0, 3), idat(data), end)],
  ])('%s', (_, bytes) => {
    expect(pair.compare(bytes).declined).toBeDefined();
  });

  // So that a case above is not declined for another reason.
  test.each<readonly [string, Buffer]>([
    ['a whole one', picture(data)],
    ['one whose zlib header is made by hand', picture(zlib(raw))],
    [
      'a text of a wrong checksum',
      file(header(4, 3), changed(pngChunk('tEXt', rows(1)), -1, 1), idat(data), end),
    ],
    ['some empty blocks', picture(zlib(emptyBlocks(1000)))],
    ['bytes behind the end', Buffer.concat([picture(data), rows(2)])],
    ['an empty IDAT', file(header(4, 3), idat(Buffer.alloc(0)), idat(data), end)],
  ])('but not %s', (_, bytes) => {
    expect(pair.compare(bytes)).toEqual({});
  });
});

test('a damaged file leaves nothing behind for the next one', () => {
  const whole = makeAnyPng(3);
  for (let at = 40; at < whole.length; at++) {
    pair.compare(changed(whole, at, 0x54));
    pair.compare(whole.subarray(0, at));
    expect(pair.compare(whole)).toEqual({});
  }
});
