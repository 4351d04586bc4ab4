// The picture of the READMEs: a photo as it is uploaded, and beside it the thumbnails that are stored.

import sharp from 'sharp';
import { letter } from './lettering.ts';
import type { Made } from './maker.ts';
import { inBytes } from './tables.ts';
import type { PictureUpload } from './uploads.ts';

export interface Thumbnail extends Made {
  readonly preset: string;
}

const canvas = { width: 880, height: 484 };
/** Legible on a light page and on a dark one. */
const grey = '#6e7781';
const photoBox = { left: 0, top: 0, width: 330, height: 440 };
/** Left and top of each thumbnail, which is shown in its own pixels. */
const places = [
  { left: 440, top: 20 },
  { left: 640, top: 20 },
  { left: 740, top: 296 },
  { left: 440, top: 296 },
] as const;

/** @param thumbnails As many as there are places. */
export async function drawBeforeAfter(
  upload: PictureUpload,
  thumbnails: readonly Thumbnail[],
): Promise<Buffer> {
  const photo = await sharp(upload.bytes).autoOrient().toBuffer({ resolveWithObject: true });
  const { width, height } = photo.info;
  const shrunk = await sharp(photo.data).resize(photoBox.width, photoBox.height, { fit: 'cover' }).toBuffer();
  const labels = [
    label(photoBox, photoBox.height, upload.key, describe({ width, height, bytes: upload.bytes.length })),
    ...thumbnails.map(({ preset, outcome }, n) =>
      label(placeOf(n), outcome.height, preset, describe(outcome)),
    ),
  ];
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">` +
    `${labels.join('')}<path d="M362 218h42m-14-14 14 14-14 14" fill="none" stroke="${grey}" stroke-width="4" ` +
    'stroke-linecap="round" stroke-linejoin="round"/></svg>';
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  return sharp({ create: { ...canvas, channels: 4, background } })
    .composite([
      { input: shrunk, left: photoBox.left, top: photoBox.top },
      ...thumbnails.map(({ bytes }, n) => ({ input: Buffer.from(bytes), ...placeOf(n) })),
      { input: Buffer.from(text) },
    ])
    .webp({ quality: 76, effort: 6 })
    .toBuffer();
}

/** What the picture says, for those who cannot see it. */
export function describeBeforeAfter({ key, bytes }: PictureUpload, thumbnails: readonly Thumbnail[]): string {
  const made = thumbnails.map(({ preset, outcome }) => `${preset}: ${describe(outcome)}`);
  return `${key}, ${inBytes(bytes.length)} → ${made.join('; ')}`;
}

function describe({ width, height, bytes }: { width: number; height: number; bytes: number }): string {
  return `${width}x${height}, ${inBytes(bytes)}`;
}

function placeOf(n: number): { left: number; top: number } {
  const place = places[n];
  if (!place) throw new Error(`there are places for ${places.length} thumbnails`);
  return place;
}

/** Two lines below a picture. */
function label({ left, top }: { left: number; top: number }, height: number, name: string, figures: string) {
  const below = top + height;
  return (
    letter(name, { x: left, y: below + 19, size: 13, fill: grey }) +
    letter(figures, { x: left, y: below + 37, size: 13, fill: grey })
  );
}
