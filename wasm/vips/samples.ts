// The samples of a loaded photo. Thumbnails are made of whole numbers of 8 or 16 bits; TIFF and JPEG XL have others as well, which
// libvips would cut off at 255 or at 0.

import { SourceFault } from '../thread/source-fault.ts';
import type { Image } from './types.ts';

/** libvips' names of the colours that a device has. Others, like Lab, are what an eye sees, and have their own numbers. */
const deviceColours: readonly string[] = [
  'b-w',
  'grey16',
  'srgb',
  'rgb',
  'rgb16',
  'scrgb',
  'cmyk',
  'multiband',
];

/** Samples that are taken as they are. */
const ordinary: readonly string[] = ['uchar', 'ushort'];

/** libvips' name of a kind of samples -> the factor that makes 16 bits of it. Floating point is 1 at the brightest. */
const factors: Readonly<Record<string, number>> = { uint: 1 / 65_537, float: 65_535 };

/** Whether the samples are floating point, which without a profile is linear light. */
export function isFloatingPoint({ format, interpretation }: Image): boolean {
  return deviceColours.includes(interpretation) && format === 'float';
}

/** @throws {SourceFault} `source-unsupported` for samples of which it is not known how bright they are. */
export function checkSamples({ format, interpretation }: Image): void {
  if (!deviceColours.includes(interpretation) || ordinary.includes(format) || factors[format]) return;
  throw new SourceFault(
    'source-unsupported',
    `its samples are ${format.endsWith('complex') ? 'complex' : 'signed'} numbers, which say nothing of brightness. ` +
      'Export it as an ordinary JPEG or PNG of 8 bits and upload that.',
  );
}

/**
 * Makes 16 bits of samples that have more, or are floating point.
 *
 * @returns A lazy image; a new handle, which the caller deletes.
 */
export function withOrdinarySamples(image: Image): Image {
  const { format, interpretation, bands } = image;
  const factor = deviceColours.includes(interpretation) ? factors[format] : undefined;
  if (factor === undefined) return image.copy();
  using scaled = image.linear(factor, 0.5);
  using words = scaled.cast('ushort');
  const colours = interpretation === 'cmyk' ? 'cmyk' : bands < 3 ? 'grey16' : 'rgb16';
  return words.copy({ interpretation: colours });
}
