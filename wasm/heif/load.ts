// A HEIC's picture at one size: decoded, made smaller and converted to sRGB. HDR is tone-mapped.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { byCodePoints, type Colourimetry } from '../header/colourimetry.ts';
import { corrupt } from '../header/facts.ts';
import type { HeicLayout } from '../header/heif-picture.ts';
import { type Conversion, readHdrProfile } from '../header/icc.ts';
import { toLight } from '../header/transfer.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { pixelsToSrgb } from '../raster/colour.ts';
import { averagingFor, resample, resampleAveraged } from '../raster/resample.ts';
import { averageRows, type Cell } from './average.ts';
import { toneMapPixels } from './hdr.ts';
import type { Libheif } from './libheif.ts';
import type { HeifPlanes, KeptPlanes } from './planes.ts';

/** What the header says, and what its profile means. */
export interface HeicFacts {
  readonly info: SourceInfo;
  readonly profile: Uint8Array | undefined;
  /** By the profile; undefined where there is none, or it changes nothing. */
  readonly conversion: Conversion | undefined;
  readonly layout: HeicLayout;
}

/**
 * @param sides Pixels of the result.
 * @returns Upright, sRGB, 8 bits per sample, straight alpha.
 * @throws {SourceFault}
 */
export function loadHeic(libheif: Libheif, bytes: Uint8Array, facts: HeicFacts, sides: Sides): Pixels {
  const { info, profile, conversion, layout } = facts;
  return libheif.decode(bytes, layout.apertures, (decoded) => {
    checkPlanes(decoded, layout.whole);
    const picture = { ...decoded, kept: layout.kept };
    // Averages are of straight colours, which are wrong where some are not seen.
    const cell = info.hasAlpha ? { across: 1, down: 1 } : averagingFor(info, sides);
    const meaning = profile ? readHdrProfile(profile) : byCodePoints(picture.primaries, picture.transfer);
    if (meaning && isHdr(meaning)) {
      return shrink(toneMapPixels(picture, cell, meaning), cell, info, sides);
    }
    const pixels = shrink(averagePixels(picture, cell), cell, info, sides);
    return pixelsToSrgb(pixels, profile ? conversion : meaning && convertBy(meaning));
  });
}

function isHdr({ transfer }: Colourimetry): boolean {
  return transfer === 'pq' || transfer === 'hlg';
}

function convertBy({ matrix, transfer }: Colourimetry): Conversion {
  const curve = Array.from({ length: 256 }, (_, value) => toLight(transfer, value / 255));
  return { curves: [curve, curve, curve], matrix };
}

/** Does the decoder's picture have the size that its header says, and that everything else was calculated by? */
function checkPlanes({ planes, alpha }: HeifPlanes, { width, height }: Sides): void {
  const [luma, ...colours] = planes;
  const isHalf = (part: number, whole: number) => part === whole || part === Math.ceil(whole / 2);
  const fits =
    luma.width === width &&
    luma.height === height &&
    colours.every((one) => isHalf(one.width, width) && isHalf(one.height, height)) &&
    (!alpha || (alpha.width === width && alpha.height === height));
  if (!fits) throw corrupt(`it was decoded to ${luma.width}x${luma.height} pixels`);
}

function averagePixels(picture: KeptPlanes, cell: Cell): Pixels {
  const { width, height } = picture.kept;
  const columns = Math.ceil(width / cell.across);
  const data = new Uint8ClampedArray(columns * Math.ceil(height / cell.down) * 4);
  const sides = averageRows(picture, cell, (row, y) => {
    for (let x = 0, to = y * columns * 4; x < row.length; x++, to++) data[to] = (row[x] as number) * 255;
  });
  return { data, ...sides };
}

function shrink(averaged: Pixels, { across, down }: Cell, info: SourceInfo, sides: Sides): Pixels {
  if (across === 1 && down === 1) return resample(averaged, sides.width, sides.height, info.hasAlpha);
  const exact = { width: info.width / across, height: info.height / down };
  return resampleAveraged(averaged, exact, sides, info.hasAlpha);
}
