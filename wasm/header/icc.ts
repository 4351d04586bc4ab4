// Reads ICC profiles made of a matrix and curves (ICC.1:2022), which cameras, phones and screens have: how to convert a pixel to
// sRGB, and whether that changes it at all. Whether a profile is sRGB's is answered by its numbers, and by its name only where it
// has none: the pixels are decoded, so that a wrong name changes nothing. Keeping a photo's own bytes is stricter
// (src/function/metadata/profile.ts).

import { attempt, ByteReader } from '../../src/function/container/bytes.ts';
import { descriptions, findTag } from '../../src/function/container/icc.ts';

import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { type Curve, readCurve } from './icc-curve.ts';
import { linear, toSrgbByte, xyzToSrgb } from './srgb.ts';

/** How samples in a profile's colour space become linear sRGB. */
export interface Conversion {
  /** For red, green and blue: 0-255 -> linear light, 0-1. */
  readonly curves: readonly (readonly number[])[];
  /** Linear light -> linear sRGB, three rows of three; may leave 0-1. */
  readonly matrix: readonly number[];
}

/** `sRGB`: nothing to do. `tables`: described by colour tables, which only a colour engine reads. */
export type Meaning = Conversion | 'sRGB' | 'tables';

/** Of 255: a smaller difference cannot be seen. */
const tolerance = 1;

/** @returns `sRGB` also for a profile that is damaged, or is not for such pixels: it is ignored, as by other decoders. */
export function readProfile(profile: Uint8Array, colour: 'grey' | 'rgb' | 'cmyk'): Meaning {
  try {
    const file = new ByteReader(profile);
    const found = readFor(colour, file, file.text(16, 4));
    return typeof found !== 'string' && isClose(found) ? 'sRGB' : found;
  } catch {
    return 'sRGB';
  }
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
    const at = file.text(16, 4) === 'GRAY' ? findTag(file, 'kTRC') : undefined;
    return at === undefined
      ? undefined
      : { transfer: readCurve(file, at), matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  } catch {
    return undefined;
  }
}

/** @param space What the profile says its samples are. */
function readFor(colour: 'grey' | 'rgb' | 'cmyk', file: ByteReader, space: string): Meaning {
  if (colour === 'grey' && space === 'GRAY') return readGrey(file);
  if (colour === 'rgb' && space === 'RGB ') return readMatrix(file);
  return 'sRGB';
}

function readGrey(file: ByteReader): Conversion | 'sRGB' {
  const at = findTag(file, 'kTRC');
  if (at === undefined) return 'sRGB';
  const curve = sampled(readCurve(file, at));
  return { curves: [curve, curve, curve], matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
}

function readMatrix(file: ByteReader): Meaning {
  const curves: number[][] = [];
  const columns: number[][] = [];
  for (const primary of ['r', 'g', 'b']) {
    const curve = findTag(file, `${primary}TRC`);
    const colourant = findTag(file, `${primary}XYZ`);
    if (curve === undefined || colourant === undefined) return saysSrgb(file) ? 'sRGB' : 'tables';
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

/** By its name. It is made of tables, and the engine that asks has none to convert by: all that name sRGB are taken for it. */
function saysSrgb(file: ByteReader): boolean {
  const search = () => {
    for (const one of descriptions(file)) if (one?.includes('sRGB')) return true;
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
