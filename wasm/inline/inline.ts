// An engine in the function's own thread: it decodes by the project's own WebAssembly, in slices, keeps nothing alive and has nothing
// to start, which is why an ordinary photo is done before libvips would have begun. What it does not do exactly it declines, and the
// next engine is asked. Does not know which format it is for.

import { Declined } from '../../src/function/engine/declined.ts';
import { decodeScaleOf, estimateDecodeMemory } from '../../src/function/engine/decode-memory.ts';
import type {
  Deliver,
  Encoded,
  Engine,
  EngineName,
  Footprint,
  Rendered,
  RenderJob,
} from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { oriented } from '../header/facts.ts';
import { compileOptimised } from '../host/runtime-support.ts';
import { createTidy } from '../host/tidy.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { pixelsToSrgb } from '../raster/colour.ts';
import { autoOrient } from '../raster/orient.ts';
import { largestSides, renderRaster } from '../raster/render.ts';
import { keepYoungSpaceSmall } from '../thread/gc.ts';
import type { InlineEncoders } from './encoders.ts';
import type { InlineHeader } from './header.ts';
import { type KeptInstances, keptBytes } from './kept.ts';
import { type Holders, makeRoom } from './room.ts';
import { started } from './started.ts';

/** Of a thumbnail, in memory. */
const pixelBytes = 4;

export interface InlineEngine extends Engine {
  /** @param memoryMb The function's memory, from which follows how much may be left to V8's garbage collector. */
  setMemoryLimit(memoryMb: number): void;
}

export interface InlineDecoder {
  /**
   * Decodes the whole photo, as it is stored and in its own colours.
   *
   * @param sides Of the result, before orientation; not larger than the photo.
   * @param onSlice Called after each few milliseconds of work. What it throws ends the decode.
   * @throws {Declined} for a photo that it leaves to another engine.
   */
  decode(bytes: Uint8Array, sides: Sides, onSlice: () => void): Pixels;
  /** Makes an opaque picture smaller. */
  shrink?(pixels: Pixels, sides: Sides): Pixels;
  /** Bytes of linear memory, which never shrinks. */
  memoryBytes(): number;
}

/** What such an engine is given, whatever its format. */
export interface OwnParts extends Holders {
  /** As in every recipe: with the engine that is asked next. */
  readonly version: string;
  readonly encoders: InlineEncoders;
  /** All engines in this thread have the same. */
  readonly kept: KeptInstances;
  /** Reads the WebAssembly that decodes, inflated. */
  decoder(): Uint8Array;
}

export interface InlineParts extends OwnParts {
  readonly name: EngineName;
  /** The only one that it reads. */
  readonly format: SourceFormat;
  readonly footprint: Footprint;
  /** @throws {Declined} for a photo that this engine does not decode. */
  readHeader(bytes: Uint8Array): InlineHeader;
  /** @param module What `decoder` has read, compiled. */
  createDecoder(module: WebAssembly.Module): InlineDecoder;
  /** Whether a strict decoder reads all of a photo without a warning that this one has decoded. */
  decodesStrictly(bytes: Uint8Array): boolean;
}

/** Creates the engine. It compiles nothing before it is asked for the first time. */
export function createInlineEngine(parts: InlineParts): InlineEngine {
  const { name, version, format, footprint, encoders } = parts;
  let module: WebAssembly.Module | undefined;
  let decoder: InlineDecoder | undefined;
  const tidy = createTidy();
  let memoryMb = 0;

  /** The same bytes are inspected and then rendered, and their header is read once for both. */
  const headers = new WeakMap<Uint8Array, InlineHeader>();
  const headerOf = (bytes: Uint8Array): InlineHeader => {
    const header = headers.get(bytes) ?? parts.readHeader(bytes);
    headers.set(bytes, header);
    return header;
  };

  parts.kept.add(() => {
    decoder = undefined;
  });

  const startDecoder = (): InlineDecoder => {
    module = module ?? compileOptimised(parts.decoder());
    decoder = decoder ?? parts.createDecoder(module);
    return decoder;
  };

  const estimateOf = ({ bytes, info, specs }: RenderJob): number => {
    const scale = Math.max(0, ...specs.map((spec) => decodeScaleOf(spec, info)));
    const making = specs.map((spec) => {
      const { width, height, resizedWidth, resizedHeight } = spec;
      const pixels = resizedWidth * resizedHeight + width * height;
      return pixels * pixelBytes + (footprint.writerBytes?.(spec, info) ?? 0);
    });
    return estimateDecodeMemory(info, bytes.length, scale, footprint).needed + Math.max(0, ...making);
  };

  const render = async (job: RenderJob, check: () => void, deliver: Deliver): Promise<Rendered> => {
    const { bytes, info, specs } = job;
    const { conversion, warnings } = headerOf(bytes);
    const { orientation = 1 } = info;
    const { width, height } = largestSides(info, specs);
    const ready = started(`the decoder of ${format}`, startDecoder);
    const decoded = ready.decode(bytes, oriented(width, height, orientation), check);
    const base = autoOrient(pixelsToSrgb(decoded, conversion), orientation);
    /** Only then may the source's own data take the place of a thumbnail of its size. */
    const describe = (made: Encoded) =>
      made.width === info.width && made.height === info.height
        ? { sourceDecodesStrictly: orientation === 1 && parts.decodesStrictly(bytes) }
        : {};
    const { createCoder } = encoders;
    const { shrink } = ready;
    return renderRaster(base, job, { createCoder, warnings, describe, ...(shrink && { shrink }) }, deliver);
  };

  return {
    name,
    version,
    footprint,
    setMemoryLimit(memory) {
      memoryMb = memory;
      encoders.setMemoryLimit(memory);
    },
    async inspect(bytes, sourceFormat, deadline) {
      deadline.check('read the header');
      keepYoungSpaceSmall();
      tidy(bytes.length, memoryMb);
      if (sourceFormat !== format) throw new Declined(sourceFormat);
      return headerOf(bytes).info;
    },
    async findTrim() {
      throw new Declined('a border to be found');
    },
    async render(job, deadline, deliver = () => undefined) {
      const check = () => deadline.check('render');
      check();
      const { bytes } = job;
      await makeRoom({ estimate: estimateOf(job), held: bytes.length, memoryMb }, parts, deadline);
      try {
        return await render(job, check, deliver);
      } finally {
        if ((decoder?.memoryBytes() ?? 0) > keptBytes) decoder = undefined;
        encoders.forgetLarge();
      }
    },
  };
}
