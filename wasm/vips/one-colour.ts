// Finds pictures that came out of one colour although their photo is not: its samples are not in the range that its format has
// for colours.

import { layoutOf } from './layout.ts';
import { loadRaw, type Opened } from './load.ts';
import type { Image, Module } from './types.ts';

/** What operators are told. */
const warning =
  'the thumbnail is of a single colour and the photo is not: its samples are far from the range that its format has for colours. ' +
  'Export it as an ordinary JPEG or PNG of 8 bits.';

/** Pixels: the photo is compared at about this size, so that single pixels do not count. */
const longestSide = 64;

/** How far the samples of a photo must be apart, as a share of the largest. Less than that may be noise. */
const leastContrast = 0.1;

/** Whether samples are converted in a way that may end all of them at one value. Eight bits without a profile stay what they are. */
export function mayLoseContrast({ info, colours }: Opened): boolean {
  return info.bitDepth > 8 || colours.profile !== undefined || colours.colourimetry !== undefined;
}

/**
 * Compares a decoded picture with its photo's own samples. Costs a second decode, but only where the picture is of one colour.
 *
 * @param picture In memory.
 */
export function warnOfOneColour(vips: Module, opened: Opened, picture: Image): string | undefined {
  if (!isUniform(picture, picture.bands - (picture.hasAlpha() ? 1 : 0), 0)) return undefined;
  using raw = loadRaw(vips, opened);
  using small = raw.resize(Math.min(1, longestSide / Math.max(raw.width, raw.height)));
  return isUniform(small, layoutOf(raw, opened.bytes, opened.info.format).colours, leastContrast)
    ? undefined
    : warning;
}

/** Whether the bands from the first on, as many as are colours, have no more contrast each than this. */
function isUniform(image: Image, colours: number, contrast: number): boolean {
  using stats = image.stats();
  const numbers = stats.writeToMemory();
  // One row for all bands together, then one for each; minimum and maximum come first.
  return Array.from({ length: colours }, (_, band) => (band + 1) * stats.width).every((row) => {
    const [least = 0, most = 0] = [numbers[row], numbers[row + 1]];
    return most - least <= contrast * Math.max(Math.abs(least), Math.abs(most));
  });
}
