// Pure: the size and the crop of a thumbnail as the value of one metadata header, so that a HEAD is enough to know them.

import type { Region } from '../engine/engine.ts';

export interface Shape {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
  /** What a crop kept, of the photo at its full size; absent: all of it. */
  readonly crop?: Region;
}

/** `200x150`, `200x200;crop=500,0,3000,3000` (left, top, width, height), `200x150;pages=12`. */
export function writeShape({ width, height, pages, crop }: Shape): string {
  const parts = [`${width}x${height}`];
  if (pages !== undefined) parts.push(`pages=${pages}`);
  if (crop) parts.push(`crop=${crop.left},${crop.top},${crop.width},${crop.height}`);
  return parts.join(';');
}

const written =
  /^(\d{1,6})x(\d{1,6})(?:;pages=(\d{1,6}))?(?:;crop=(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6}))?$/;

/** @returns undefined for a text that `writeShape` did not write: anyone who may write to the bucket may change metadata. */
export function readShape(text: string | undefined): Shape | undefined {
  const found = written.exec(text ?? '');
  if (!found) return undefined;
  const [width, height, pages, left, top, croppedWidth, croppedHeight] = found
    .slice(1)
    .map((digits: string | undefined) => (digits === undefined ? undefined : Number(digits)));
  if (!width || !height || pages === 0) return undefined;
  const shape = { width, height, ...(pages !== undefined && { pages }) };
  if (left === undefined || top === undefined) return shape;
  if (!croppedWidth || !croppedHeight) return undefined;
  return { ...shape, crop: { left, top, width: croppedWidth, height: croppedHeight } };
}
