// The names of fits and gravities, which are sharp's.

/**
 * How a photo is fitted into a preset's box: `inside` makes it as large as fits; `cover` fills the box and crops; `contain` fits
 * it inside and pads; `outside` covers the box without cropping; `fill` stretches it.
 */
export const fits = ['inside', 'cover', 'contain', 'outside', 'fill'] as const;
export type Fit = (typeof fits)[number];

/**
 * Which part of the photo a `cover` crop keeps, or where `contain` places the photo in its padding. `entropy` (the part with most
 * detail) and `attention` (the part that catches the eye) choose by what the photo shows, and only go with `cover`.
 */
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
