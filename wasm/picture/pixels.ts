// A picture in JavaScript's memory, as the codecs of Squoosh and this project's own arithmetic take it.

/** RGBA with straight alpha, 8 bits per sample, row by row without gaps. In sRGB unless a function says otherwise. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Checks pixels where one library hands them to another, which would take any bytes for RGBA.
 *
 * @returns The same pixels.
 * @throws {Error} if they are not as many bytes as their sides say.
 */
export function checkPixels(pixels: Pixels): Pixels {
  const { data, width, height } = pixels;
  if (data.length === width * height * 4) return pixels;
  throw new Error(
    `${width}x${height} pixels of RGBA came as ${data.length} bytes instead of ${width * height * 4}`,
  );
}

/**
 * What encoders and filters can use to do less: alpha is 255 everywhere unless `hasAlpha`; with `isGrey` the three
 * colours are equal.
 */
export interface PixelTraits {
  readonly hasAlpha: boolean;
  readonly isGrey: boolean;
}
