// Reduces a photo to a whole fraction of its size, by averaging.
import type { Pixels } from '../picture/pixels.ts';

/**
 * Each new pixel is the mean of a cell of `across` x `down` pixels, or of the part of it that exists at the right and
 * lower edge. Colours are weighted by their alpha.
 *
 * @returns New pixels with straight alpha; the same ones where a cell is one pixel.
 */
export function average(pixels: Pixels, across: number, down: number, hasAlpha: boolean): Pixels {
  if (across === 1 && down === 1) return pixels;
  const width = Math.ceil(pixels.width / across);
  const height = Math.ceil(pixels.height / down);
  const data = new Uint8ClampedArray(width * height * 4);
  const sums = new Float64Array(width * 4);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const bottom = Math.min((y + 1) * down, pixels.height);
    for (let row = y * down; row < bottom; row++) {
      if (hasAlpha) addRow(pixels, row, across, sums);
      else addOpaqueRow(pixels, row, across, sums);
    }
    const cut = width * across - pixels.width;
    storeRow(
      sums,
      data.subarray(y * width * 4, (y + 1) * width * 4),
      across,
      across - cut,
      bottom - y * down,
    );
  }
  return { data, width, height };
}

/** Adds one row of a photo to the sums of its cells: colours times alpha, and alpha. */
function addRow({ data, width }: Pixels, row: number, across: number, sums: Float64Array): void {
  let at = row * width * 4;
  const rowEnd = at + width * 4;
  for (let to = 0; to < sums.length; to += 4) {
    const end = Math.min(at + across * 4, rowEnd);
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    for (; at < end; at += 4) {
      const a = data[at + 3] as number;
      red += (data[at] as number) * a;
      green += (data[at + 1] as number) * a;
      blue += (data[at + 2] as number) * a;
      alpha += a;
    }
    add(sums, to, red, green, blue, alpha);
  }
}

/** Does the same for pixels whose alpha is 255, which is faster and the usual case. */
function addOpaqueRow({ data, width }: Pixels, row: number, across: number, sums: Float64Array): void {
  let at = row * width * 4;
  const rowEnd = at + width * 4;
  for (let to = 0; to < sums.length; to += 4) {
    const end = Math.min(at + across * 4, rowEnd);
    const alpha = ((end - at) / 4) * 255;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; at < end; at += 4) {
      red += data[at] as number;
      green += data[at + 1] as number;
      blue += data[at + 2] as number;
    }
    add(sums, to, red * 255, green * 255, blue * 255, alpha);
  }
}

function add(sums: Float64Array, at: number, red: number, green: number, blue: number, alpha: number): void {
  sums[at] = (sums[at] as number) + red;
  sums[at + 1] = (sums[at + 1] as number) + green;
  sums[at + 2] = (sums[at + 2] as number) + blue;
  sums[at + 3] = (sums[at + 3] as number) + alpha;
}

/**
 * Stores the means of one row of cells.
 *
 * @param row Receives the means.
 * @param across Pixels: the width of each cell, except the last one, whose width is `last`.
 * @param down Pixels: the height of the cells.
 */
function storeRow(sums: Float64Array, row: Uint8ClampedArray, across: number, last: number, down: number) {
  for (let at = 0; at < row.length; at += 4) {
    const alpha = sums[at + 3] as number;
    if (alpha === 0) continue;
    row[at] = (sums[at] as number) / alpha;
    row[at + 1] = (sums[at + 1] as number) / alpha;
    row[at + 2] = (sums[at + 2] as number) / alpha;
    row[at + 3] = alpha / (down * (at + 4 < row.length ? across : last));
  }
}
