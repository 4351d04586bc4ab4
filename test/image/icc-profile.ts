// ICC profiles made of a matrix and a curve (ICC.1:2022), whole enough for a colour engine.

import { deflateSync } from 'node:zlib';
import { u16, u32 } from '../../src/function/container/bytes.ts';
import { pngChunk } from '../support/png.ts';

const xyz = (values: readonly number[]) =>
  Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...values.map((value) => u32(Math.round(value * 65_536)))]);
const gamma = (value: number) =>
  Buffer.concat([Buffer.from('curv\0\0\0\0'), u32(1), u16(Math.round(value * 256)), Buffer.alloc(2)]);

const d50 = [0.9642, 1, 0.8249];

function profile(
  space: 'RGB ' | 'GRAY',
  tags: Readonly<Record<string, Buffer>>,
  { name = 'test', version = 0x0240, connection = 'XYZ ' } = {},
): Buffer {
  const text = Buffer.from(`${name}\0`);
  // Tags begin at multiples of four.
  const rest = 79 + ((101 - text.length) % 4);
  const description = Buffer.concat([
    Buffer.from('desc\0\0\0\0'),
    u32(text.length),
    text,
    Buffer.alloc(rest),
  ]);
  const all = { desc: description, cprt: Buffer.from('text\0\0\0\0none\0\0\0\0'), wtpt: xyz(d50), ...tags };
  const contents = Object.values(all);
  const start = 132 + contents.length * 12;
  const before = (n: number) => contents.slice(0, n).reduce((sum, one) => sum + one.length, start);
  const table = Object.keys(all).map((name, n) =>
    Buffer.concat([Buffer.from(name), u32(before(n)), u32(contents[n]?.length ?? 0)]),
  );
  const header = Buffer.alloc(128);
  header.writeUInt32BE(before(contents.length), 0);
  header.writeUInt16BE(version, 8);
  header.write(`mntr${space}${connection}`, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  xyz(d50).copy(header, 68, 8);
  return Buffer.concat([header, u32(contents.length), ...table, ...contents]);
}

/**
 * @param columns XYZ relative to D50 of red, green and blue.
 * @param more Other tags.
 */
export function rgbProfile(
  columns: readonly (readonly number[])[],
  exponent: number,
  more: Readonly<Record<string, Buffer>> = {},
): Buffer {
  const [rXYZ, gXYZ, bXYZ] = columns.map(xyz);
  const curve = gamma(exponent);
  return profile('RGB ', {
    ...(rXYZ && { rXYZ }),
    ...(gXYZ && { gXYZ }),
    ...(bXYZ && { bXYZ }),
    rTRC: curve,
    gTRC: curve,
    bTRC: curve,
    ...more,
  });
}

/** @param connection What the curve gives: light, or as `Lab ` lightness. */
export function greyProfile(exponent: number, connection: 'XYZ ' | 'Lab ' = 'XYZ '): Buffer {
  return profile('GRAY', { kTRC: gamma(exponent) }, { connection });
}

/**
 * The same colours as `rgbProfile`, made of a table (ICC.1:2022, 10.11): curves from samples to light, and the corners of the cube.
 *
 * @param columns XYZ relative to D50 of red, green and blue.
 */
export function tableProfile(
  columns: readonly (readonly number[])[],
  exponent: number,
  name = 'test',
): Buffer {
  const entries = 256;
  const head = Buffer.alloc(48);
  head.write('mft2', 0, 'latin1');
  head.set([3, 3, 2], 8);
  for (const diagonal of [12, 28, 44]) head.writeUInt32BE(65_536, diagonal);
  const curve = Array.from({ length: entries }, (_, i) =>
    u16(Math.round(65_535 * (i / (entries - 1)) ** exponent)),
  );
  // XYZ is 1 at 32,768. The last channel changes fastest.
  const corners = Array.from({ length: 8 }, (_, corner) =>
    [0, 1, 2].map((i) => {
      const light = [4, 2, 1].map((bit, band) => ((corner & bit) > 0 ? (columns[band]?.[i] ?? 0) : 0));
      return u16(Math.round(32_768 * light.reduce((sum, one) => sum + one, 0)));
    }),
  ).flat();
  const straight = [u16(0), u16(65_535)];
  const A2B0 = Buffer.concat([
    head,
    u16(entries),
    u16(2),
    ...curve,
    ...curve,
    ...curve,
    ...corners,
    ...straight,
    ...straight,
    ...straight,
  ]);
  return profile('RGB ', { A2B0 }, { name });
}

/** libjxl's table (`mAB`, ICC.1:2022, 10.12) of its scaled XYB: the second channel is the light, the others are differences. */
const xybTable = [
  'bUFCIAAAAAADAwAAAAAAIAAAAPQAAACUAAAAUAAAACBwYXJhAAAAAAAAAAAAAQAAcGFyYQAAAAAAAAAAAAEAAHBhcmEAAAAA',
  'AAAAAAABAAACAgIAAAAAAAAAAAAAAAAAAgAAAAAADIYAAAAADIZwyfN5//+PNvN5/////wyGAAAAAAyGAABwyf//83mPNv//',
  '83n//3BhcmEAAAAAAAMAAAADAAAAAOOIAAAj/AAAAAAAAAAAcGFyYQAAAAAAAwAAAAMAAAAA44gAACC7AAAAAAAAAABwYXJh',
  'AAAAAAADAAAAAwAAAAGC0///4NUAAAAAAAAUoQABhFv//uS7AAASVv//8zIAAJGA///7Tv/+nMEAAR1UAACvjP///4j///+E',
  '////mQ==',
];

/**
 * The profile of JPEGs that jpegli writes in JPEG XL's colours, by another name if need be. With a profile of version 2, colour
 * engines take the blackest device colour, which is none here, for black.
 */
export function xybProfile(name = 'XYB_Per'): Buffer {
  return profile('RGB ', { A2B0: Buffer.from(xybTable.join(''), 'base64') }, { name, version: 0x0440 });
}

/** @returns The PNG with a profile; its pixels as they were. */
export function withProfile(png: Buffer, icc: Buffer): Buffer {
  const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('test\0\0'), deflateSync(icc)]));
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
