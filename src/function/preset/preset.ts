// What an operator calls a thumbnail: a box in pixels, how a photo is fitted into it, and how it is encoded.

import type { OutputChoice } from '../format/format.ts';
import type { Colour } from './colour.ts';
import type { Fit, Gravity } from './fit.ts';

export type { Colour } from './colour.ts';
export { type Fit, fits, type Gravity, gravities } from './fit.ts';

export interface Preset {
  /** Empty for the one unnamed preset. */
  readonly name: string;
  /** Pixels as seen, after EXIF orientation. At least one of the two is given; the other follows the photo's aspect ratio. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fit: Fit;
  readonly gravity: Gravity;
  readonly format: OutputChoice;
  /** 1-100; `auto`: the lowest that looks the same; undefined: the format's default. PNG and GIF ignore it. */
  readonly quality: number | 'auto' | undefined;
  readonly lossless: boolean;
  /** 0 quick, 9 thorough; undefined: the format's default. */
  readonly effort: number | undefined;
  readonly maxBytes: number | undefined;
  /** Of padding; an opaque one fills what is transparent, too, whatever the format. */
  readonly background: Colour | undefined;
  /** How far a border's colour may differ from its corner's to be trimmed, 0-255; undefined: no trimming. */
  readonly trim: number | undefined;
  /** The most frames of an animation; 1: a still; Infinity: all. */
  readonly pages: number;
  /** Does it carry the watermark? */
  readonly watermark: boolean;
  /** May the photo become larger than it is? */
  readonly enlarge: boolean;
}
