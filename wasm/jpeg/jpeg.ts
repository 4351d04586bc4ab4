// The JPEG engine: decodes and encodes JPEGs by the project's own WebAssembly, in the function's own thread and in slices. It keeps
// nothing alive and has nothing to start, which is why an ordinary photo is done before libvips would have begun. What it does not do
// exactly it declines, and the next engine is asked.

import { Declined } from '../../src/function/engine/declined.ts';
import type { Deliver, Encoded, Engine, Rendered, RenderJob } from '../../src/function/engine/engine.ts';
import { defaultQuality, effortOn, efforts, fullColourQuality } from '../encode/encode-settings.ts';
import { oriented } from '../header/facts.ts';
import { createTidy } from '../host/tidy.ts';
import type { PixelTraits } from '../picture/pixels.ts';
import { asShownIn } from '../raster/background.ts';
import { createRasterCoder } from '../raster/coder.ts';
import { pixelsToSrgb } from '../raster/colour.ts';
import { autoOrient } from '../raster/orient.ts';
import { largestSides, renderRaster } from '../raster/render.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { keepYoungSpaceSmall } from '../thread/gc.ts';
import { hasStrayData } from '../whole/jpeg.ts';
import { createJpegDecoder, type JpegDecoder } from './decode.ts';
import { createJpegEncoder, type JpegEncoder } from './encode.ts';
import { jpegFootprint } from './footprint.ts';
import { type JpegHeader, readHeader } from './header.ts';

export interface JpegEngine extends Engine {
  /** @param memoryMb The function's memory, from which follows how much may be left to V8's garbage collector. */
  setMemoryLimit(memoryMb: number): void;
}

export interface JpegEngineParts {
  /** As in every recipe: with the engine that is asked next. */
  readonly version: string;
  /** Reads the WebAssembly that decodes, inflated. */
  decoder(): Uint8Array;
  /** Reads the WebAssembly that encodes, inflated. */
  encoder(): Uint8Array;
  /** Loads Squoosh's encoders, for PNG and WebP. */
  loadEncoders(): Promise<EncodePixels>;
}

/** Bytes of linear memory, which never shrinks, above which a codec is not kept for the next photo. */
const keptBytes = 16 * 1024 * 1024;

/** Creates the engine. It compiles nothing before it is asked for the first time. */
export function createJpegEngine(parts: JpegEngineParts): JpegEngine {
  const decoderModule = once(() => new WebAssembly.Module(parts.decoder()));
  const encoderModule = once(() => new WebAssembly.Module(parts.encoder()));
  let decoder: JpegDecoder | undefined;
  let encoder: JpegEncoder | undefined;
  let encoders: Promise<EncodePixels> | undefined;
  const tidy = createTidy();
  let memoryMb = 0;

  const createCoder = (traits: PixelTraits) =>
    createRasterCoder(traits, {
      async encode(pixels, settings) {
        const { format, quality = defaultQuality } = settings;
        if (format !== 'jpeg') {
          encoders = encoders ?? parts.loadEncoders();
          return (await encoders)(pixels, settings, traits);
        }
        if (effortOn(efforts.jpeg, settings) !== 'plain')
          throw new Error('the JPEG engine writes baseline JPEGs alone');
        encoder = encoder ?? createJpegEncoder(encoderModule());
        const how = { quality, isGrey: traits.isGrey, isFull: quality >= fullColourQuality };
        return encoder.encode(asShownIn(format, pixels, traits), how);
      },
      decode() {
        throw new Error('the JPEG engine does not search for a quality');
      },
    });

  /** The same bytes are inspected and then rendered, and their header is read once for both. */
  const headers = new WeakMap<Uint8Array, JpegHeader>();
  const headerOf = (bytes: Uint8Array): JpegHeader => {
    const header = headers.get(bytes) ?? readHeader(bytes);
    headers.set(bytes, header);
    return header;
  };

  const render = async (job: RenderJob, check: () => void, deliver: Deliver): Promise<Rendered> => {
    const { bytes, info, specs } = job;
    const { conversion, warnings } = headerOf(bytes);
    const { orientation = 1 } = info;
    const { width, height } = largestSides(info, specs);
    decoder = decoder ?? createJpegDecoder(decoderModule());
    const decoded = decoder.decode(bytes, oriented(width, height, orientation), check);
    const base = autoOrient(pixelsToSrgb(decoded, conversion), orientation);
    /** Only then may the source's own data take the place of a thumbnail of its size. */
    const describe = (made: Encoded) =>
      made.width === info.width && made.height === info.height
        ? { sourceDecodesStrictly: orientation === 1 && !hasStrayData(bytes) }
        : {};
    const { shrink } = decoder;
    return renderRaster(base, job, { createCoder, shrink, warnings, describe }, deliver);
  };

  return {
    name: 'jpeg',
    version: parts.version,
    footprint: jpegFootprint,
    setMemoryLimit(memory) {
      memoryMb = memory;
    },
    async inspect(bytes, format, deadline) {
      deadline.check('read the header');
      keepYoungSpaceSmall();
      tidy(bytes.length, memoryMb);
      if (format !== 'jpeg') throw new Declined(format);
      return headerOf(bytes).info;
    },
    async findTrim() {
      throw new Declined('a border to be found');
    },
    async render(job, deadline, deliver = () => undefined) {
      const check = () => deadline.check('render');
      check();
      try {
        return await render(job, check, deliver);
      } finally {
        if ((decoder?.memoryBytes() ?? 0) > keptBytes) decoder = undefined;
        if ((encoder?.memoryBytes() ?? 0) > keptBytes) encoder = undefined;
      }
    },
  };
}

/** Calls a function at most once, and keeps what it returned. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made = made ?? { value: make() };
    return made.value;
  };
}
