// How a thumbnail is shown where its own file would not show what matters: in its box, enlarged, on a checkerboard, or as WebP.

import sharp, { type Sharp } from 'sharp';
import type { Preset } from '../../function/preset/preset.ts';

/** Makes a WebP picture of a thumbnail. */
export type Draw = (thumbnail: Uint8Array, preset: Preset) => Promise<Buffer>;

/** Pixels of ground around the box and the thumbnail. */
const margin = 8;
/** Shows white padding, and is as good on a light page as on a dark one. */
const ground = '#8b949e';

/** Draws the thumbnail in the middle of its box, whose outline lies over it. */
export const inBox: Draw = async (thumbnail, { width: boxWidth, height: boxHeight }) => {
  const { width, height } = await sharp(thumbnail).metadata();
  const box = { width: boxWidth ?? width, height: boxHeight ?? height };
  const canvas = {
    width: Math.max(box.width, width) + 2 * margin,
    height: Math.max(box.height, height) + 2 * margin,
  };
  const left = Math.floor((canvas.width - box.width) / 2);
  const top = Math.floor((canvas.height - box.height) / 2);
  const outline =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">` +
    `<rect x="${left - 0.5}" y="${top - 0.5}" width="${box.width + 1}" height="${box.height + 1}" ` +
    'fill="none" stroke="#fff" stroke-width="3"/>' +
    `<rect x="${left - 0.5}" y="${top - 0.5}" width="${box.width + 1}" height="${box.height + 1}" ` +
    'fill="none" stroke="#d1242f" stroke-width="1.5" stroke-dasharray="5 4"/></svg>';
  return nearlyLossless(
    sharp({ create: { ...canvas, channels: 3, background: ground } }).composite([
      { input: Buffer.from(thumbnail), gravity: 'centre' },
      { input: Buffer.from(outline) },
    ]),
  );
};

/**
 * Enlarges a square of 40 pixels of the thumbnail four times, pixel by pixel, so that what an encoder changed can be seen.
 *
 * @param left Pixels of the thumbnail, like `top`.
 */
export const detail = (left: number, top: number): Draw => {
  const square = { left, top, width: 40, height: 40 };
  return (thumbnail) =>
    lossless(
      sharp(thumbnail)
        .extract(square)
        .flatten({ background: '#fff' })
        .resize(160, 160, { kernel: 'nearest' }),
    );
};

/** Puts a checkerboard behind the thumbnail, which shows where it is transparent. */
export const onCheckerboard: Draw = async (thumbnail) => {
  const { width, height } = await sharp(thumbnail).metadata();
  const board =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    '<pattern id="p" width="16" height="16" patternUnits="userSpaceOnUse">' +
    '<rect width="16" height="16" fill="#fff"/><path d="M0 0h8v16h8V8H0z" fill="#c8ccd1"/></pattern>' +
    '<rect width="100%" height="100%" fill="url(#p)"/></svg>';
  return lossless(sharp(Buffer.from(board)).composite([{ input: Buffer.from(thumbnail) }]));
};

/** For AVIF, which GitHub does not show in a page. */
export const asWebp: Draw = (thumbnail) => nearlyLossless(sharp(thumbnail));

/** For whole photos, in a fifth of the bytes. */
function nearlyLossless(picture: Sharp): Promise<Buffer> {
  return picture.webp({ quality: 92, smartSubsample: true, effort: 6 }).toBuffer();
}

/** For pixels that are enlarged, and for flat colours. */
function lossless(picture: Sharp): Promise<Buffer> {
  return picture.webp({ lossless: true, effort: 6 }).toBuffer();
}
