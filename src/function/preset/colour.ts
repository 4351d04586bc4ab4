// How a colour is written: hexadecimal digits or a name.

import { didYouMean } from '../did-you-mean.ts';

/** sRGB. */
export interface Colour {
  /** 0-255, like the others. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 clear, 1 opaque. */
  readonly alpha: number;
}

/** Name -> its eight digits. */
const names = new Map([
  ['white', 'ffffffff'],
  ['black', '000000ff'],
  ['grey', '808080ff'],
  ['transparent', '00000000'],
  ['gray', '808080ff'],
]);

export const colourForms = '3, 6 or 8 hexadecimal digits like ffffff, or white, black, grey or transparent';

/** Reads `fff`, `ffffff`, `ffffff80` (red, green, blue, alpha), each with `#` or without, or a name; undefined for anything else. */
export function parseColour(text: string): Colour | undefined {
  const digits = names.get(text) ?? text.replace(/^#/, '');
  if (!/^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits)) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (long.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return { red, green, blue, alpha: alpha / 255 };
}

/** The end of a message about what is no colour: the name or the number of digits that was probably meant. */
export function nearestColour(text: string): string {
  const digits = text.replace(/^#/, '');
  if (!/^[0-9a-f]+$/i.test(digits)) return didYouMean(text, [...names.keys()]);
  const length = [8, 6, 3].find((one) => one <= digits.length);
  const near = length === undefined ? digits.repeat(6 / digits.length) : digits.slice(0, length);
  return `; did you mean "${near}"?`;
}
