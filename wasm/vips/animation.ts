// Makes animated thumbnails by libvips: each frame is made like a still, at the position of the first frame, and then
// they are joined. Does not know how they are encoded.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import type { Placement } from '../picture/placement.ts';
import type { Sides } from '../picture/sides.ts';
import { frameAt, frameHeight, joinFrames } from './animation-frames.ts';
import { develop } from './decode.ts';
import { frame, place } from './frame.ts';
import { load, type Opened } from './load.ts';
import type { Image, Module } from './types.ts';
import { compositeWatermark } from './watermark.ts';

interface AnimationTools {
  readonly vips: Module;
  readonly watermark: Image | undefined;
}

/** One thumbnail while it is made: the frames that are ready. */
interface FrameSequence {
  readonly spec: RenderSpec;
  readonly frames: Image[];
  /** The placement of the first frame, so that all frames show the same part. */
  placement?: Placement;
}

/** Whether the thumbnail is to be animated. */
export function isAnimated({ pages = 1 }: RenderSpec): boolean {
  return pages > 1;
}

/**
 * Makes all animated thumbnails of a source from one decode.
 *
 * @param finish Receives all frames of one thumbnail as one image, and does not own the handle.
 * @throws libvips' own error if the decoder refuses any of the frames.
 */
export async function animate(
  tools: AnimationTools,
  opened: Opened,
  specs: readonly RenderSpec[],
  finish: (spec: RenderSpec, frames: Image, placement: Placement) => Promise<void>,
): Promise<void> {
  const { vips } = tools;
  const count = Math.max(...specs.map(({ pages = 1 }) => pages));
  using loaded = load(vips, opened, { options: `,n=${count}`, scale: 1 });
  const sequences: readonly FrameSequence[] = specs.map((spec) => ({ spec, frames: [] }));
  try {
    for (let index = 0; index < loaded.height / frameHeight(loaded); index++) {
      using stored = frameAt(loaded, index);
      for (const sequence of sequences)
        if (index < (sequence.spec.pages ?? 1)) addFrame(tools, opened, stored, sequence);
    }
    for (const { spec, frames, placement } of sequences) {
      using joined = joinFrames(vips, frames, loaded);
      if (addsColours(spec, placement)) joined.remove('gif-palette');
      await finish(spec, joined, placement as Placement);
    }
  } finally {
    for (const { frames } of sequences) for (const image of frames) image.delete();
  }
}

/** Whether the thumbnail has colours that the source's palette may lack. */
function addsColours({ watermark, background }: RenderSpec, placement: Placement | undefined): boolean {
  return watermark !== undefined || background !== undefined || placement?.kind === 'pad';
}

/** Makes one frame of one thumbnail. */
function addFrame(
  { vips, watermark }: AnimationTools,
  opened: Opened,
  stored: Image,
  sequence: FrameSequence,
): void {
  const { spec, frames } = sequence;
  const sides: Sides = { width: spec.resizedWidth, height: spec.resizedHeight };
  using developed = develop(vips, stored, opened, sides, spec.region);
  using resized = developed.copyMemory();
  sequence.placement = sequence.placement ?? place(vips, opened.info, resized, spec);
  using framed = frame(resized, sequence.placement, spec);
  using marked = compositeWatermark(framed, watermark, spec);
  frames.push(marked.copyMemory());
}
