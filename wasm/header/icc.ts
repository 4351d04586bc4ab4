// Reads ICC profiles made of a matrix and curves (ICC.1:2022), which cameras, phones and screens have: how to convert a pixel to
// sRGB, and whether that changes it at all. Whether a profile is sRGB's is answered by its numbers, and by its name only where it
// has none: the pixels are decoded, so that a wrong name changes nothing. Keeping a photo's own bytes is stricter
// (src/function/metadata/profile.ts).

import { attempt, ByteReader } from '../../src/function/container/bytes.ts';
import { descriptions, findTag, findWholeTag, isTableInOrder } from '../../src/function/container/icc.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { type Curve, lightOf, readCurve } from './icc-curve.ts';
import { tablesOf } from './icc-tables.ts';
import { linear, toSrgbByte, xyzToSrgb } from './srgb.ts';

/** How samples in a profile's colour space become linear sRGB. */
export interface Conversion {
  /** For red, green and blue: 0-255 -> linear light, 0-1. */
  readonly curves: readonly (readonly number[])[];
  /** Linear light -> linear sRGB, three rows of three; may leave 0-1. */
  readonly matrix: readonly number[];
}

/** A profile by which nothing is converted: the photo is shown without it. */
export interface Unusable {
  /** Why, as the end of a sentence. */
  readonly unusable: string;
}

/** `sRGB`: nothing to do. `tables`: described by colour tables, which only a colour engine reads. */
export type Meaning = Conversion | 'sRGB' | 'tables' | Unusable;

/** Of 255: a smaller difference cannot be seen. */
const tolerance = 1;

type Colour = 'grey' | 'rgb' | 'cmyk';

/** How profiles name the colours that they are for. */
const spaces: Readonly<Record<Colour, string>> = { grey: 'GRAY', rgb: 'RGB ', cmyk: 'CMYK' };

const channelsOf: Readonly<Record<Colour, number>> = { grey: 1, rgb: 3, cmyk: 4 };

/** The classes of profiles that describe pixels (ICC.1:2022, 7.2.5): of cameras and scanners, screens, printers, colour spaces. */
const classesOfPixels: readonly string[] = ['scnr', 'mntr', 'prtr', 'spac'];

/** Classes of profiles that do not, and what they are. */
const otherClasses: Readonly<Record<string, string>> = {
  link: 'a link between two devices',
  abst: 'an effect',
  nmcl: 'a list of named colours',
};

/** Where colours are described as numbers between the device and the eye (7.2.7). */
const connections: readonly string[] = ['XYZ ', 'Lab '];

/** The newest version that colour engines read. */
const newestVersion = 4;

/**
 * Says what a profile means for pixels. No profile is a reason to refuse a photo: what is damaged, or not for such pixels, is
 * unusable.
 */
export function readProfile(profile: Uint8Array, colour: Colour): Meaning {
  const file = new ByteReader(profile);
  return attempt(() => problemOf(file, colour) ?? readFor(colour, file)) ?? { unusable: 'it is damaged' };
}

/**
 * The bytes of a profile by which pixels are converted, as `SourceInfo` has them: a colour engine takes many times as much memory.
 *
 * @returns Nothing of a profile that changes no pixel, or cannot be used.
 */
export function profileBytesOf(
  profile: Uint8Array | undefined,
  colour: Colour,
): { readonly profileBytes?: number } {
  const meaning = profile ? readProfile(profile, colour) : 'sRGB';
  return profile && meaning !== 'sRGB' && !isUnusable(meaning) ? { profileBytes: profile.length } : {};
}

function problemOf(file: ByteReader, colour: Colour): Unusable | 'sRGB' | undefined {
  const deviceClass = file.text(12, 4);
  const space = file.text(16, 4);
  if (!file.hasText(36, 'acsp')) return { unusable: 'it lacks the signature of a profile' };
  if (!classesOfPixels.includes(deviceClass)) {
    return {
      unusable: `it is ${otherClasses[deviceClass] ?? 'of an unknown class'}, not a description of pixels`,
    };
  }
  if (file.u8(8) > newestVersion) return { unusable: `it is of version ${file.u8(8)}` };
  if (!connections.includes(file.text(20, 4)) || !isTableInOrder(file)) return { unusable: 'it is damaged' };
  if (space === spaces[colour]) return undefined;
  // Programs leave the profile of a colour photo in the grey one that they make of it. sRGB changes nothing there either.
  if (colour === 'grey' && space === spaces.rgb && readFor('rgb', file) === 'sRGB') return 'sRGB';
  return {
    unusable: `it is for other colours than the photo's, which is ${colour === 'grey' ? 'grey' : colour.toUpperCase()}`,
  };
}

/**
 * HDR profiles have a tag of their own that says what they are (ICC.1:2022, 9.2.17); by their curves alone the picture would be
 * dark.
 *
 * @returns undefined if the profile is not HDR: `readProfile` says what it is.
 */
export function readHdrProfile(profile: Uint8Array): Colourimetry | undefined {
  try {
    const file = new ByteReader(profile);
    const at = findTag(file, 'cicp');
    const meaning = at === undefined ? undefined : byCodePoints(file.u8(at + 8), file.u8(at + 9));
    return meaning?.transfer === 'pq' || meaning?.transfer === 'hlg' ? meaning : undefined;
  } catch {
    return undefined;
  }
}

/** @returns What a profile for grey says; undefined for others, and for what is damaged. */
export function readGreyProfile(profile: Uint8Array): Colourimetry | undefined {
  try {
    const file = new ByteReader(profile);
    const isUsable = problemOf(file, 'grey') === undefined && !isUnusable(readProfile(profile, 'grey'));
    const transfer = isUsable ? readGreyCurve(file) : undefined;
    return transfer && { transfer, matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  } catch {
    return undefined;
  }
}

export function isUnusable(meaning: Meaning): meaning is Unusable {
  return typeof meaning === 'object' && 'unusable' in meaning;
}

/** The warning for a photo that is shown without its profile. */
export function ignoredProfile({ unusable }: Unusable): string {
  return `the colour profile was ignored: ${unusable}. If colours are wrong, export the photo again as sRGB.`;
}

/** @throws {Error} if the profile cannot be read. */
function readFor(colour: Colour, file: ByteReader): Meaning {
  // Colour engines prefer tables to a matrix, and fail by those that are damaged.
  if (tablesOf(file, channelsOf[colour]) === 'damaged') return { unusable: 'its tables are damaged' };
  const found = colour === 'cmyk' ? undefined : colour === 'grey' ? readGrey(file) : readMatrix(file);
  if (found === undefined) return readTables(file, colour);
  if (isClose(found)) return 'sRGB';
  const shades = [0, 128, 255].map((value) => convert(found, [value, value, value]));
  return isPlausible(shades) ? found : { unusable: 'grey would not be grey' };
}

/** Of 255: how far the bands of a grey may be apart. Old profiles of screens have a white that is not adapted. */
const maxTint = 40;

/** Of 255: between which bounds each band of black, of a middle grey and of white must be. A linear profile makes 188 of 128. */
const plausible: readonly (readonly [least: number, most: number])[] = [
  [0, 90],
  [40, 225],
  [190, 255],
];

/**
 * Whether a profile does not distort what it must keep: colour engines convert by any numbers, also by those of a damaged profile.
 *
 * @param shades What becomes of black, of the device's middle grey and of white: sRGB, 0-255.
 */
export function isPlausible(shades: readonly (readonly number[])[]): boolean {
  return plausible.every(([least, most], index) => {
    const bands = shades[index] ?? [];
    const isInside = bands.every((band) => band >= least && band <= most);
    return isInside && Math.max(...bands) - Math.min(...bands) <= maxTint;
  });
}

function readGrey(file: ByteReader): Conversion | undefined {
  const found = readGreyCurve(file);
  const curve = found && sampled(found);
  return curve && { curves: [curve, curve, curve], matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
}

/** Where grey is described to the eye in Lab, its curve does not give light but lightness. */
function readGreyCurve(file: ByteReader): Curve | undefined {
  const at = findWholeTag(file, 'kTRC');
  if (at === undefined) return undefined;
  const curve = readCurve(file, at);
  return file.hasText(20, 'Lab ') ? (value) => lightOf(curve(value)) : curve;
}

/** A matrix leads to XYZ: colour engines read it as that also where a profile says Lab, which it may not. */
function readMatrix(file: ByteReader): Conversion | undefined {
  const curves: number[][] = [];
  const columns: number[][] = [];
  for (const primary of ['r', 'g', 'b']) {
    const curve = findWholeTag(file, `${primary}TRC`);
    const colourant = findWholeTag(file, `${primary}XYZ`);
    if (curve === undefined || colourant === undefined || !file.hasText(colourant, 'XYZ ')) return undefined;
    curves.push(sampled(readCurve(file, curve)));
    columns.push([0, 1, 2].map((i) => file.fixed(colourant + 8 + i * 4)));
  }
  // Colourants are columns of the matrix to XYZ; both are relative to D50, so that no adaptation is left to do.
  const matrix = [0, 3, 6].reduce<number[]>(
    (rows, row) =>
      rows.concat(
        columns.map((column) =>
          column.reduce((sum, value, i) => sum + (xyzToSrgb[row + i] as number) * value, 0),
        ),
      ),
    [],
  );
  return { curves, matrix };
}

/** A profile made of tables. By its name: all that name sRGB are taken for it, so that no colour engine is needed. */
function readTables(file: ByteReader, colour: Colour): Meaning {
  if (colour === 'rgb' && says(file, 'sRGB')) return 'sRGB';
  return tablesOf(file, channelsOf[colour]) === 'whole'
    ? 'tables'
    : { unusable: 'it has neither curves nor tables by which to convert' };
}

/** Whether a profile names JPEG XL's colours, in which jpegli writes JPEGs: one channel of light, and two of differences. */
export function isXyb(profile: Uint8Array): boolean {
  return says(new ByteReader(profile), 'XYB');
}

function says(file: ByteReader, text: string): boolean {
  const search = () => {
    for (const one of descriptions(file)) if (one?.includes(text)) return true;
    return false;
  };
  return attempt(search) ?? false;
}

function sampled(curve: Curve): number[] {
  return Array.from({ length: 256 }, (_, value) => curve(value / 255));
}

/** Do colours all over the cube stay where they are? */
function isClose(conversion: Conversion): boolean {
  const steps = [0, 51, 102, 153, 204, 255];
  return steps.every((red) =>
    steps.every((green) =>
      steps.every((blue) => {
        const given = [red, green, blue];
        return convert(conversion, given).every(
          (value, band) => Math.abs(value - (given[band] as number)) <= tolerance,
        );
      }),
    ),
  );
}

function convert({ curves, matrix }: Conversion, bands: readonly number[]): number[] {
  const light = bands.map((value, band) => curves[band]?.[value] ?? linear(value / 255));
  return [0, 3, 6].map((row) =>
    toSrgbByte(light.reduce((sum, value, i) => sum + value * (matrix[row + i] as number), 0)),
  );
}
