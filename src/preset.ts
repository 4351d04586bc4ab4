// What an operator calls a thumbnail: a box in pixels, how a photo is fitted into it, and how it is encoded.

import type { OutputChoice } from './format.ts';

/** sharp's names. `cover` fills the box and crops; `contain` fits and pads; `inside` fits; `outside` covers uncropped; `fill` stretches. */
export const fits = ['inside', 'cover', 'contain', 'outside', 'fill'] as const;
export type Fit = (typeof fits)[number];

/** What a `cover` crop keeps, or where `contain` places the photo in its padding (`entropy` and `attention`: `cover` only). */
export const gravities = [
  'centre',
  'entropy',
  'attention',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const;
export type Gravity = (typeof gravities)[number];

export interface Preset {
  /** Empty for the one unnamed preset. */
  readonly name: string;
  /** Pixels as seen, after EXIF orientation. At least one of the two is given; the other follows the photo's aspect ratio. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fit: Fit;
  readonly gravity: Gravity;
  readonly format: OutputChoice;
  /** 1-100; undefined: the format's default. PNG ignores it. */
  readonly quality: number | undefined;
  /** May the photo become larger than it is? */
  readonly enlarge: boolean;
}
