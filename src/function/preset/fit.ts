// The words that a preset takes from sharp.

/** `cover` fills the box and crops; `contain` fits and pads; `inside` fits; `outside` covers uncropped; `fill` stretches. */
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
