// Who makes thumbnails here, ours and sharp, and what is known of each that they made.

import sharp from 'sharp';
import type { OutputFormat } from '../../../src/function/format/format.ts';
import { efforts } from '../../../wasm/encode/encode-settings.ts';
import { createTestEngine } from '../../support/engine.ts';
import { opaquePixels } from '../../support/similar.ts';
import { makeOne } from '../../support/thumbnails.ts';
import type { Picture } from './pictures.ts';
import { ssimulacra2 } from './ssimulacra2.ts';

export type Quality = number | 'auto' | undefined;

export interface Thumbnail {
  readonly bytes: number;
  /** SSIMULACRA2, from the same maker's own pixels: it is not the resampling that is judged. 100 for what is lossless. */
  readonly score: number;
  /** For the photo's decode, too. */
  readonly ms: number;
}

export interface Maker {
  make(picture: Picture, format: OutputFormat, quality: Quality): Promise<Thumbnail>;
  stop(): void;
}

type Make = (picture: Picture, format: OutputFormat, quality: Quality) => Promise<Uint8Array>;

/** @param light As the first engine of an instance is, whose small pictures Squoosh encodes. */
export async function ours(light: boolean): Promise<Maker> {
  const engine = await createTestEngine({ light });
  const make: Make = async ({ bytes, box }, format, quality) => {
    const wish = quality === undefined ? '' : `,q${quality}`;
    return (await makeOne(engine, bytes, `${box}x${box},${format}${wish}`)).bytes;
  };
  return judged(make, () => engine.stop());
}

/** With its own defaults, but for AVIF's effort, which is ours. */
export function bySharp(): Maker {
  const make: Make = ({ bytes, box }, format, quality) => {
    const resized = sharp(bytes).resize(box, box, { fit: 'inside', withoutEnlargement: true });
    const settings = typeof quality === 'number' ? { quality } : {};
    if (format === 'avif') return resized.avif({ ...settings, effort: efforts.avif.defaultStep }).toBuffer();
    return resized.toFormat(format, settings).toBuffer();
  };
  return judged(make, () => undefined);
}

function judged(make: Make, stop: () => void): Maker {
  const exact = new Map<Picture, ReturnType<typeof opaquePixels>>();
  return {
    stop,
    async make(picture, format, quality) {
      const original = exact.get(picture) ?? opaquePixels(await make(picture, 'png', undefined));
      exact.set(picture, original);
      const startedAt = performance.now();
      const file = await make(picture, format, quality);
      const ms = performance.now() - startedAt;
      const isLossless = format === 'png';
      const score = isLossless ? 100 : ssimulacra2(await original, await opaquePixels(file));
      return { bytes: file.length, score, ms };
    },
  };
}
