// Reads the tone curves of ICC profiles (ICC.1:2022, 10.6 and 10.18).

import type { ByteReader } from '../../src/function/container/bytes.ts';

/** A sample, 0-1 -> linear light, 0-1. */
export type Curve = (value: number) => number;

/** @throws {Error} if it is of a kind that no profile may have. */
export function readCurve(file: ByteReader, at: number): Curve {
  switch (file.text(at, 4)) {
    case 'curv':
      return readTable(file, at);
    case 'para':
      return readParameters(file, at);
    default:
      throw file.fault('a curve that is neither a table nor a function');
  }
}

/** Entries of a curve. Colour engines refuse more. */
const maxEntries = 0x7fff;

/** Without entries: a straight line; with one: an exponent; with more: a table, with straight lines between its entries. */
function readTable(file: ByteReader, at: number): Curve {
  const count = file.u32(at + 8);
  if (count > maxEntries) throw file.fault(`a curve of ${count} entries`);
  if (count === 0) return (value) => value;
  if (count === 1) {
    const gamma = file.u16(at + 12) / 256;
    return (value) => value ** gamma;
  }
  const entry = (index: number) => file.u16(at + 12 + Math.min(index, count - 1) * 2) / 65_535;
  return (value) => {
    const place = value * (count - 1);
    const before = Math.floor(place);
    return entry(before) + (entry(before + 1) - entry(before)) * (place - before);
  };
}

/** Function type -> which of the parameters g, a, b, c, d, e, f it has, in that order. */
const parameters = ['g', 'gab', 'gabc', 'gabcd', 'gabcdef'] as const;

function readParameters(file: ByteReader, at: number): Curve {
  const type = file.u16(at + 8);
  const names = parameters[type];
  if (names === undefined) throw file.fault(`a curve of function type ${type}`);
  const given = new Map(Array.from(names, (name, i) => [name, file.fixed(at + 12 + i * 4)]));
  const get = (name: string, otherwise: number) => given.get(name) ?? otherwise;
  const g = get('g', 1);
  const a = get('a', 1);
  const b = get('b', 0);
  // Types 1 and 2 bend where their base turns positive, and are flat at c below; from 3 on a straight line leads to d.
  const bend = get('d', type === 0 ? 0 : -b / a);
  const flat = type === 2 ? get('c', 0) : 0;
  const slope = type >= 3 ? get('c', 0) : 0;
  const e = type === 2 ? flat : get('e', 0);
  const f = type === 2 ? flat : get('f', 0);
  return (value) => (value >= bend ? Math.max(0, a * value + b) ** g + e : slope * value + f);
}

/** @param lightness CIE L*, of which 1 is 100. @returns Light, of which white has 1: Y (ICC.1:2022, 6.3.2; CIE 15). */
export function lightOf(lightness: number): number {
  const root = (100 * lightness + 16) / 116;
  return root > 6 / 29 ? root ** 3 : (3 * (6 / 29) ** 2 * (100 * lightness)) / 116;
}
