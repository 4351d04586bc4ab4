// The Squoosh codecs behind the engine's protocol: boot, header, thumbnails. Plain WebAssembly without SIMD, threads or
// exceptions, for runtimes that have none; whole pictures in memory.

import type { Deliver, Encoded, Rendered, RenderJob, SourceInfo } from '../../src/engine.ts';
import { oriented } from '../header/facts.ts';
import { readHeader } from '../header/header.ts';
import type { Booted } from '../serve.ts';
import { SourceFault } from '../source-fault.ts';
import { type Codecs, createCodecs } from './codecs.ts';
import { toSrgb } from './colour.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { frame } from './frame.ts';
import { sharedMemoryBytes } from './globals.ts';
import { loadSquoosh, type Pixels } from './glue.ts';
import { type SquooshBytes, type SquooshModule, squooshModules } from './modules.ts';
import { turnUpright } from './orient.ts';
import { resample } from './resample.ts';

/** @param bytes Every module of modules.ts. */
export async function bootSquoosh(bytes: Partial<SquooshBytes>): Promise<Booted> {
  const squoosh = loadSquoosh(bytes, Object.keys(squooshModules) as SquooshModule[]);
  const codecs = createCodecs(squoosh.encoders, sharedMemoryBytes);
  return {
    inspect: (source, format) => readHeader(source, format).info,
    findTrim() {
      throw new SourceFault(
        'rendition-impossible',
        'the engine for Node.js before 16.13 does not trim. Choose Node.js 16.13 or newer for the function.',
      );
    },
    render: (job, deliver) => render(codecs, job, deliver),
    memoryBytes: codecs.memoryBytes,
  };
}

/** One decode; the largest thumbnail's size is made from all its pixels, the others from that. */
async function render(
  codecs: Codecs,
  { bytes, source, specs }: RenderJob,
  deliver: Deliver,
): Promise<Rendered> {
  const { format, hasAlpha, colour } = source;
  // No larger than the photo: the others would be blurred by what one of them enlarges.
  const width = Math.min(source.width, Math.max(...specs.map((spec) => spec.resizedWidth)));
  const height = Math.min(source.height, Math.max(...specs.map((spec) => spec.resizedHeight)));
  const base = await load(codecs, bytes, format, width, height);
  const made: Encoded[] = [];
  for (const [index, spec] of specs.entries()) {
    const resized = resample(base, spec.resizedWidth, spec.resizedHeight, hasAlpha);
    const framed = frame(resized, spec, hasAlpha);
    const encoded = await encode(codecs, framed, spec, { hasAlpha, isGrey: colour === 'grey' });
    const thumbnail = { bytes: encoded, width: framed.width, height: framed.height };
    made.push(thumbnail);
    deliver(index, thumbnail);
  }
  return { thumbnails: made };
}

/** The whole photo at this size: upright, sRGB, 8 bits per sample, alpha straight. */
async function load(
  codecs: Codecs,
  bytes: Uint8Array,
  format: SourceInfo['format'],
  width: number,
  height: number,
): Promise<Pixels> {
  const header = readHeader(bytes, format);
  const { orientation, info } = header;
  const decoded = await decode(codecs, bytes, header);
  codecs.tidy();
  const stored = oriented(width, height, orientation);
  const resized = resample(decoded, stored.width, stored.height, info.hasAlpha);
  return turnUpright(toSrgb(resized, header.conversion), orientation);
}
