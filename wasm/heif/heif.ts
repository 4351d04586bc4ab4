// The engine for HEIC where libvips serves everything else: the engine for older runtimes decodes it and makes what it can. For the
// rest the photo is handed on to libvips, as a PNG.

import type { Deadline } from '../../src/function/deadline.ts';
import type {
  Deliver,
  Encoded,
  Engine,
  RenderJob,
  RenderSpec,
  SourceInfo,
} from '../../src/function/engine/engine.ts';
import type { EngineHost } from '../host/host.ts';
import { squooshLimitation } from '../squoosh/limitations.ts';

export interface HeicEngine extends Engine {
  setMemoryLimit(memoryMb: number): void;
}

/** A photo as libvips gets it. */
interface HandedOn {
  readonly bytes: Uint8Array;
  readonly info: SourceInfo;
  /** What it does not show as the photo has it. */
  readonly warnings: readonly string[];
}

/** MB of function memory from which two engines may be there at the same time. */
const memoryOfTwo = 1024;

/**
 * @param decoder With libheif.
 * @param full libvips.
 */
export function createHeicEngine(decoder: EngineHost, full: EngineHost): HeicEngine {
  /** Of the photos that are still in work: one may be asked for its border first, and then for what a preset trims. */
  const handedOn = new WeakMap<Uint8Array, HandedOn>();
  let memoryMb = 0;

  const leaveRoom = async (other: EngineHost, deadline: Deadline): Promise<void> => {
    if (memoryMb > 0 && memoryMb < memoryOfTwo) await other.end(deadline);
  };

  const handOn = async (bytes: Uint8Array, info: SourceInfo, deadline: Deadline): Promise<HandedOn> => {
    const known = handedOn.get(bytes);
    if (known) return known;
    await leaveRoom(full, deadline);
    const { thumbnails } = await decoder.render({ bytes, info, specs: [wholeAsPng(info)] }, deadline);
    const [png] = thumbnails as [Encoded];
    await leaveRoom(decoder, deadline);
    const photo = {
      bytes: png.bytes,
      info: await full.inspect(png.bytes, 'png', deadline),
      warnings: png.warnings ?? [],
    };
    handedOn.set(bytes, photo);
    return photo;
  };

  return {
    name: decoder.name,
    version: decoder.version,
    footprint: decoder.footprint,
    limitation: full.limitation,
    start: decoder.start,
    setMemoryLimit(memory) {
      memoryMb = memory;
      decoder.setMemoryLimit(memory);
    },
    async inspect(bytes, format, deadline) {
      await leaveRoom(full, deadline);
      return decoder.inspect(bytes, format, deadline);
    },
    async findTrim(bytes, info, threshold, deadline) {
      const photo = await handOn(bytes, info, deadline);
      return full.findTrim(photo.bytes, photo.info, threshold, deadline);
    },
    async render(job, deadline, deliver) {
      const { bytes, info } = job;
      if (!handedOn.has(bytes) && job.specs.every((spec) => squooshLimitation(spec) === undefined)) {
        return decoder.render(job, deadline, deliver);
      }
      return renderByVips(full, job, await handOn(bytes, info, deadline), deadline, deliver);
    },
  };
}

async function renderByVips(
  full: Engine,
  job: RenderJob,
  { bytes, info, warnings }: HandedOn,
  deadline: Deadline,
  deliver: Deliver = () => undefined,
) {
  const warned = (made: Encoded): Encoded =>
    warnings.length > 0 ? { ...made, warnings: [...warnings, ...(made.warnings ?? [])] } : made;
  const pass: Deliver = (index, made) => deliver(index, warned(made));
  const rendered = await full.render({ ...job, bytes, info }, deadline, pass);
  return { ...rendered, thumbnails: rendered.thumbnails.map(warned) };
}

/** All pixels, written in the quickest way. */
function wholeAsPng({ width, height }: SourceInfo): RenderSpec {
  const sides = { width, height, resizedWidth: width, resizedHeight: height };
  return { ...sides, format: 'png', quality: undefined, effort: 0, fit: 'fill', gravity: 'centre' };
}
