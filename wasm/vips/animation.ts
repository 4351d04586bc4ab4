// Animated thumbnails, by libvips: each frame is made as a still is, at the first one's position, and then they are joined.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import type { Placement, Sides } from '../picture/placement.ts';
import { frameAt, frameHeight, join } from './animation-frames.ts';
import { develop, failOn, type Opened } from './decode.ts';
import { frame, place } from './frame.ts';
import type { Image, Module } from './types.ts';
import { layWatermark } from './watermark.ts';

interface Tools {
  readonly vips: Module;
  readonly watermark: Image | undefined;
}

/** The frames of one thumbnail, as far as they are made. */
interface Reel {
  readonly spec: RenderSpec;
  readonly frames: Image[];
  /** All frames show the same part. */
  placement?: Placement;
}

export function isAnimated({ pages = 1 }: RenderSpec): boolean {
  return pages > 1;
}

/**
 * All animated thumbnails of a source, from one decode.
 *
 * @param finish Is given all frames of one thumbnail, below each other; the handle is not its own.
 * @throws libvips' own error if the decoder refuses any of the frames.
 */
export async function animate(
  tools: Tools,
  opened: Opened,
  specs: readonly RenderSpec[],
  finish: (spec: RenderSpec, frames: Image, placement: Placement) => Promise<void>,
): Promise<void> {
  const { vips } = tools;
  const count = Math.max(...specs.map(({ pages = 1 }) => pages));
  using loaded = vips.Image.newFromSource(opened.source, `[${failOn},n=${count}]`, { access: 'sequential' });
  const reels: readonly Reel[] = specs.map((spec) => ({ spec, frames: [] }));
  try {
    for (let index = 0; index < loaded.height / frameHeight(loaded); index++) {
      using stored = frameAt(loaded, index);
      for (const reel of reels) if (index < (reel.spec.pages ?? 1)) add(tools, opened, stored, reel);
    }
    for (const { spec, frames, placement } of reels) {
      using joined = join(vips, frames, loaded);
      if (addsColours(spec, placement)) joined.remove('gif-palette');
      await finish(spec, joined, placement as Placement);
    }
  } finally {
    for (const { frames } of reels) for (const made of frames) made.delete();
  }
}

/** Then the source's palette does not do. */
function addsColours({ watermark, background }: RenderSpec, placement: Placement | undefined): boolean {
  return watermark !== undefined || background !== undefined || placement?.kind === 'pad';
}

/** Makes one frame of the thumbnail. */
function add({ vips, watermark }: Tools, opened: Opened, stored: Image, reel: Reel): void {
  const { spec, frames } = reel;
  const sides: Sides = { width: spec.resizedWidth, height: spec.resizedHeight };
  using developed = develop(vips, stored, opened, sides, spec.region);
  using resized = developed.copyMemory();
  reel.placement = reel.placement ?? place(vips, opened.info, resized, spec);
  using framed = frame(resized, reel.placement, spec);
  using marked = layWatermark(framed, watermark, spec);
  frames.push(marked.copyMemory());
}
