// The decoder gives way often, so that the deadline is looked at in time: by what it does in a slice, not by the clock. Its memory does
// not grow with the height of a picture.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pngSignature } from '../../../src/function/container/png.ts';
import { Declined } from '../../../src/function/engine/declined.ts';
import { readStructure } from '../../../wasm/png/structure.ts';
import { hostile } from '../../fixtures/images/images.ts';
import { pngChunk } from '../../support/png.ts';
import { makePng } from '../../support/png-maker.ts';
import { openPngDecoder } from '../../support/png-pair.ts';

const decoder = await openPngDecoder('pngDecodeSimd');
const nothing = () => undefined;

function count(bytes: Uint8Array, across = 1): number {
  let slices = 0;
  decoder.decode(readStructure(bytes), { across, down: across }, () => slices++);
  return slices;
}

test('after each 256 KB of inflated data', () => {
  // Little input, so that nothing else ends a slice.
  const bytes = makePng(1, {
    colourType: 6,
    depth: 8,
    width: 1000,
    height: 1000,
    filter: 0,
    deflation: { level: 1 },
    variety: 1,
  });
  expect(bytes.length).toBeLessThan(65_536);
  expect(count(bytes)).toBeGreaterThanOrEqual(15);
});

test('after each 256 KB of a row, too', () => {
  const sides = { width: 250_000, height: 8 };
  const bytes = makePng(1, {
    colourType: 6,
    depth: 8,
    ...sides,
    filter: 0,
    deflation: { level: 1 },
    variety: 1,
  });
  expect(count(bytes, 10)).toBeGreaterThanOrEqual(30);
});

test('after each 64 KB of input', () => {
  const bytes = makePng(1, { colourType: 0, depth: 8, width: 1000, height: 1000, deflation: { level: 0 } });
  expect(count(bytes)).toBeGreaterThanOrEqual(Math.floor(bytes.length / 65_536));
});

test('after so many blocks, which may have no data', () => {
  const empty = Buffer.alloc(100_000);
  // A stored block of no bytes: 3 bits, the rest of a byte, 0 and its complement (RFC 1951, 3.2.4).
  for (let at = 0; at + 5 <= empty.length; at += 5) empty.set([0, 0, 0, 0xff, 0xff], at);
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const data = Buffer.concat([Buffer.from([0x78, 0x9c]), empty]);
  const bytes = Buffer.concat([
    Buffer.from(pngSignature, 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', data),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
  let slices = 0;
  expect(() => decoder.decode(readStructure(bytes), { across: 1, down: 1 }, () => slices++)).toThrow(
    Declined,
  );
  expect(slices).toBeGreaterThanOrEqual(20_000 / 256);
});

test('a picture of 256 megapixels takes little memory', () => {
  let slices = 0;
  const { width, height } = decoder.decode(
    readStructure(readFileSync(hostile.bomb.path)),
    { across: 40, down: 40 },
    () => slices++,
  );
  expect([width, height]).toEqual([400, 400]);
  expect(slices).toBeGreaterThan(100);
  expect(decoder.memoryBytes()).toBeLessThan(8 * 1024 * 1024);
});

test('rows that are too long are declined', () => {
  const bytes = makePng(1, { colourType: 0, depth: 1, width: 1_000_001, height: 1 });
  expect(() => decoder.decode(readStructure(bytes), { across: 1, down: 1 }, nothing)).toThrow(Declined);
  expect(() => decoder.decode(readStructure(bytes), { across: 100, down: 1 }, nothing)).toThrow(Declined);
});

test('a result for which there is no memory is declined', () => {
  const bytes = makePng(1, { colourType: 0, depth: 1, width: 100, height: 1 });
  bytes.writeUInt32BE(0x7fffffff, 20);
  const header = pngChunk('IHDR', bytes.subarray(16, 29));
  const tall = Buffer.concat([bytes.subarray(0, 8), header, bytes.subarray(33)]);
  expect(() => decoder.decode(readStructure(tall), { across: 1, down: 1 }, nothing)).toThrow(Declined);
});

test('what is thrown in a slice ends the decode, and the next one is whole', () => {
  const bytes = makePng(5, { colourType: 2, depth: 8, width: 300, height: 200 });
  const decode = (onSlice: () => void) =>
    decoder.decode(readStructure(bytes), { across: 1, down: 1 }, onSlice).data;
  const whole = decode(nothing);
  const stop = () => {
    throw new Error('too late');
  };
  expect(() => decode(stop)).toThrow('too late');
  expect(decode(nothing)).toEqual(whole);
});
