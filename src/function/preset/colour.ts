// Reads colours that are written as hexadecimal digits or as a name.

import { didYouMean } from '../did-you-mean.ts';

/** A colour in sRGB. */
export interface Colour {
  /** From 0 to 255, like green and blue. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** From 0 (transparent) to 1 (opaque). */
  readonly alpha: number;
}

/** Name -> eight hexadecimal digits: red, green, blue, alpha. */
const names = new Map([
  ['white', 'ffffffff'],
  ['black', '000000ff'],
  ['grey', '808080ff'],
  ['transparent', '00000000'],
  ['gray', '808080ff'],
]);

/** How a colour may be written, for error messages. */
export const colourForms = '3, 6 or 8 hexadecimal digits like ffffff, or white, black, grey or transparent';

/**
 * Reads a colour: three, six or eight hexadecimal digits (red, green, blue, alpha), with or without `#`, or a name.
 *
 * @returns undefined for anything else.
 * @example
 * parseColour('f00') // { red: 255, green: 0, blue: 0, alpha: 1 }
 * parseColour('#00000080') // { red: 0, green: 0, blue: 0, alpha: 128 / 255 }
 */
export function parseColour(text: string): Colour | undefined {
  const digits = names.get(text) ?? text.replace(/^#/, '');
  if (!/^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits)) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (long.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return { red, green, blue, alpha: alpha / 255 };
}

/** The end of a message about a text that is not a colour: the colour that was probably meant, or the empty text. */
export function nearestColour(text: string): string {
  const digits = text.replace(/^#/, '');
  if (!/^[0-9a-f]+$/i.test(digits)) return didYouMean(text, [...names.keys()]);
  const length = [8, 6, 3].find((one) => one <= digits.length);
  const near = length === undefined ? digits.repeat(6 / digits.length) : digits.slice(0, length);
  return `; did you mean "${near}"?`;
}
