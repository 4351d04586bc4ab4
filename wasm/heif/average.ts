// Shrinks planes by whole numbers while it makes RGB of them, so that there is never a whole picture in RGB: each new pixel is the
// mean of a cell of old ones, with differences of colour repeated where their planes are smaller, as libheif has them.

import type { Region } from '../../src/function/engine/engine.ts';
import type { Sides } from '../picture/sides.ts';
import { colourMatrix } from './matrix.ts';
import type { HeifPlane, KeptPlanes } from './planes.ts';

/** How many pixels on each side make one. */
export interface Cell {
  readonly across: number;
  readonly down: number;
}

/**
 * Calls `take` with each row of the smaller picture, from the top: red, green, blue and alpha of each pixel, 0-1 and a little beyond, straight, in memory that is
 * used again for the next row. At the right and at the lower edge a cell may be less than whole.
 */
export function averageRows(
  picture: KeptPlanes,
  { across, down }: Cell,
  take: (row: Float32Array, y: number) => void,
): Sides {
  const { kept } = picture;
  const [luma] = picture.planes;
  const width = Math.ceil(kept.width / across);
  const height = Math.ceil(kept.height / down);
  const toRgb = colourMatrix(picture);
  const { alpha } = picture;
  const planes = alpha ? [...picture.planes, alpha] : picture.planes;
  const readers = planes.map((plane) => new CellReader(plane, luma, kept, across));
  const means = readers.map(() => new Float32Array(width));
  const row = new Float32Array(width * 4);
  for (let y = 0; y < height; y++) {
    const end = Math.min((y + 1) * down, kept.height);
    for (const [index, reader] of readers.entries())
      reader.average(y * down, end, means[index] as Float32Array);
    toRgb(means.slice(0, picture.planes.length), row);
    writeAlpha(row, alpha ? means[means.length - 1] : undefined, picture.isPremultiplied);
    take(row, y);
  }
  return { width, height };
}

function writeAlpha(row: Float32Array, alpha: Float32Array | undefined, isPremultiplied: boolean): void {
  for (let at = 3, x = 0; at < row.length; at += 4, x++) {
    const opacity = alpha ? (alpha[x] as number) : 1;
    row[at] = opacity;
    if (!isPremultiplied || opacity === 0) continue;
    for (let band = at - 3; band < at; band++) row[band] = (row[band] as number) / opacity;
  }
}

/** Reads the cells of one plane, row of cells by row of cells. */
class CellReader {
  private readonly plane: HeifPlane;
  private readonly kept: Region;
  private readonly across: number;
  private readonly shiftX: number;
  private readonly shiftY: number;
  /** The sums of one row of the plane, which several rows of the picture may share. */
  private readonly sums: Float64Array;
  private summed = -1;

  constructor(plane: HeifPlane, luma: Sides, kept: Region, across: number) {
    this.plane = plane;
    this.kept = kept;
    this.across = across;
    this.shiftX = plane.width < luma.width ? 1 : 0;
    this.shiftY = plane.height < luma.height ? 1 : 0;
    this.sums = new Float64Array(Math.ceil(kept.width / across));
  }

  /** @param means Receives them, 0-1. */
  average(top: number, end: number, means: Float32Array): void {
    means.fill(0);
    for (let y = top; y < end; y++) {
      this.sumRow((this.kept.top + y) >> this.shiftY);
      for (let x = 0; x < means.length; x++) means[x] = (means[x] as number) + (this.sums[x] as number);
    }
    const { across, kept, plane } = this;
    const most = 2 ** plane.bits - 1;
    const last = kept.width - (means.length - 1) * across;
    for (let x = 0; x < means.length; x++) {
      const columns = x < means.length - 1 ? across : last;
      means[x] = (means[x] as number) / (columns * (end - top) * most);
    }
  }

  private sumRow(row: number): void {
    if (this.summed === row) return;
    this.summed = row;
    const { across, kept, shiftX, sums } = this;
    const { data, stride } = this.plane;
    const start = row * stride;
    const right = kept.left + kept.width;
    for (let to = 0, x = kept.left; to < sums.length; to++) {
      const end = Math.min(x + across, right);
      let sum = 0;
      for (; x < end; x++) sum += data[start + (x >> shiftX)] as number;
      sums[to] = sum;
    }
  }
}
