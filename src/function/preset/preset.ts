// The type of a preset, and its defaults. parse.ts reads presets from text.

import type { OutputChoice } from '../format/format.ts';
import type { Colour } from './colour.ts';
import type { Fit, Gravity } from './fit.ts';

export type { Colour } from './colour.ts';
export { type Fit, fits, type Gravity, gravities } from './fit.ts';

/** One kind of thumbnail that an operator asks for: a box in pixels, how a photo is fitted into it, and how it is encoded. */
export interface Preset {
  /** Lower-case letters, digits and `-`; empty if the only preset has no name. */
  readonly name: string;
  /** The box in pixels, after EXIF orientation. At least one side is given; the other follows from the photo's aspect ratio. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fit: Fit;
  readonly gravity: Gravity;
  readonly format: OutputChoice;
  /** From 1 to 100; `auto` is the lowest that looks the same; undefined is the format's default. PNG and GIF have none. */
  readonly quality: number | 'auto' | undefined;
  readonly lossless: boolean;
  /** How hard the encoder tries, from 0 (fast) to 9 (small); undefined is the format's default. */
  readonly effort: number | undefined;
  /** The most bytes of the thumbnail's file; undefined is no limit. */
  readonly maxBytes: number | undefined;
  /** The colour of padding. If it is opaque, it also fills transparent parts of the photo, in every format. */
  readonly background: Colour | undefined;
  /** How far a border's colour may differ from its corner's to be trimmed, from 0 to 255; undefined is no trimming. */
  readonly trim: number | undefined;
  /** The most frames of an animation; 1 makes a still image, Infinity keeps all frames. */
  readonly pages: number;
  /** Whether the picture of THUMB_WATERMARK is laid over the thumbnail. */
  readonly watermark: boolean;
  /** Whether the photo may become larger than it is. */
  readonly enlarge: boolean;
}

/** The fields of a preset without options. Its box has no default. */
export const presetDefaults: Omit<Preset, 'width' | 'height'> = {
  name: '',
  fit: 'inside',
  gravity: 'centre',
  format: 'auto',
  quality: undefined,
  lossless: false,
  effort: undefined,
  maxBytes: undefined,
  background: undefined,
  trim: undefined,
  pages: 1,
  watermark: false,
  enlarge: false,
};
