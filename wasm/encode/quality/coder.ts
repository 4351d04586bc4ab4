// What quality and budget need of an engine: a picture, files made of it, and those files seen again. Types only.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import type { Pixels } from '../../picture/pixels.ts';
import type { Sides } from '../../picture/sides.ts';
import type { EncodeSettings } from '../encode-settings.ts';

/** @typeParam P The engine's own picture, which may be encoded and looked at more than once. */
export interface Coder<P> {
  /** Can it write PNGs and GIFs of fewer colours? */
  readonly hasPalettes: boolean;
  sides(picture: P): Sides;
  encode(picture: P, settings: EncodeSettings): Promise<Uint8Array>;
  /** The picture as the format can show it; of an animation the first frame. */
  pixelsFor(picture: P, format: OutputFormat): Pixels;
  /** A file that `encode` made, the same way. */
  decode(bytes: Uint8Array, format: OutputFormat): Pixels | Promise<Pixels>;
  /** Makes a smaller one of all of it, and holds it for as long as `use` takes. */
  withResized<T>(picture: P, sides: Sides, use: (smaller: P) => Promise<T>): Promise<T>;
}

/** What came of a search. */
export interface EncodeAttempt extends Sides {
  readonly bytes: Uint8Array;
  /** undefined where the format has none. */
  readonly quality: number | undefined;
}
