// The header of a HEIC: size after what turns and crops it, depth, alpha; and what is refused before anything is decoded.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { u16 } from '../../../src/function/container/bytes.ts';
import { readHeicHeader } from '../../../wasm/header/heif-picture.ts';
import { heic } from '../../fixtures/images/images.ts';
import {
  aperture,
  extents,
  type HeifProperty,
  pictureIn,
  tiledHeic,
  turn,
  writeHeif,
} from '../../support/heif.ts';

const picture = pictureIn(readFileSync(heic.photo.path));
const [configuration] = picture.properties;
const unchanged = configuration ?? extents(0, 0);

test.each([
  [
    'a photo',
    readFileSync(heic.photo.path),
    { width: 240, height: 160, bitDepth: 8, samples: 1.5, hasAlpha: false },
  ],
  ['odd sides', readFileSync(heic.odd.path), { width: 151, height: 101 }],
  ['4:2:2', readFileSync(heic.halfColour.path), { samples: 2 }],
  ['4:4:4', readFileSync(heic.fullColour.path), { samples: 3 }],
  ['10 bits', readFileSync(heic.tenBit.path), { bitDepth: 16 }],
  ['alpha', readFileSync(heic.alpha.path), { width: 120, height: 90, hasAlpha: true }],
  ['tiles', tiledHeic(201, 151), { width: 201, height: 151, decodedPixels: 201 * 151 + 128 * 96 }],
  ['tiles, turned', tiledHeic(201, 151, turn(3)), { width: 151, height: 201, decodedPixels: 2 * 201 * 151 }],
  ['tiles that stay', tiledHeic(201, 151, turn(0)), { width: 201, decodedPixels: 201 * 151 + 128 * 96 }],
  [
    'tiles, turned and cropped',
    tiledHeic(256, 192, turn(1), aperture(100, 50, 0, 0)),
    { width: 100, height: 50 },
  ],
])('%s', (_, bytes, facts) => {
  expect(readHeicHeader(bytes).info).toMatchObject({ format: 'heic', pages: 1, ...facts });
});

/** `hvcC` with parameters of 8 bits and 4:2:0 for such pictures, and nothing else. */
function hevc(width: number, height: number): HeifProperty {
  const golomb = (value: number) => {
    const digits = (value + 1).toString(2);
    return '0'.repeat(digits.length - 1) + digits;
  };
  const head = `${'0'.repeat(7)}1${'0'.repeat(96)}`;
  const fields = [0, 1, width, height].map(golomb).join('');
  const bits = `${head + fields}0${golomb(0)}${golomb(0)}`.padEnd(256, '0');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const unit = Buffer.from([0x42, 1, ...bytes]);
  const lists = Buffer.concat([Buffer.from([1, 33]), u16(1), u16(unit.length), unit]);
  return { type: 'hvcC', content: Buffer.concat([Buffer.alloc(22), lists]) };
}

test('what the bitstream says of itself is reckoned with', () => {
  const read = (width: number, height: number) =>
    readHeicHeader(writeHeif([{ ...picture, properties: [hevc(512, 512), extents(width, height)] }])).info;
  expect(read(300, 200)).toMatchObject({ width: 300, decodedPixels: 300 * 200 + 512 * 512, samples: 1.5 });
});

test('a crop before a turn lies elsewhere than one after it', () => {
  const layout = (...properties: ReturnType<typeof turn>[]) =>
    readHeicHeader(writeHeif([{ ...picture, properties: [...picture.properties, ...properties] }])).layout;
  const corner = aperture(100, 80, -140, -80);
  expect(layout(corner).kept).toEqual({ left: 0, top: 0, width: 100, height: 80 });
  expect(layout(corner, turn(1)).kept).toEqual({ left: 0, top: 140, width: 80, height: 100 });
  expect(layout(turn(2), corner).kept).toEqual({ left: 0, top: 0, width: 100, height: 80 });
});

test.each([
  [
    'a bitstream that is much larger than the file says',
    [hevc(4000, 3000), extents(64, 64)],
    'source-corrupt',
  ],
  ['no size', [unchanged], 'source-corrupt'],
  ['no pixels', [unchanged, extents(0, 16)], 'source-corrupt'],
] as const)('%s', (_, properties, code) => {
  const read = () => readHeicHeader(writeHeif([{ ...picture, properties }]));
  expect(read).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['avc1', 'source-unsupported'],
  ['jpeg', 'source-unsupported'],
])('a picture of the kind %s', (type, code) => {
  expect(() => readHeicHeader(writeHeif([{ ...picture, type }]))).toThrow(expect.objectContaining({ code }));
});

test('at whatever byte a file ends, it is the source that is at fault', () => {
  const whole = tiledHeic();
  for (let length = 0; length < whole.indexOf('mdat') - 4; length += 3) {
    expect(() => readHeicHeader(whole.subarray(0, length))).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^source-/) }),
    );
  }
});
