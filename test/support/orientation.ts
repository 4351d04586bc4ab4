// Photos as cameras store them that were held otherwise than upright.

import sharp, { type Sharp } from 'sharp';

/** What has to be done to the picture as seen, to get the pixels as stored. Source: EXIF 2.32, tag 274. */
const storing: Readonly<Record<number, (picture: Sharp) => Sharp>> = {
  1: (picture) => picture,
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  5: (picture) => picture.rotate(270).flop(),
  6: (picture) => picture.rotate(270),
  7: (picture) => picture.rotate(90).flop(),
  8: (picture) => picture.rotate(90),
};

/**
 * @param upright The picture as it is to be seen, encoded.
 * @param orientation 1-8, as EXIF counts.
 */
export async function storeTurned(
  upright: Uint8Array,
  orientation: number,
  format: 'jpeg' | 'webp' | 'tiff' | 'png',
): Promise<Buffer> {
  const turned = (await storing[orientation]?.(sharp(upright)).png().toBuffer()) ?? Buffer.alloc(0);
  return sharp(turned).withMetadata({ orientation }).toFormat(format, { quality: 95 }).toBuffer();
}
