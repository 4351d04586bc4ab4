// The encoders of the engines in the function's own thread: JPEG by our own WebAssembly, PNG by Node.js' zlib, WebP by Squoosh's. All
// engines share them, so that each is loaded once, when a thumbnail first needs it.

import { setTimeout as wait } from 'timers';
import { defaultQuality, effortOn, efforts, fullColourQuality } from '../encode/encode-settings.ts';
import { encodePng } from '../encode/png.ts';
import type { Coder } from '../encode/quality/coder.ts';
import { mayOptimise, paysOptimised } from '../host/optimising.ts';
import { compileOptimised, type Flag, switchOn } from '../host/runtime-support.ts';
import { createJpegEncoder, type JpegEncoder } from '../jpeg/encode.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import { asShownIn } from '../raster/background.ts';
import { createRasterCoder } from '../raster/coder.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { collectAll } from '../thread/gc.ts';
import { type KeptInstances, keptBytes, keptPixels } from './kept.ts';
import { started, startedLater } from './started.ts';

/** Milliseconds in which a thread of V8's gives back memory that was collected. */
const freeingMs = 10;

export interface InlineEncoderParts {
  /** Reads the WebAssembly that encodes JPEGs, inflated. */
  jpeg(): Uint8Array;
  /** Loads Squoosh's encoders, for WebP. */
  loadSquoosh(): Promise<EncodePixels>;
  /** V8 flags for these, as long as they are light. */
  readonly flags: readonly Flag[];
  readonly kept: KeptInstances;
}

export interface InlineEncoders {
  /** Creates the coder for one thumbnail, of whose pixels this is known. */
  createCoder(traits: PixelTraits): Coder<Pixels>;
  /** @param memoryMb The function's memory. */
  setMemoryLimit(memoryMb: number): void;
  /** Drops an encoder that holds more memory than is kept for the next photo. */
  forgetLarge(): void;
}

export function createInlineEncoders(parts: InlineEncoderParts): InlineEncoders {
  let jpegModule: WebAssembly.Module | undefined;
  let jpeg: JpegEncoder | undefined;
  let squoosh: Promise<EncodePixels> | undefined;
  /** V8 flags for Squoosh's encoders, whose modules are compiled when they first encode. */
  let { flags } = parts;
  /** Thumbnails by Squoosh, and the pixels of the largest one by the encoder that is there. */
  let written = 0;
  let largestPixels = 0;
  let memoryMb = 0;

  parts.kept.add(() => {
    jpeg = undefined;
    squoosh = undefined;
  });

  const startJpeg = (): JpegEncoder => {
    jpegModule = jpegModule ?? compileOptimised(parts.jpeg());
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

  const encodeWebp: EncodePixels = async (pixels, settings, traits) => {
    if (flags.length > 0 && paysOptimised(written, memoryMb)) {
      flags = [];
      squoosh = undefined;
    }
    const switchOff = switchOn(flags);
    try {
      if (!squoosh) largestPixels = 0;
      squoosh = squoosh ?? startSquoosh();
      const encoded = await (await squoosh)(pixels, settings, traits);
      written += 1;
      largestPixels = Math.max(largestPixels, pixels.width * pixels.height);
      return encoded;
    } finally {
      switchOff();
    }
  };

  const encode: EncodePixels = async (pixels, settings, traits) => {
    if (settings.format === 'jpeg') return encodeJpeg(pixels, settings, traits);
    if (settings.format === 'png') return encodePng(pixels, effortOn(efforts.png, settings));
    return encodeWebp(pixels, settings, traits);
  };

  const forgetLarge = (): void => {
    if ((jpeg?.memoryBytes() ?? 0) > keptBytes) jpeg = undefined;
    if (largestPixels > keptPixels) squoosh = undefined;
  };

  /** Of several large thumbnails, what made one would be in memory while the next is made: there is no room for that in a small function. */
  const encodeAlone: EncodePixels = async (pixels, ...rest) => {
    const encoded = await encode(pixels, ...rest);
    if (!mayOptimise(memoryMb) && pixels.width * pixels.height > keptPixels) {
      forgetLarge();
      collectAll();
      await new Promise((resolve) => wait(resolve, freeingMs));
    }
    return encoded;
  };

  return {
    createCoder: (traits) =>
      createRasterCoder(traits, {
        encode: (pixels, settings) => encodeAlone(pixels, settings, traits),
        decode() {
          throw new Error('no quality is searched for here');
        },
      }),
    setMemoryLimit(memory) {
      memoryMb = memory;
    },
    forgetLarge,
  };
}
