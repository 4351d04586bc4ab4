// The photos whose thumbnails are judged: somebody's own, or as many views of the samples. Knows nothing of encoders.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { samples } from '../../fixtures/images/images.ts';
import { ownPhoto } from '../photos.ts';

export interface Picture {
  readonly name: string;
  /** A file. */
  readonly bytes: Uint8Array;
  /** Pixels: of the box that its thumbnail fits into. */
  readonly box: number;
}

/** In turn: small ones are harder for encoders than large ones. */
const boxes = [200, 320, 480] as const;

/** Of a sample's sides: all of it, its quarters, and the ninth in its middle. */
const views = [
  { left: 0, top: 0, share: 1 },
  { left: 0, top: 0, share: 1 / 2 },
  { left: 1 / 2, top: 0, share: 1 / 2 },
  { left: 0, top: 1 / 2, share: 1 / 2 },
  { left: 1 / 2, top: 1 / 2, share: 1 / 2 },
  { left: 1 / 3, top: 1 / 3, share: 1 / 3 },
  { left: 1 / 4, top: 1 / 4, share: 1 / 2 },
];

const seen = [samples.landscape, samples.portrait, samples.wideGamut, samples.cmyk];

/** Nothing but a drawing: where encoders have the least to do, and show the most. */
const drawings = [samples.transparent];

/** @param files As `ownPhoto` takes them; none: the made ones. @param most Of the made ones. */
export async function pictures(files: readonly string[], most: number): Promise<Picture[]> {
  if (files.length > 0) {
    const own = await Promise.all(files.map(ownPhoto));
    return own.map(({ name, path }, at) => ({ name, bytes: readFileSync(path), box: boxAt(at) }));
  }
  const all = views.flatMap((view) => seen.map((sample) => ({ sample, view })));
  const drawn = drawings.flatMap((sample) => views.slice(0, 2).map((view) => ({ sample, view })));
  const chosen = [...all, ...drawn];
  return Promise.all(
    chosen.slice(0, most).map(async ({ sample, view }, at) => ({
      name: `${sample.file}, view ${views.indexOf(view) + 1}`,
      bytes: await look(sample.path, view),
      box: boxAt(at),
    })),
  );
}

function boxAt(index: number): number {
  return boxes[index % boxes.length] as number;
}

/** A PNG, so that nothing is encoded for a second time but by those who are measured. */
async function look(path: string, { left, top, share }: (typeof views)[number]): Promise<Uint8Array> {
  const upright = await sharp(path)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const { width, height } = await sharp(upright).metadata();
  return sharp(upright)
    .extract({
      left: Math.floor(left * width),
      top: Math.floor(top * height),
      width: Math.floor(share * width),
      height: Math.floor(share * height),
    })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
