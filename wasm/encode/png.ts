// Encodes pictures as PNGs without loss, by Node.js' own zlib: there is nothing to load, and the bytes are those of libvips with all
// filters. W3C PNG specification, third edition.

import type { Pixels } from '../picture/pixels.ts';
import { writePng } from './png-file.ts';
import { encodeIndexed, hasFewColours } from './png-palette.ts';

/** Colour types by their bands (table 11.1). */
const colourTypes = { grey: 0, rgb: 2, greyAlpha: 4, rgba: 6 } as const;
type Kind = keyof typeof colourTypes;
/** Which bands of RGBA are written. */
const bandsOf: Readonly<Record<Kind, readonly number[]>> = {
  grey: [0],
  rgb: [0, 1, 2],
  greyAlpha: [0, 3],
  rgba: [0, 1, 2, 3],
};

/** Graphics have fewer colours than this share of their pixels. */
const coloursOfGraphics = 1 / 8;

/**
 * Encodes with a palette where that has fewer bytes, never with bands that say nothing, and without the colours of what is not
 * seen at all, which would take bytes, and may be what somebody meant to erase. Graphics are tried without filters, too, which
 * takes some milliseconds more, and up to a quarter of the bytes less: filters hide from zlib that a part is the same as another.
 *
 * @param level zlib's, 0 to 9.
 */
export function encodePng(given: Pixels, level: number): Uint8Array {
  const pixels = withoutHidden(given);
  const { width, height } = pixels;
  const kind = kindOf(pixels);
  const bands = bandsOf[kind];
  const samples = bandsIn(pixels, bands);
  const stride = width * bands.length;
  const write = (rows: Uint8Array) =>
    writePng({ width, height, depth: 8, colourType: colourTypes[kind] }, rows, level);
  const files = [write(filterRows(samples, stride, height, bands.length))];
  if (hasFewColours(pixels, width * height * coloursOfGraphics)) {
    files.push(write(plainRows(samples, stride, height)));
  }
  const indexed = encodeIndexed(pixels, level);
  if (indexed) files.push(indexed);
  return files.reduce((best, file) => (file.length < best.length ? file : best));
}

/** zlib's quickest. */
const quickest = 1;

/** Encodes in a fraction of the time, in about half as many bytes again: without filters, and with nothing tried. */
export function encodePlain(pixels: Pixels): Uint8Array {
  const { width, height } = pixels;
  const kind = kindOf(pixels);
  const bands = bandsOf[kind];
  const rows = plainRows(bandsIn(pixels, bands), width * bands.length, height);
  return writePng({ width, height, depth: 8, colourType: colourTypes[kind] }, rows, quickest);
}

/** @returns The same pixels where nothing is transparent. */
function withoutHidden({ data: from, width, height }: Pixels): Pixels {
  let data = from;
  for (let at = 3; at < from.length; at += 4) {
    if (from[at] !== 0) continue;
    if (data === from) data = new Uint8ClampedArray(from);
    data.fill(0, at - 3, at);
  }
  return { data, width, height };
}

function kindOf({ data }: Pixels): Kind {
  let isGrey = true;
  let isOpaque = true;
  for (let at = 0; at < data.length && (isGrey || isOpaque); at += 4) {
    isGrey = isGrey && data[at] === data[at + 1] && data[at] === data[at + 2];
    isOpaque = isOpaque && data[at + 3] === 255;
  }
  if (isGrey) return isOpaque ? 'grey' : 'greyAlpha';
  return isOpaque ? 'rgb' : 'rgba';
}

function bandsIn({ data }: Pixels, bands: readonly number[]): Uint8Array {
  const samples = new Uint8Array((data.length / 4) * bands.length);
  let to = 0;
  for (let at = 0; at < data.length; at += 4) {
    for (const band of bands) samples[to++] = data[at + band] as number;
  }
  return samples;
}

/** Writes what is left of a row by a filter; `gap` is the bytes of a pixel, and `above` the row above, zeros for the first row. */
type Filter = (row: Uint8Array, above: Uint8Array, gap: number, to: Uint8Array) => void;

const none: Filter = (row, _above, _gap, to) => to.set(row);

const sub: Filter = (row, _above, gap, to) => {
  for (let at = 0; at < row.length; at++) {
    to[at] = (row[at] as number) - (at < gap ? 0 : (row[at - gap] as number));
  }
};

const up: Filter = (row, above, _gap, to) => {
  for (let at = 0; at < row.length; at++) to[at] = (row[at] as number) - (above[at] as number);
};

const average: Filter = (row, above, gap, to) => {
  for (let at = 0; at < row.length; at++) {
    const left = at < gap ? 0 : (row[at - gap] as number);
    to[at] = (row[at] as number) - ((left + (above[at] as number)) >> 1);
  }
};

/** Foretells a sample by whichever of its neighbours is nearest to left plus above less corner (9.4). */
const paeth: Filter = (row, above, gap, to) => {
  for (let at = 0; at < row.length; at++) {
    const left = at < gap ? 0 : (row[at - gap] as number);
    const corner = at < gap ? 0 : (above[at - gap] as number);
    const over = above[at] as number;
    const toLeft = Math.abs(over - corner);
    const toOver = Math.abs(left - corner);
    const toCorner = Math.abs(left + over - 2 * corner);
    const nearest = toLeft <= toOver && toLeft <= toCorner ? left : toOver <= toCorner ? over : corner;
    to[at] = (row[at] as number) - nearest;
  }
};

/** By their numbers (9.2). */
const filters: readonly Filter[] = [none, sub, up, average, paeth];

/**
 * Filters each row by the filter that leaves the smallest numbers, as the specification advises (12.7).
 *
 * @param stride The bytes of a row.
 * @param gap The bytes of a pixel.
 */
function filterRows(samples: Uint8Array, stride: number, height: number, gap: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  const tried = filters.map(() => new Uint8Array(stride));
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const row = samples.subarray(y * stride, (y + 1) * stride);
    for (const [number, filter] of filters.entries()) filter(row, above, gap, tried[number] as Uint8Array);
    const sums = tried.map(sumOf);
    const best = sums.indexOf(Math.min(...sums));
    const at = y * (stride + 1);
    rows[at] = best;
    rows.set(tried[best] as Uint8Array, at + 1);
    above = row;
  }
  return rows;
}

/** Filters no row. @param stride The bytes of a row. */
function plainRows(samples: Uint8Array, stride: number, height: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(samples.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return rows;
}

/** Of the distances from zero: 255 is one below it. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte < 128 ? byte : 256 - byte;
  return sum;
}
