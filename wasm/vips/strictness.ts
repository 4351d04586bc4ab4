// How strict a decoder is. libvips fails on every oddity or on none, and of some losses it says nothing: what matters is whether
// all of the picture is in the data.

import { checkGif } from '../whole/gif.ts';
import { checkJpegData, checkJpegScans } from '../whole/jpeg.ts';
import { checkTiff } from '../whole/tiff.ts';
import { isSourceError } from './errors.ts';
import type { Opened } from './load.ts';

/**
 * Decodes a photo of which all is there.
 *
 * @param frames How many frames of an animation are wanted, from the first.
 * @param run Decodes with the strictness that is given; may be called twice.
 * @throws {SourceFault} `source-corrupt`, with how much is there; libvips' own error if it refuses the bytes.
 */
export async function decodeWhole<T>(
  opened: Opened,
  frames: number,
  run: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  const { bytes, info } = opened;
  if (info.format === 'jpeg') return decodeWholeJpeg(opened, run);
  if (info.format === 'gif') checkGif(bytes, frames);
  if (info.format === 'tiff') return run({ ...opened, failOn: checkTiff(bytes) });
  return run(opened);
}

/**
 * The data of a JPEG is followed to its end, and then a decoder that takes everything decodes it. Its warnings cannot tell whether all
 * is there: libvips looks at them before it decodes the next rows, so that nobody sees those of the last rows, and where the decoder
 * shrinks, all rows are the last ones. A JPEG that cannot be followed is left to the decoder, strictly at first.
 */
async function decodeWholeJpeg<T>(opened: Opened, run: (opened: Opened) => T | Promise<T>): Promise<T> {
  checkJpegScans(opened.bytes);
  if (checkJpegData(opened.bytes)) return run({ ...opened, failOn: 'none' });
  try {
    return await run({ ...opened, failOn: 'warning' });
  } catch (error) {
    if (!isSourceError(error)) throw error;
    return run({ ...opened, failOn: 'error' });
  }
}
