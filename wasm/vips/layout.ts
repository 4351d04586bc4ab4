// What the bands of a loaded photo are. All libraries take bands by their place, and none of them asks: so every photo is brought
// into one layout as soon as it is loaded, which is its colours and then its alpha, if it has one.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { findAlpha } from '../header/extra-samples.ts';
import type { Image } from './types.ts';

export interface Layout {
  /** How many bands are colours; they are the first ones. */
  readonly colours: 1 | 3 | 4;
  /** The band that is alpha, counted from 0; undefined if there is none. */
  readonly alpha: number | undefined;
  /** How many bands are neither. */
  readonly others: number;
  /** Whether the file does not say that the three bands which are shown are red, green and blue. */
  readonly isGuessed: boolean;
}

/** What libvips calls images of one band of colour; `multiband` is what it does not know. */
const greys: readonly string[] = ['b-w', 'grey16', 'multiband'];

/**
 * Says what the bands are.
 *
 * @param bytes The encoded source.
 */
export function layoutOf(image: Image, bytes: Uint8Array, format: SourceFormat): Layout {
  const { bands, interpretation } = image;
  const place = format === 'tiff' ? findAlpha(bytes) : 0;
  // Bands of a satellite are written as shades of grey, each of them. An alpha means that the file knows what it is about.
  const isGuessed = greys.includes(interpretation) && bands > 2 && !(place !== undefined && place >= 0);
  const colours = interpretation === 'cmyk' ? 4 : greys.includes(interpretation) && !isGuessed ? 1 : 3;
  const extra = bands - colours;
  // Without a word about it, a single extra band is alpha.
  const index = place ?? (extra === 1 ? 0 : -1);
  const alpha = index >= 0 && index < extra ? colours + index : undefined;
  return { colours, alpha, others: extra - (alpha === undefined ? 0 : 1), isGuessed };
}

/** What the colours are, as `SourceInfo` says it. */
export function colourOf({ colours }: Layout): SourceInfo['colour'] {
  return ({ 1: 'grey', 3: 'rgb', 4: 'cmyk' } as const)[colours];
}

/**
 * Leaves out the bands that are neither colour nor alpha, and gives colours that libvips does not know their name.
 *
 * @returns A lazy image; a new handle, which the caller deletes.
 */
export function withLayout(image: Image, { colours, alpha, others, isGuessed }: Layout): Image {
  const isUnknown = isGuessed || image.interpretation === 'multiband';
  if (others === 0 && !isUnknown) return image.copy();
  using shown = image.extractBand(0, { n: colours });
  using bands = alpha === undefined ? shown.copy() : withAlpha(shown, image, alpha);
  const names = colours === 1 ? (['b-w', 'grey16'] as const) : (['srgb', 'rgb16'] as const);
  const interpretation = isUnknown ? names[image.format === 'ushort' ? 1 : 0] : image.interpretation;
  return bands.copy({ interpretation: interpretation as 'srgb' });
}

function withAlpha(colours: Image, image: Image, band: number): Image {
  using alpha = image.extractBand(band);
  return colours.bandjoin(alpha);
}

/**
 * Checks a picture before it is encoded: whatever has been done to it, it must be sRGB or grey, with or without alpha.
 *
 * @throws {Error} if it is of another kind, which is a fault of this code and not of the photo.
 */
export function checkLayout({ bands, format, interpretation }: Image): void {
  const colours = { 'b-w': 1, srgb: 3 }[interpretation] ?? 0;
  if (format === 'uchar' && (bands === colours || bands === colours + 1) && colours > 0) return;
  throw new Error(
    `the picture is ${interpretation} of ${bands} bands of ${format} instead of sRGB or grey of 8 bits`,
  );
}

/** @returns What operators are told where bands are left out, or are shown as what they may not be. */
export function describeLayout({ others, isGuessed }: Layout): string | undefined {
  const count = `${others} ${others === 1 ? 'channel' : 'channels'}`;
  if (isGuessed) {
    return (
      'the photo does not say which of its channels are red, green and blue: the first three are shown' +
      `${others > 0 ? `, and ${count} left out` : ''}. Export it as RGB.`
    );
  }
  if (others === 0) return undefined;
  return (
    `the photo has ${count} besides its colours, such as a saved selection or a spot colour, which thumbnails leave out. ` +
    'Export it without them if that is not what is wanted.'
  );
}
