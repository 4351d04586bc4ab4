// A photo at a whole fraction of its size, by averaging.

import type { Pixels } from './squoosh-glue.ts';

/**
 * Each pixel is the mean of a cell of `across` x `down`, or one more where they do not divide the photo evenly: no row or
 * column is lost. Colours weigh as much as they show.
 */
export function average(pixels: Pixels, across: number, down: number, hasAlpha: boolean): Pixels {
  if (across === 1 && down === 1) return pixels;
  const width = Math.max(1, Math.floor(pixels.width / across));
  const height = Math.max(1, Math.floor(pixels.height / down));
  const data = new Uint8ClampedArray(width * height * 4);
  const sums = new Float64Array(width * 4);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    const top = Math.floor((y * pixels.height) / height);
    const bottom = Math.floor(((y + 1) * pixels.height) / height);
    for (let row = top; row < bottom; row++) {
      if (hasAlpha) addRow(pixels, row, sums, width);
      else addOpaqueRow(pixels, row, sums, width);
    }
    storeRow(sums, data, y, pixels.width, bottom - top);
  }
  return { data, width, height };
}

/** Adds one row of a photo to the sums of its cells: colours times alpha, and alpha. */
function addRow(pixels: Pixels, row: number, sums: Float64Array, width: number): void {
  const { data } = pixels;
  let at = row * pixels.width * 4;
  for (let x = 0; x < width; x++) {
    const end = (row * pixels.width + Math.floor(((x + 1) * pixels.width) / width)) * 4;
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
    add(sums, x * 4, red, green, blue, alpha);
  }
}

/** The same for pixels whose alpha is 255, which is most photos and most of the time. */
function addOpaqueRow(pixels: Pixels, row: number, sums: Float64Array, width: number): void {
  const { data } = pixels;
  let at = row * pixels.width * 4;
  for (let x = 0; x < width; x++) {
    const start = at;
    const end = (row * pixels.width + Math.floor(((x + 1) * pixels.width) / width)) * 4;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; at < end; at += 4) {
      red += data[at] as number;
      green += data[at + 1] as number;
      blue += data[at + 2] as number;
    }
    add(sums, x * 4, red * 255, green * 255, blue * 255, ((end - start) / 4) * 255);
  }
}

function add(sums: Float64Array, at: number, red: number, green: number, blue: number, alpha: number): void {
  sums[at] = (sums[at] as number) + red;
  sums[at + 1] = (sums[at + 1] as number) + green;
  sums[at + 2] = (sums[at + 2] as number) + blue;
  sums[at + 3] = (sums[at + 3] as number) + alpha;
}

/** @param rows How many rows the sums hold. */
function storeRow(
  sums: Float64Array,
  data: Uint8ClampedArray,
  y: number,
  sourceWidth: number,
  rows: number,
): void {
  const width = sums.length / 4;
  for (let x = 0; x < width; x++) {
    const columns = Math.floor(((x + 1) * sourceWidth) / width) - Math.floor((x * sourceWidth) / width);
    const from = x * 4;
    const to = (y * width + x) * 4;
    const alpha = sums[from + 3] as number;
    if (alpha === 0) continue;
    data[to] = (sums[from] as number) / alpha;
    data[to + 1] = (sums[from + 1] as number) / alpha;
    data[to + 2] = (sums[from + 2] as number) / alpha;
    data[to + 3] = alpha / (rows * columns);
  }
}
