// The port that the searches for quality and size need from an engine: encode a picture, decode the file again, resize
// the picture. Types only.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import type { Pixels } from '../../picture/pixels.ts';
import type { Sides } from '../../picture/sides.ts';
import type { EncodeSettings } from '../encode-settings.ts';

/**
 * Encodes and decodes with one engine.
 *
 * @typeParam P The engine's own picture, which may be encoded and read more than once.
 */
export interface Coder<P> {
  /** Whether it can write PNG and GIF with a smaller palette. */
  readonly hasPalettes: boolean;
  sides(picture: P): Sides;
  encode(picture: P, settings: EncodeSettings): Promise<Uint8Array>;
  /** The picture as the format can show it: without alpha for a JPEG; of an animation the first frame. */
  pixelsFor(picture: P, format: OutputFormat): Pixels;
  /** Decodes a file that `encode` made; `pixelsFor` describes the result. */
  decode(bytes: Uint8Array, format: OutputFormat): Pixels | Promise<Pixels>;
  /** Resizes all of the picture. The smaller picture exists only while `use` runs. */
  withResized<T>(picture: P, sides: Sides, use: (smaller: P) => Promise<T>): Promise<T>;
}

/** One encode: file, quality, and the pixels' width and height. */
export interface EncodeAttempt extends Sides {
  readonly bytes: Uint8Array;
  /** Undefined where the format has no quality. */
  readonly quality: number | undefined;
}
