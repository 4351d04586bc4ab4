// How alike two pictures are: sharp decodes both, flattened on white, and they are compared as RGB.

import sharp from 'sharp';

export interface Likeness {
  /** Bits of 64 in which the difference hashes differ (sharp's own measure; 5 and less looks the same). */
  readonly dHash: number;
  /** Mean absolute difference of all bands of all pixels, 0-255. */
  readonly mean: number;
}

/** @throws {Error} if the two differ in size. */
export async function compare(actual: Uint8Array, expected: Uint8Array): Promise<Likeness> {
  const [a, b] = await Promise.all([pixels(actual), pixels(expected)]);
  if (a.info.width !== b.info.width || a.info.height !== b.info.height) {
    throw new Error(`${a.info.width}x${a.info.height} instead of ${b.info.width}x${b.info.height}`);
  }
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] ?? 0) - (b.data[i] ?? 0));
  const [hashA, hashB] = await Promise.all([differenceHash(actual), differenceHash(expected)]);
  const dHash = hashA.filter((bit, index) => bit !== hashB[index]).length;
  return { dHash, mean: sum / a.data.length };
}

function opaque(bytes: Uint8Array) {
  return sharp(bytes).flatten({ background: 'white' }).toColourspace('srgb').removeAlpha();
}

function pixels(bytes: Uint8Array) {
  return opaque(bytes).raw().toBuffer({ resolveWithObject: true });
}

/** RGB, 8 bits per band, what is transparent on white. */
export async function opaquePixels(bytes: Uint8Array) {
  const { data, info } = await pixels(bytes);
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Is each of 8x8 grey cells brighter than its right neighbour? */
async function differenceHash(bytes: Uint8Array): Promise<boolean[]> {
  const flat = await opaque(bytes).png().toBuffer();
  const grey = await sharp(flat).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  return Array.from({ length: 64 }, (_, i) => {
    const at = Math.floor(i / 8) * 9 + (i % 8);
    return (grey[at] ?? 0) > (grey[at + 1] ?? 0);
  });
}
