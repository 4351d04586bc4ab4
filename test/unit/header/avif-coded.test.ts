// What an AVIF's decoder will hold: bitstreams by hand, in files by hand.

import { expect, test } from 'vitest';
import { writeBox } from '../../../src/function/container/boxes.ts';
import { latin1, u16, u32 } from '../../../src/function/container/bytes.ts';
import { readAv1 } from '../../../wasm/header/av1.ts';
import { readAvifDecoded } from '../../../wasm/header/avif-coded.ts';
import { Bytes } from '../../../wasm/header/bytes.ts';

interface Sequence {
  readonly width?: number;
  readonly height?: number;
  readonly profile?: 0 | 1 | 2;
  /** After the sizes: from high_bitdepth to film_grain_params_present. */
  readonly colour?: string;
}

/** The bits of each kind of colour: without a description, in full range where there is a choice. */
const colours = {
  '8 bits 4:2:0': '0 0 0 1 00 0 0',
  '8 bits 4:2:0 with grain': '0 0 0 1 00 0 1',
  '8 bits grey': '0 1 0 1 0',
  '8 bits 4:4:4': '0 0 1 0 0',
  '12 bits 4:4:4': '1 1 0 0 1 0 0 0',
} as const;

/** A unit whose length is given. */
function unit(type: number, body: Uint8Array): Buffer {
  if (body.length > 127) throw new Error('a length of one byte');
  return Buffer.concat([Buffer.from([(type << 3) | 2, body.length]), body]);
}

/** The sequence header of a still picture, in the short form. */
function sequence({
  width = 640,
  height = 480,
  profile = 0,
  colour = colours['8 bits 4:2:0'],
}: Sequence = {}) {
  const binary = (value: number, count: number) => value.toString(2).padStart(count, '0');
  const sizes = [binary(15, 4), binary(15, 4), binary(width - 1, 16), binary(height - 1, 16)];
  const text = [binary(profile, 3), '1', '1', '00000', ...sizes, '000', '000', colour]
    .join('')
    .replaceAll(' ', '');
  const bytes = text.padEnd(Math.ceil(text.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return unit(1, Buffer.from(bytes.map((one) => Number.parseInt(one, 2))));
}

const frame = unit(6, Buffer.from([0x10]));
const read = (...units: readonly Buffer[]) => readAv1(new Bytes(Buffer.concat(units)));

test.each([
  ['8 bits 4:2:0', 0, { bits: 8, samples: 1.5, frames: 1 }],
  ['8 bits 4:2:0 with grain', 0, { bits: 8, samples: 1.5, frames: 2 }],
  ['8 bits grey', 0, { bits: 8, samples: 1.5, frames: 1 }],
  ['8 bits 4:4:4', 1, { bits: 8, samples: 3, frames: 1 }],
  ['12 bits 4:4:4', 2, { bits: 12, samples: 3, frames: 1 }],
] as const)('reads a bitstream of %s', (colour, profile, says) => {
  expect(read(sequence({ colour: colours[colour], profile }), frame)).toEqual({
    width: 640,
    height: 480,
    ...says,
  });
});

test('takes the largest of several sequence headers, and counts the frames', () => {
  const small = sequence({ width: 16, height: 16 });
  expect(read(small, frame, sequence({ width: 9000, height: 16 }), frame, small)).toMatchObject({
    width: 9000,
    height: 16,
    frames: 2,
  });
});

test('a bitstream without a sequence header decodes to nothing', () => {
  expect(read(frame)).toBeUndefined();
});

test.each([
  ['ends within its sequence header', sequence().subarray(0, 6)],
  ['has a length without end', Buffer.from([0x0a, 255, 255, 255, 255, 255, 255, 255, 255])],
  ['has 10,001 units', Buffer.alloc(2 * 10_001).map((_, at) => (at % 2 === 0 ? 0x12 : 0))],
])('calls corrupt a bitstream that %s', (_, bytes) => {
  expect(() => read(Buffer.from(bytes))).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
});

interface Item {
  readonly bitstream: Buffer;
  /** The items that it consists of, or whose alpha it is. */
  readonly dimg?: readonly number[];
  readonly auxl?: readonly number[];
  /** Units in its `av1C`. */
  readonly configuration?: Buffer;
}

/** Items 1, 2 and so on, with their bytes in `idat`; the primary one is 1. */
function avif(...items: readonly Item[]): Buffer {
  const full = (version: number) => u32(version * 2 ** 24);
  let at = 0;
  const places = items.map(({ bitstream }, index) => {
    at += bitstream.length;
    return [u16(index + 1), u16(1), u16(0), u16(1), u32(at - bitstream.length), u32(bitstream.length)];
  });
  const references = items.flatMap(({ dimg, auxl }, index) =>
    Object.entries({ dimg, auxl }).flatMap(([type, to]) =>
      to ? [writeBox(type, u16(index + 1), u16(to.length), ...to.map(u16))] : [],
    ),
  );
  const configurations = items.map(({ configuration = Buffer.alloc(0) }) =>
    writeBox('av1C', Buffer.from([0x81, 0, 0, 0]), configuration),
  );
  const owned = items.map((_, index) => Buffer.concat([u16(index + 1), Buffer.from([1, index + 1])]));
  const meta = writeBox(
    'meta',
    full(0),
    writeBox('pitm', full(0), u16(1)),
    writeBox('iloc', full(1), Buffer.from([0x44, 0]), u16(items.length), ...places.flat()),
    writeBox('iref', full(0), ...references),
    writeBox(
      'iprp',
      writeBox('ipco', ...configurations),
      writeBox('ipma', full(0), u32(items.length), ...owned),
    ),
    writeBox('idat', ...items.map(({ bitstream }) => bitstream)),
  );
  return Buffer.concat([writeBox('ftyp', latin1('avif'), u32(0)), meta]);
}

const small = Buffer.concat([sequence({ width: 64, height: 64 }), frame]);
const large = Buffer.concat([sequence({ width: 9000, height: 7000 }), frame]);
const deep = Buffer.concat([
  sequence({ width: 64, height: 64, colour: colours['12 bits 4:4:4'], profile: 2 }),
  frame,
]);

test.each([
  ['the picture itself', [{ bitstream: large }], { pixels: 63e6, bits: 8, samples: 1.5 }],
  ['not a picture beside it', [{ bitstream: small }, { bitstream: large }], { pixels: 4096 }],
  ['its alpha', [{ bitstream: small }, { bitstream: large, auxl: [1] }], { pixels: 63e6, samples: 2.5 }],
  ['the depth of its alpha', [{ bitstream: small }, { bitstream: deep, auxl: [1] }], { bits: 12 }],
  [
    'four tiles at a time',
    [{ bitstream: Buffer.alloc(8), dimg: [2, 3, 4, 5, 6] }, ...Array(5).fill({ bitstream: small })],
    { pixels: 4 * 4096 },
  ],
  [
    'tiles of tiles, however they turn in circles',
    [{ bitstream: small, dimg: [2] }, { bitstream: small, dimg: [1, 3] }, { bitstream: large }],
    { pixels: 63e6 + 2 * 4096 },
  ],
  [
    'a sequence header beside the bitstream',
    [{ bitstream: frame, configuration: sequence({ width: 9000, height: 7000 }) }],
    { pixels: 63e6 },
  ],
] as const)('counts %s', (_, items, says) => {
  expect(readAvifDecoded(avif(...(items as readonly Item[])))).toMatchObject(says);
});

test('frames beyond the first take their samples alone', () => {
  const several = Buffer.concat([sequence({ width: 64, height: 64 }), frame, frame, frame]);
  expect(readAvifDecoded(avif({ bitstream: several }))?.pixels).toBe(4096 * 1.5);
});

test('finds nothing where there is no primary item', () => {
  expect(readAvifDecoded(writeBox('ftyp', latin1('avif')))).toBeUndefined();
});
