// What a picture is, once all of it has been decoded by sharp.

import sharp from 'sharp';

/** @returns `jpeg 200x113`; of what cannot be read to its end, why: `not whole: ...`. */
export async function describeWhole(bytes: Uint8Array): Promise<string> {
  const picture = sharp(bytes, { failOn: 'warning' });
  try {
    const { format, compression } = await picture.metadata();
    const { info } = await picture.raw().toBuffer({ resolveWithObject: true });
    // sharp calls the whole family so.
    const name = format === 'heif' && compression === 'av1' ? 'avif' : format;
    return `${name} ${info.width}x${info.height}`;
  } catch (error) {
    return `not whole: ${(error as Error).message}`;
  }
}
