// Encodes pictures of at most 256 colours as PNGs with a palette, without loss: the other encoders would write three or four bytes
// for each pixel. W3C PNG specification, third edition.

import { writePngChunk } from '../../src/function/container/png.ts';
import type { Pixels } from '../picture/pixels.ts';
import { writePng } from './png-file.ts';

/** The colour type of pixels that are places in a palette. */
const paletteColour = 3;

/** The colours that a palette can hold. */
export const maxColours = 256;

/** RGBA as one number, in the byte order of the machine; all transparent pixels are the same. */
function colourAt(words: Uint32Array, bytes: Uint8ClampedArray, at: number): number {
  return bytes[at * 4 + 3] === 0 ? 0 : (words[at] as number);
}

/** Does the picture have at most so many colours? */
export function hasFewColours({ data }: Pixels, most: number): boolean {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  const seen = new Set<number>();
  for (let at = 0; at < words.length; at++) {
    seen.add(colourAt(words, data, at));
    if (seen.size > most) return false;
  }
  return true;
}

/** @returns undefined if there are more than 256 colours. */
export function encodeIndexed({ data, width, height }: Pixels, level: number): Uint8Array | undefined {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  // Where each colour was first seen.
  const first = new Map<number, number>();
  for (let at = 0; at < words.length; at++) {
    const colour = colourAt(words, data, at);
    if (first.has(colour)) continue;
    if (first.size === maxColours) return undefined;
    first.set(colour, at);
  }
  // Translucent ones first: `tRNS` ends with the last of them.
  const alphaAt = (at: number) => data[at * 4 + 3] as number;
  const palette = Array.from(first).sort(([, a], [, b]) => alphaAt(a) - alphaAt(b));
  const index = new Map(palette.map(([colour], position) => [colour, position]));
  const bits = [1, 2, 4, 8].find((depth) => 2 ** depth >= palette.length) ?? 8;
  const stride = Math.ceil((width * bits) / 8) + 1;
  const rows = new Uint8Array(stride * height);
  for (let at = 0; at < words.length; at++) {
    const x = at % width;
    // Each row begins with its filter, which is none.
    const byte = Math.floor(at / width) * stride + 1 + Math.floor((x * bits) / 8);
    const shift = 8 - bits - ((x * bits) % 8);
    rows[byte] = (rows[byte] as number) | ((index.get(colourAt(words, data, at)) as number) << shift);
  }
  const alphas = palette.map(([, at]) => alphaAt(at)).filter((alpha) => alpha < 255);
  return writePng({ width, height, depth: bits, colourType: paletteColour }, rows, level, [
    writePngChunk(
      'PLTE',
      Buffer.concat(palette.map(([, at]) => Buffer.from(data.subarray(at * 4, at * 4 + 3)))),
    ),
    ...(alphas.length > 0 ? [writePngChunk('tRNS', Buffer.from(alphas))] : []),
  ]);
}
