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

/**
 * Filters each row by the filter that leaves the smallest numbers, as the specification advises (12.7). All filters are tried in one
 * pass over a row: a pass for each takes five times as long.
 *
 * @param stride The bytes of a row.
 * @param gap The bytes of a pixel.
 */
function filterRows(samples: Uint8Array, stride: number, height: number, gap: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  const trial = new Trial(stride, gap);
  for (let y = 0; y < height; y++) {
    trial.write(
      samples.subarray(y * stride, (y + 1) * stride),
      rows.subarray(y * (stride + 1), (y + 1) * (stride + 1)),
    );
  }
  return rows;
}

/** Tries the filters on one row after another, from the first one on; each needs the row above. */
class Trial {
  private readonly gap: number;
  /** What each filter but the first one leaves, by their numbers less one (9.2). */
  private readonly tried: readonly [sub: Uint8Array, up: Uint8Array, average: Uint8Array, paeth: Uint8Array];
  /** The row, and the one above, behind a pixel of zeros. */
  private row: Uint8Array;
  private above: Uint8Array;

  constructor(stride: number, gap: number) {
    const room = () => new Uint8Array(stride);
    this.gap = gap;
    this.tried = [room(), room(), room(), room()];
    this.row = new Uint8Array(gap + stride);
    this.above = new Uint8Array(gap + stride);
  }

  /** @param to The number of the filter, and what it leaves of the row. */
  write(samples: Uint8Array, to: Uint8Array): void {
    const { row, above } = this;
    row.set(samples, this.gap);
    const sums = this.filter(samples.length);
    const best = sums.indexOf(Math.min(...sums));
    to[0] = best;
    to.set(this.tried[best - 1] ?? samples, 1);
    this.row = above;
    this.above = row;
  }

  /** @returns For each filter, the sum of the distances from zero. */
  private filter(stride: number): readonly number[] {
    const { row, above, gap } = this;
    const [sub, up, average, paeth] = this.tried;
    let [none, bySub, byUp, byAverage, byPaeth] = [0, 0, 0, 0, 0];
    for (let at = 0; at < stride; at++) {
      const sample = row[at + gap] as number;
      const left = row[at] as number;
      const over = above[at + gap] as number;
      const corner = above[at] as number;
      // Paeth foretells it by whichever neighbour is nearest to left plus above less corner (9.4).
      const toLeft = Math.abs(over - corner);
      const toOver = Math.abs(left - corner);
      const toCorner = Math.abs(left + over - 2 * corner);
      const nearest = toLeft <= toOver && toLeft <= toCorner ? left : toOver <= toCorner ? over : corner;
      sub[at] = sample - left;
      up[at] = sample - over;
      average[at] = sample - ((left + over) >> 1);
      paeth[at] = sample - nearest;
      none += distance(sample);
      bySub += distance(sample - left);
      byUp += distance(sample - over);
      byAverage += distance(sample - ((left + over) >> 1));
      byPaeth += distance(sample - nearest);
    }
    return [none, bySub, byUp, byAverage, byPaeth];
  }
}

/** From zero, of the lowest byte: 255 is one below it. */
function distance(value: number): number {
  return Math.abs((value << 24) >> 24);
}

/** Filters no row. @param stride The bytes of a row. */
function plainRows(samples: Uint8Array, stride: number, height: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(samples.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return rows;
}
