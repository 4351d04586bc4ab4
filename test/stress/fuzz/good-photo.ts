// The photo behind each hostile file: which thumbnails it must have whatever was before it.

import sharp from 'sharp';
import { samples } from '../../fixtures/images/images.ts';
import { compare } from '../../support/similar.ts';
import { bySharp } from '../../support/thumbnails.ts';

/** The two thumbnails of each photo: one is smaller than most pictures here, the other has room for them as they are. */
export const boxes = { small: 48, whole: 200 } as const;
export const presets = Object.entries(boxes)
  .map(([name, side]) => `${name}:${side}x${side}`)
  .join(';');

/** How far samples may be from sharp's on average, of 255: JPEGs of 48 pixels, by another encoder than sharp's. */
const tolerance = 8;

interface Thumbnail {
  readonly key: string;
  readonly bySharp: Buffer;
  /** All bytes so far that show the same: few, since the engine's encoders make the same of the same. */
  readonly known: Buffer[];
}

export class GoodPhoto {
  static readonly key = 'good.jpg';
  readonly bytes: Buffer;
  private readonly thumbnails: readonly Thumbnail[];

  constructor(bytes: Buffer, thumbnails: readonly Thumbnail[]) {
    this.bytes = bytes;
    this.thumbnails = thumbnails;
  }

  /** @param get Returns what is stored under a key. */
  async problemOf(get: (key: string) => Buffer | undefined): Promise<string | undefined> {
    for (const { key, bySharp: expected, known } of this.thumbnails) {
      const bytes = get(key);
      if (!bytes) return `the photo behind it has no thumbnail ${key}`;
      if (known.some((one) => one.equals(bytes))) continue;
      const likeness = await compare(bytes, expected).catch(String);
      if (typeof likeness === 'string' || likeness.mean > tolerance) {
        return `the photo behind it has another thumbnail ${key}: ${JSON.stringify(likeness)}`;
      }
      known.push(bytes);
    }
    return undefined;
  }
}

export async function drawGoodPhoto(): Promise<GoodPhoto> {
  const bytes = await sharp(samples.landscape.path).resize(320).jpeg().toBuffer();
  const thumbnails = Object.entries(boxes).map(async ([name, side]) => ({
    key: GoodPhoto.key.replace('.', `-${name}.`),
    bySharp: await bySharp(bytes, `${side}x${side},jpeg`),
    known: [],
  }));
  return new GoodPhoto(bytes, await Promise.all(thumbnails));
}
