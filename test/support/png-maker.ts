// PNGs of all kinds of pixels, made by chance: the same number, the same file.

import { constants, deflateSync } from 'node:zlib';
import { pngSignature } from '../../src/function/container/png.ts';
import { pngChunk } from './png.ts';
import { createRandom, type Random } from './random.ts';

export interface PngKind {
  readonly colourType: number;
  readonly depth: number;
}

/** All that there are (W3C PNG, table 11.1). */
export const pngKinds: readonly PngKind[] = [
  ...[1, 2, 4, 8, 16].map((depth) => ({ colourType: 0, depth })),
  ...[8, 16].map((depth) => ({ colourType: 2, depth })),
  ...[1, 2, 4, 8].map((depth) => ({ colourType: 3, depth })),
  ...[8, 16].map((depth) => ({ colourType: 4, depth })),
  ...[8, 16].map((depth) => ({ colourType: 6, depth })),
];

/** Colour type -> samples of a pixel. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** What decides which blocks and codes the data has. */
export const deflations = [
  { level: 0 },
  { level: 1 },
  { level: 9, memLevel: 1 },
  { strategy: constants.Z_FIXED },
  { strategy: constants.Z_HUFFMAN_ONLY },
  { strategy: constants.Z_RLE },
  { windowBits: 9, memLevel: 9 },
] as const;

export interface PngChoices extends PngKind {
  readonly width: number;
  readonly height: number;
  /** Of all rows; chosen for each of them by default. */
  readonly filter?: number;
  readonly deflation?: (typeof deflations)[number];
  readonly transparency?: boolean;
  /** How unlike the pixels are: from 1 for few values to 256. */
  readonly variety?: number;
  /** Of each chunk of data but the last one; by default there are few chunks, and short ones. */
  readonly chunkBytes?: number;
}

export function makePng(seed: number, choices: PngChoices): Buffer {
  const random = createRandom(seed);
  const { colourType, depth, width, height } = choices;
  const { deflation = random.pick(deflations), transparency = random.chance(0.5), chunkBytes } = choices;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType], 8);
  const data = deflateSync(drawRows(random, choices), deflation);
  return Buffer.concat([
    Buffer.from(pngSignature, 'latin1'),
    pngChunk('IHDR', header),
    ...colourChunks(random, choices, transparency),
    ...(chunkBytes ? split(data, chunkBytes) : cut(random, data)).map((part) => pngChunk('IDAT', part)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Any kind and small sides. */
export function makeAnyPng(seed: number): Buffer {
  const random = createRandom(seed, 1);
  return makePng(seed, {
    ...random.pick(pngKinds),
    width: 1 + random.below(40),
    height: 1 + random.below(20),
  });
}

/** Filtered rows. As nothing else reads them, filters are not applied but named: whatever bytes follow are a picture. */
function drawRows(random: Random, { colourType, depth, width, height, filter, variety }: PngChoices): Buffer {
  const rowBytes = Math.ceil((width * depth * (samples[colourType] ?? 1)) / 8);
  const values = variety ?? random.pick([1, 2, 16, 256]);
  const rows = Array.from({ length: height }, () => {
    const row = Buffer.alloc(1 + rowBytes);
    row[0] = filter ?? random.below(5);
    for (let at = 1; at < row.length; at++) row[at] = random.below(values) * random.pick([1, 1, 1, 37]);
    return row;
  });
  return Buffer.concat(rows);
}

function colourChunks(random: Random, { colourType, depth }: PngKind, transparency: boolean): Buffer[] {
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => random.below(256)));
  // Mostly fewer colours than there are indices.
  const entries = 1 + random.below(2 ** Math.min(depth, 8));
  const palette = colourType === 3 ? [pngChunk('PLTE', bytes(3 * entries))] : [];
  if (!transparency || colourType > 3) return palette;
  // Zeros are frequent among the pixels, so that some of them are transparent.
  const key = Buffer.alloc(colourType === 0 ? 2 : 6, random.pick([0, 0, 1]));
  return [...palette, pngChunk('tRNS', colourType === 3 ? bytes(1 + random.below(entries)) : key)];
}

function split(data: Buffer, bytes: number): Buffer[] {
  const count = Math.ceil(data.length / bytes);
  return Array.from({ length: count }, (_, n) => data.subarray(n * bytes, (n + 1) * bytes));
}

/** One chunk or several, of which some are empty. */
function cut(random: Random, data: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (const count = random.below(4); parts.length < count; ) {
    const to = from + random.below(Math.min(data.length - from, 60) + 1);
    parts.push(data.subarray(from, to));
    from = to;
  }
  return [...parts, data.subarray(from)];
}
