// A picture in memory, as the codecs of Squoosh and our own arithmetic take it.

/** Straight RGBA, 8 bits per sample, row by row without gaps. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}
