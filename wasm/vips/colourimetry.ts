// Converts photos to sRGB by libvips' arithmetic where their colours are described without a profile, or are HDR.
// libvips would treat both as sRGB.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { readAvifColour } from '../header/avif.ts';
import { ifReadable } from '../header/bytes.ts';
import type { Colourimetry } from '../header/colourimetry.ts';
import { readGreyProfile, readHdrProfile } from '../header/icc.ts';
import { readPngColour } from '../header/png-colour.ts';
import { toLight } from '../header/transfer.ts';
import type { Sides } from '../picture/sides.ts';
import { orientationOf } from './orientation.ts';
import { judgeProfile } from './profile.ts';
import { tableOf, toDisplay, toneMap } from './tone.ts';
import type { Image, Module } from './types.ts';

/** How the colours of a photo are to be read. Where both are undefined, they are sRGB, or what libvips takes CMYK for. */
export interface ColourReading {
  /** They are converted by this code. */
  readonly colourimetry: Colourimetry | undefined;
  /** They are converted by libvips' colour engine. */
  readonly profile: Uint8Array | undefined;
}

/** What is known of a photo's colours. */
interface ColourFacts {
  /** The encoded source. */
  readonly bytes: Uint8Array;
  readonly info: SourceInfo;
  /** The embedded ICC profile. */
  readonly profile: Uint8Array | undefined;
  /** Whether samples are light where no profile says what they are. */
  readonly isLinear: boolean;
}

/** sRGB's colours, and samples that are light. */
const linearLight: Colourimetry = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], transfer: 1 };

/** Decides how colours are read, before a pixel is decoded. */
export function readColours(
  vips: Module,
  { bytes, info, profile, isLinear }: ColourFacts,
): { readonly colours: ColourReading; readonly warning: string | undefined } {
  const stated = colourimetryOf(bytes, info.format, profile);
  if (stated) return { colours: { colourimetry: stated, profile: undefined }, warning: undefined };
  const judged = profile && judgeProfile(vips, profile, info);
  const warning = judged?.warning;
  const hasMeaning = judged !== undefined && warning === undefined;
  const colourimetry = isLinear && !hasMeaning && info.colour !== 'cmyk' ? linearLight : undefined;
  return { colours: { colourimetry, profile: judged?.profile }, warning };
}

/** @returns Undefined where libvips itself reads them right, by profile or as sRGB. */
function colourimetryOf(
  bytes: Uint8Array,
  format: SourceFormat,
  profile: Uint8Array | undefined,
): Colourimetry | undefined {
  const hdr = profile && readHdrProfile(profile);
  if (hdr) return hdr;
  // If the header is damaged, the decoder will report it.
  if (format === 'png') return ifReadable(() => readPngColour(bytes));
  if (format !== 'avif') return undefined;
  // A grey AVIF is decoded to RGB, to which its profile for grey cannot be applied.
  return profile ? readGreyProfile(profile) : ifReadable(() => readAvifColour(bytes));
}

/** The largest sample of 16 bits. */
const max16 = 65_535;

/**
 * Resizes an image and converts it to sRGB.
 *
 * @param stored RGB or grey, 8 or 16 bits, as stored (not yet upright). It is read once.
 * @param sides Pixels of the result, as seen after EXIF orientation.
 * @returns sRGB, 8 bits per band, straight alpha; a new handle, which the caller deletes.
 */
export function toSrgb(vips: Module, stored: Image, sides: Sides, { matrix, transfer }: Colourimetry): Image {
  const isHdr = transfer === 'pq' || transfer === 'hlg';
  using streamed = resize(stored, sides);
  // Tone mapping first looks for the brightest pixels, and then reads all pixels again.
  using resized = isHdr ? streamed.copyMemory() : streamed.copy();
  const hasAlpha = resized.hasAlpha();
  using colours = hasAlpha ? resized.extractBand(0, { n: resized.bands - 1 }) : resized.copy();
  using rgb = colours.bands === 1 ? colours.bandjoin([colours, colours]) : colours.copy();
  using linear = toLinearSrgb(vips, rgb, { matrix, transfer });
  using displayed = isHdr ? toneMap(vips, linear) : linear.copy();
  using scrgb = displayed.copy({ interpretation: 'scrgb' });
  using srgb = scrgb.colourspace('srgb');
  if (!hasAlpha) return srgb.copy();
  using alpha = resized.extractBand(resized.bands - 1);
  using alphaByte = alpha.linear(255 / max16, 0.5, { uchar: true });
  return srgb.bandjoin(alphaByte);
}

/**
 * Resizes with premultiplied alpha.
 *
 * @returns 16 bits per band, straight alpha, upright.
 */
function resize(stored: Image, sides: Sides): Image {
  const isSideways = orientationOf(stored) >= 5;
  const width = isSideways ? sides.height : sides.width;
  const height = isSideways ? sides.width : sides.height;
  using premultiplied = stored.hasAlpha() ? stored.premultiply() : stored.copy();
  using resized = premultiplied.resize(width / stored.width, { vscale: height / stored.height });
  using straight = stored.hasAlpha() ? resized.unpremultiply() : resized.copy();
  using scaled = straight.linear(stored.format === 'ushort' ? 1 : 257, 0.5);
  using deep = scaled.cast('ushort');
  return deep.autorot();
}

/** @returns Linear light, 1 is white; HDR goes beyond that. */
function toLinearSrgb(vips: Module, rgb: Image, { matrix, transfer }: Colourimetry): Image {
  using table = tableOf(vips, (code) => toLight(transfer, code / max16));
  using decoded = rgb.maplut(table);
  using light = transfer === 'hlg' ? toDisplay(vips, decoded) : decoded.copy();
  using rows = vips.Image.newMatrix(3, 3, matrix.slice());
  return light.recomb(rows);
}
