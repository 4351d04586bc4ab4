// Damaged JPEGs: the decoder declines them, or makes the same of them as libjpeg. It neither traps nor hangs.

import { afterAll, describe, expect, test } from 'vitest';
import { tryDamaged } from '../../stress/fuzz/decoders.ts';
import { openPair } from '../../support/decoder-pair.ts';
import { endOfImage, segment, startOfImage } from '../../support/header-parts.ts';
import { makeJpeg } from '../../support/jpeg-maker/jpeg-maker.ts';

const pair = await openPair();
afterAll(() => pair.stop());

test('2,000 files that are damaged by chance', async () => {
  const { decoded, declined, problems } = await tryDamaged(pair, 1, 2000);
  expect(problems).toEqual([]);
  // Neither is all declined, nor is little damaged.
  expect(decoded).toBeGreaterThan(200);
  expect(declined).toBeGreaterThan(1000);
});

const steps = segment(0xdb, [0, ...new Array<number>(64).fill(16)]);
/** BITS of so many codes of each length, then HUFFVAL. */
const table = (kind: number, counts: readonly number[], symbols: readonly number[]) =>
  segment(0xc4, [kind, ...Array.from({ length: 16 }, (_, n) => counts[n] ?? 0), ...symbols]);
const [flatDc, flatAc] = [table(0x00, [1], [0]), table(0x10, [1], [0])];
const components = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const frame = (width: number, height: number, count = 1) =>
  segment(0xc0, [
    ...[8, height >> 8, height & 255, width >> 8, width & 255, count],
    ...components(count).flatMap((id) => [id, 0x11, 0]),
  ]);
const scan = (count = 1) => segment(0xda, [count, ...components(count).flatMap((id) => [id, 0]), 0, 63, 0]);
const zeros = (bytes: number) => Buffer.alloc(bytes);
const file = (...parts: readonly Buffer[]) => Buffer.concat([startOfImage, steps, ...parts, endOfImage]);
const one = zeros(1);
const jfif = (major: number) => segment(0xe0, [...Buffer.from('JFIF\0'), major, 1, 0, 0, 1, 0, 1, 0, 0]);
const adobe = (transform: number) => segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]);

describe('declines what libjpeg refuses or warns of', () => {
  test.each<readonly [string, Buffer]>([
    ['a code of DC that is all ones', file(frame(8, 8), table(0, [2], [0, 1]), flatAc, scan(), one)],
    ['a code of AC that is all ones', file(frame(8, 8), flatDc, table(0x10, [1, 2], [0, 1, 2]), scan(), one)],
    ['a DC symbol of 16 bits', file(frame(8, 8), table(0, [1, 1], [0, 16]), flatAc, scan(), one)],
    ['a side of 65,501 pixels', file(frame(65_501, 1), flatDc, flatAc, scan(), zeros(2047))],
    ['JFIF 2', file(jfif(2), frame(8, 8, 3), flatDc, flatAc, scan(3), one)],
    ['an unknown transform of Adobe', file(adobe(2), frame(8, 8, 3), flatDc, flatAc, scan(3), one)],
    [
      'one component with sampling factors of 0',
      file(segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x01, 0]), flatDc, flatAc, scan(), one),
    ],
  ])('%s', (_, bytes) => {
    expect(pair.compare(bytes, 1).declined).toBeDefined();
  });

  // So that a case above is not declined for another reason.
  test.each<readonly [string, Buffer]>([
    ['tables of one code', file(frame(8, 8), flatDc, flatAc, scan(), one)],
    ['a DC symbol of 15 bits', file(frame(8, 8), table(0, [1, 1], [0, 15]), flatAc, scan(), one)],
    ['a side of 65,500 pixels', file(frame(65_500, 1), flatDc, flatAc, scan(), zeros(2047))],
    ['JFIF 1', file(jfif(1), frame(8, 8, 3), flatDc, flatAc, scan(3), one)],
    ['Adobe and JFIF', file(adobe(2), jfif(1), frame(8, 8, 3), flatDc, flatAc, scan(3), one)],
  ])('but not %s', (_, bytes) => {
    expect(pair.compare(bytes, 1)).toEqual({});
  });
});

test('data without the restart markers that are due ends, however much there is', () => {
  const everyMcu = segment(0xdd, [0, 1]);
  const bytes = file(frame(8, 16), flatDc, flatAc, everyMcu, scan(), zeros(200_000));
  expect(pair.compare(bytes, 8).declined).toBe('wrong data');
});

test('a damaged file leaves nothing behind for the next one', () => {
  const whole = makeJpeg(1, { isProgressive: false, texture: 'dense', interval: 0 });
  for (let at = whole.bytes.length - 200; at < whole.bytes.length - 2; at++) {
    const damaged = Buffer.from(whole.bytes);
    damaged[at] = (whole.bytes[at] ?? 0) ^ 0x54;
    pair.compare(damaged, 1);
    expect(pair.compare(whole.bytes, 1).problem).toBeUndefined();
  }
});
