// Where a photo's border of one colour ends: sharp's rule (lovell/sharp, src/operations.cc, Trim), by libvips.

import type { Region, SourceInfo } from '../../src/engine.ts';
import type { Orientation } from '../header/exif.ts';
import { toSeen, toStored } from '../turn.ts';
import { failOn } from './decode.ts';
import { orientationOf } from './region.ts';
import type { Image, Module, Source } from './vips.ts';

/** Neighbours of every pixel are looked at. */
const leastSide = 3;

/**
 * The border has the colour of the top left pixel, and ends where the photo differs from it in colour or in alpha. The photo
 * is decoded once for that pixel, as far as there, and once for each of the two, so that it is never held whole.
 *
 * @param threshold How far a band may differ and still be border, 0-255.
 * @returns As seen; the whole photo where there is no border, or nothing else.
 * @throws libvips' own error if the decoder refuses the bytes.
 */
export function findTrim(vips: Module, source: Source, info: SourceInfo, threshold: number): Region {
  const whole = { left: 0, top: 0, width: info.width, height: info.height };
  if (info.width < leastSide && info.height < leastSide) return whole;
  const corner = readCorner(vips, source, info);
  const found = [findIn(vips, source, corner.colour, (image) => image.copy(), threshold)];
  if (corner.alpha !== undefined) {
    found.push(
      findIn(vips, source, [corner.alpha], (image) => image.extractBand(image.bands - 1), threshold),
    );
  }
  const different = found.filter(({ width, height }) => width > 0 && height > 0);
  return different.length === 0 ? whole : toSeen(around(different), info, corner.orientation);
}

interface Corner {
  readonly orientation: Orientation;
  readonly colour: readonly number[];
  /** Undefined: the photo has none. */
  readonly alpha: number | undefined;
}

function readCorner(vips: Module, source: Source, info: SourceInfo): Corner {
  using image = open(vips, source);
  const orientation = orientationOf(image);
  const { left, top } = toStored({ left: 0, top: 0, width: 1, height: 1 }, info, orientation);
  const bands = image.getpoint(left, top);
  const hasAlpha = image.hasAlpha();
  return {
    orientation,
    colour: hasAlpha ? bands.slice(0, -1) : bands,
    alpha: hasAlpha ? bands[bands.length - 1] : undefined,
  };
}

/** @param background One number for each of the colours of what `choose` chooses. */
function findIn(
  vips: Module,
  source: Source,
  background: readonly number[],
  choose: (image: Image) => Image,
  threshold: number,
): Region {
  using image = open(vips, source);
  using chosen = choose(image);
  const scale = image.format === 'ushort' ? 257 : 1;
  return chosen.findTrim({ background: background.slice(), threshold: threshold * scale });
}

function open(vips: Module, source: Source): Image {
  return vips.Image.newFromSource(source, `[${failOn}]`, { access: 'sequential' });
}

/** The smallest region that all of these lie in. */
function around(regions: readonly Region[]): Region {
  const left = Math.min(...regions.map((one) => one.left));
  const top = Math.min(...regions.map((one) => one.top));
  const right = Math.max(...regions.map((one) => one.left + one.width));
  const bottom = Math.max(...regions.map((one) => one.top + one.height));
  return { left, top, width: right - left, height: bottom - top };
}
