// A picture in memory, as the codecs of Squoosh and our own arithmetic take it.

/** Straight RGBA, 8 bits per sample, row by row without gaps. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What encoders and filters can make use of: alpha that is always 255, or three colours that are always equal, cost them less. */
export interface PixelTraits {
  readonly hasAlpha: boolean;
  readonly isGrey: boolean;
}
