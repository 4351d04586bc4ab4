// A picture in JavaScript's memory, as the codecs of Squoosh and this project's own arithmetic take it.

/** RGBA with straight alpha, 8 bits per sample, row by row without gaps. In sRGB unless a function says otherwise. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * What encoders and filters can use to do less: alpha is 255 everywhere unless `hasAlpha`; with `isGrey` the three
 * colours are equal.
 */
export interface PixelTraits {
  readonly hasAlpha: boolean;
  readonly isGrey: boolean;
}
