// All thumbnails of one source: one decode, then resampling, framing and encoding for each.

import type { Deliver, Encoded, Rendered, RenderJob, RenderSpec, SourceInfo } from '../../src/engine.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import { decode } from './decode.ts';
import { encode } from './encode/encode.ts';
import { frame } from './frame.ts';
import type { Image, Module, Source } from './vips.ts';

/** libvips and what it leaves to others. */
interface Tools {
  readonly vips: Module;
  /** A light engine's. */
  readonly encodePixels: EncodePixels | undefined;
}

/** Pixels of the whole photo at some size. */
interface Sized {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest thumbnail decides the scale of the decode. Each of the others is resampled from the smallest picture made so
 * far that is still at least three times as large: what is gained by reading fewer pixels is not lost to a second blur.
 *
 * @throws {SourceFault} or libvips' own error if the decoder refuses the bytes.
 */
export async function render(
  tools: Tools,
  source: Source,
  { source: info, specs }: RenderJob,
  deliver: Deliver,
): Promise<Rendered> {
  const { width, height } = largest(info, specs);
  using base = decode(tools.vips, source, info, width, height);
  const [only, ...others] = specs;
  if (only && others.length === 0) return { thumbnails: [await finish(tools, base, only)] };
  // Decoders run once, top to bottom: what is read more than once is held as pixels.
  const held = [base.copyMemory()];
  try {
    const made = new Map<RenderSpec, Encoded>();
    for (const spec of byArea(specs)) {
      const resized = resize(held, spec);
      held.push(resized);
      const encoded = await finish(tools, resized, spec);
      made.set(spec, encoded);
      deliver(specs.indexOf(spec), encoded);
    }
    return { thumbnails: specs.map((spec) => made.get(spec) as Encoded) };
  } finally {
    for (const image of held) image.delete();
  }
}

/** Of several none is made from more than the photo itself: they would be blurred by what one of them enlarges. */
function largest(info: SourceInfo, specs: readonly RenderSpec[]): Sized {
  const most = specs.length === 1 ? { width: Infinity, height: Infinity } : info;
  return {
    width: Math.min(most.width, Math.max(...specs.map((spec) => spec.resizedWidth))),
    height: Math.min(most.height, Math.max(...specs.map((spec) => spec.resizedHeight))),
  };
}

function byArea(specs: readonly RenderSpec[]): RenderSpec[] {
  const area = ({ resizedWidth, resizedHeight }: RenderSpec) => resizedWidth * resizedHeight;
  return specs.slice().sort((a, b) => area(b) - area(a));
}

/** @param held From large to small. @returns Pixels in memory; a new handle, the caller's to delete. */
function resize(held: readonly Image[], { resizedWidth, resizedHeight }: RenderSpec): Image {
  const base = held[0] as Image;
  const isAmple = ({ width, height }: Sized) => width >= resizedWidth * 3 && height >= resizedHeight * 3;
  const isReduced = ({ width, height }: Sized) => width <= base.width && height <= base.height;
  const from =
    held
      .slice()
      .reverse()
      .find((image) => isAmple(image) && isReduced(image)) ?? base;
  if (from.width === resizedWidth && from.height === resizedHeight) return from.copy();
  using resized = from.thumbnailImage(resizedWidth, { height: resizedHeight, size: 'force' });
  return resized.copyMemory();
}

async function finish({ vips, encodePixels }: Tools, resized: Image, spec: RenderSpec): Promise<Encoded> {
  using framed = frame(vips, resized, spec);
  const bytes = await encode(framed, spec, encodePixels);
  return { bytes, width: framed.width, height: framed.height };
}
