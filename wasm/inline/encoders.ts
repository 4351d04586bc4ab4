// The encoders of the engines in the function's own thread: JPEG by our own WebAssembly, PNG by Node.js' zlib, WebP by Squoosh's. All
// engines share them, so that each is loaded once, when a thumbnail first needs it.

import { defaultQuality, effortOn, efforts, fullColourQuality } from '../encode/encode-settings.ts';
import { encodePng } from '../encode/png.ts';
import type { Coder } from '../encode/quality/coder.ts';
import { createJpegEncoder, type JpegEncoder } from '../jpeg/encode.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import { asShownIn } from '../raster/background.ts';
import { createRasterCoder } from '../raster/coder.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { keptBytes } from './kept.ts';
import { started, startedLater } from './started.ts';

export interface InlineEncoderParts {
  /** Reads the WebAssembly that encodes JPEGs, inflated. */
  jpeg(): Uint8Array;
  /** Loads Squoosh's encoders, for WebP. */
  loadSquoosh(): Promise<EncodePixels>;
}

export interface InlineEncoders {
  /** Creates the coder for one thumbnail, of whose pixels this is known. */
  createCoder(traits: PixelTraits): Coder<Pixels>;
  /** Drops an encoder that holds more memory than is kept for the next photo. */
  forgetLarge(): void;
}

export function createInlineEncoders(parts: InlineEncoderParts): InlineEncoders {
  let jpegModule: WebAssembly.Module | undefined;
  let jpeg: JpegEncoder | undefined;
  let squoosh: Promise<EncodePixels> | undefined;

  const startJpeg = (): JpegEncoder => {
    jpegModule = jpegModule ?? new WebAssembly.Module(parts.jpeg());
    jpeg = jpeg ?? createJpegEncoder(jpegModule);
    return jpeg;
  };

  const startSquoosh = (): Promise<EncodePixels> =>
    startedLater('the encoder of webp', parts.loadSquoosh).catch((error) => {
      // The next photo may find what this one lacked.
      squoosh = undefined;
      throw error;
    });

  const encodeJpeg: EncodePixels = async (pixels, settings, traits) => {
    const { quality = defaultQuality } = settings;
    if (effortOn(efforts.jpeg, settings) !== 'plain') throw new Error('only baseline JPEGs are written here');
    const ready = started('the encoder of jpeg', startJpeg);
    const how = { quality, isGrey: traits.isGrey, isFull: quality >= fullColourQuality };
    return ready.encode(asShownIn('jpeg', pixels, traits), how);
  };

  const encode: EncodePixels = async (pixels, settings, traits) => {
    if (settings.format === 'jpeg') return encodeJpeg(pixels, settings, traits);
    if (settings.format === 'png') return encodePng(pixels, effortOn(efforts.png, settings));
    squoosh = squoosh ?? startSquoosh();
    return (await squoosh)(pixels, settings, traits);
  };

  return {
    createCoder: (traits) =>
      createRasterCoder(traits, {
        encode: (pixels, settings) => encode(pixels, settings, traits),
        decode() {
          throw new Error('no quality is searched for here');
        },
      }),
    forgetLarge() {
      if ((jpeg?.memoryBytes() ?? 0) > keptBytes) jpeg = undefined;
    },
  };
}
