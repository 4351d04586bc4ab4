// Whether all of a JPEG is there is told by its data: in every kind of JPEG, wherever it is cut, with or without an end marker.

import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, test } from 'vitest';
import { checkJpegData, checkJpegScans } from '../../../wasm/whole/jpeg.ts';
import { coarseJpeg } from '../../support/coarse-jpeg.ts';
import { endOfImage, segment } from '../../support/header-parts.ts';

const corrupt = expect.objectContaining({ code: 'source-corrupt' });
const refused = (says: RegExp) =>
  expect.objectContaining({ code: 'source-corrupt', message: expect.stringMatching(says) });

/** A picture of noise and of flat parts, so that there are long and short codes, and runs of empty blocks. */
function picture(width: number, height: number, channels: 1 | 3) {
  const data = Buffer.alloc(width * height * channels);
  let seed = 1;
  for (let at = 0; at < data.length; at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const row = Math.floor(at / channels / width);
    data[at] = row % 40 < 20 ? seed % 256 : 90 + (row % 40);
  }
  return sharp(data, { raw: { width, height, channels } });
}

const kinds: Readonly<Record<string, JpegOptions>> = {
  'at 4:2:0': { chromaSubsampling: '4:2:0' },
  'at 4:4:4': { chromaSubsampling: '4:4:4' },
  'with tables of its own': { optimizeCoding: true },
  'of low quality': { quality: 5 },
  'of quality 100': { quality: 100 },
  progressive: { progressive: true },
  'progressive at 4:4:4': { progressive: true, chromaSubsampling: '4:4:4', quality: 100 },
  'progressive, with tuned scans': { mozjpeg: true },
};
const sides = [
  [1, 1],
  [17, 9],
  [96, 70],
] as const;

/** Where the data of the first scan begins. */
function dataOf(bytes: Buffer): number {
  const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
  return scan + 2 + bytes.readUInt16BE(scan + 2);
}

/** Cut at a place, with an end marker behind. */
const ended = (bytes: Buffer, at: number) => Buffer.concat([bytes.subarray(0, at), endOfImage]);

describe.each(Object.entries(kinds))('a JPEG %s', (_, options) => {
  const all = sides.flatMap(([width, height]) => ([1, 3] as const).map((n) => picture(width, height, n)));

  test('is whole, also without its end marker, with zeros in its place, and with bytes behind it', async () => {
    for (const one of all) {
      const bytes = await one.clone().jpeg(options).toBuffer();
      const without = bytes.subarray(0, -2);
      for (const whole of [
        bytes,
        without,
        Buffer.concat([without, Buffer.alloc(500)]),
        Buffer.concat([bytes, Buffer.from('bytes that follow')]),
        Buffer.concat([without, Buffer.from([0xff, 0xff, 0xff, 0xd9])]),
      ]) {
        expect(() => checkJpegScans(whole)).not.toThrow();
        expect(checkJpegData(whole)).toBe(true);
      }
    }
  });

  test('is not whole wherever it is cut, with an end marker behind or not', async () => {
    const bytes = await picture(96, 70, 3).jpeg(options).toBuffer();
    const step = Math.max(1, Math.floor(bytes.length / 300));
    for (let at = dataOf(bytes) + 1; at < bytes.length - 2; at += step) {
      expect(() => checkJpegData(ended(bytes, at)), `${at} of ${bytes.length}, ended`).toThrow(corrupt);
      expect(() => checkJpegData(bytes.subarray(0, at)), `${at} of ${bytes.length}`).toThrow(corrupt);
    }
    expect(() => checkJpegData(bytes.subarray(0, -3))).toThrow(corrupt);
  });
});

test('it is said how much of the picture is there', () => {
  const bytes = coarseJpeg({ columns: 10, rows: 10, restartInterval: 10, level: (x, y) => x * y });
  const half = bytes.lastIndexOf(Buffer.from([0xff, 0xd4]));
  expect(() => checkJpegData(ended(bytes, half))).toThrow(refused(/only the first 50 % of the picture/));
});

test('scans that are missing are missed by their headers alone', async () => {
  const bytes = await picture(96, 70, 3).jpeg({ progressive: true }).toBuffer();
  for (let at = dataOf(bytes) + 2; at < bytes.length; at++) {
    at = bytes.indexOf(Buffer.from([0xff, 0xda]), at);
    if (at < 0) break;
    expect(() => checkJpegScans(ended(bytes, at))).toThrow(refused(/after \d+ scans/));
  }
});

test('a header that says more pixels than the data can hold is refused at once', async () => {
  const bytes = await picture(64, 64, 3).jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(65_500, frame + 7);
  bytes.writeUInt16BE(4000, frame + 5);
  expect(() => checkJpegScans(bytes)).toThrow(refused(/65500x4000/));
});

test.each([-16, 16, 400])('a height or a width that is off by %i is noticed', async (by) => {
  const bytes = await picture(640, 480, 3).jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  for (const at of [frame + 5, frame + 7]) {
    const wrong = Buffer.from(bytes);
    wrong.writeUInt16BE(wrong.readUInt16BE(at) + by, at);
    expect(() => checkJpegData(wrong)).toThrow(corrupt);
  }
});

describe('restarts', () => {
  const level = (x: number, y: number) => ((x * 7 + y * 13) % 120) - 60;
  const bytes = coarseJpeg({ columns: 20, rows: 12, restartInterval: 20, level });
  const interval = bytes.indexOf(Buffer.from([0xff, 0xdd]));
  const place = (n: number) => bytes.lastIndexOf(Buffer.from([0xff, 0xd0 + n]));

  test('are followed', () => {
    expect(checkJpegData(bytes)).toBe(true);
    expect(checkJpegData(coarseJpeg({ columns: 20, rows: 12, restartInterval: 7, level }))).toBe(true);
    expect(checkJpegData(coarseJpeg({ columns: 20, rows: 12, restartInterval: 0, level }))).toBe(true);
  });

  test.each([
    [
      'whose interval is not given',
      Buffer.concat([bytes.subarray(0, interval), bytes.subarray(interval + 6)]),
    ],
    [
      'whose interval is wrong',
      Buffer.concat([bytes.subarray(0, interval + 5), Buffer.from([21]), bytes.subarray(interval + 6)]),
    ],
    ['of which one is missing', Buffer.concat([bytes.subarray(0, place(4)), bytes.subarray(place(5))])],
    ['of which one comes twice', Buffer.concat([bytes.subarray(0, place(5)), bytes.subarray(place(4))])],
  ])('%s are noticed', (_, wrong) => {
    expect(() => checkJpegData(wrong)).toThrow(corrupt);
  });
});

test('a range of zeros in the data is noticed', async () => {
  const bytes = await picture(640, 480, 3).jpeg({ quality: 90 }).toBuffer();
  for (let at = dataOf(bytes) + 100; at < bytes.length - 1100; at += Math.floor(bytes.length / 50)) {
    const wrong = Buffer.from(bytes);
    wrong.fill(0, at, at + 1000);
    expect(() => checkJpegData(wrong), `at ${at}`).toThrow(corrupt);
  }
});

test('some bytes that a camera left behind the last block are passed over', async () => {
  const bytes = await picture(96, 70, 3).jpeg().toBuffer();
  const padded = Buffer.concat([bytes.subarray(0, -2), Buffer.alloc(12, 0x55), endOfImage]);
  expect(checkJpegData(padded)).toBe(true);
});

test.each([
  ['arithmetic coding', 0xc9],
  ['lossless coding', 0xc3],
])('of %s nothing is said', async (_, process) => {
  const bytes = await picture(96, 70, 3).jpeg().toBuffer();
  bytes[bytes.indexOf(Buffer.from([0xff, 0xc0])) + 1] = process;
  expect(checkJpegData(bytes)).toBe(false);
});

test('no more than 100 scans are followed', async () => {
  const bytes = await picture(64, 64, 1).jpeg({ progressive: true }).toBuffer();
  const scan = segment(0xda, [1, 1, 0, 0, 0, 1]);
  const many = Buffer.concat([bytes.subarray(0, -2), ...Array.from({ length: 100 }, () => scan), endOfImage]);
  const refusal = { code: 'source-unsupported', message: expect.stringMatching(/more than 100 scans/) };
  expect(() => checkJpegScans(many)).toThrow(expect.objectContaining(refusal));
});

test('whatever the bytes are, the answer is a verdict', async () => {
  const seeds = [
    await picture(40, 30, 3).jpeg().toBuffer(),
    await picture(40, 30, 3).jpeg({ progressive: true }).toBuffer(),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      (seed, changes) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        for (const check of [checkJpegScans, checkJpegData]) {
          try {
            check(bytes);
          } catch (error) {
            expect(error).toMatchObject({ code: 'source-corrupt' });
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
