// The Squoosh codecs behind the port of the searches for quality and size (encode/quality/coder.ts).

import type { Coder } from '../encode/quality/coder.ts';
import { checkPixels, type Pixels, type PixelTraits } from '../picture/pixels.ts';
import { createRasterCoder } from '../raster/coder.ts';
import type { Codecs } from './codecs.ts';
import { encode } from './encode.ts';
import { codecNames, hasCodec } from './writers.ts';

/**
 * Creates the coder for one thumbnail.
 *
 * @param traits What is known about its pixels.
 */
export function createCoder(codecs: Codecs, traits: PixelTraits): Coder<Pixels> {
  return createRasterCoder(traits, {
    encode: (pixels, settings) => encode(codecs, pixels, settings, traits),
    async decode(bytes, format) {
      if (!hasCodec(format)) throw new Error(`the Squoosh engine has no codec for ${format}`);
      const pixels = (await codecs.decoder(codecNames[format])).decode(bytes);
      if (!pixels) throw new Error(`the ${format} decoder could not read what the encoder wrote`);
      return checkPixels(pixels);
    },
  });
}
