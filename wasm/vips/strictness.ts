// How strict a decoder is. libvips fails on every oddity or on none, and of some losses it says nothing: what matters is whether
// all of the picture is in the data.

import { checkGif } from '../whole/gif.ts';
import { checkJpegData, checkJpegScans, quicklyFollowed } from '../whole/jpeg.ts';
import { checkTiff } from '../whole/tiff.ts';
import type { Opened } from './decode.ts';
import { isSourceError } from './errors.ts';

/**
 * Decodes a photo of which all is there.
 *
 * @param frames How many frames of an animation are wanted, from the first.
 * @param run Decodes with the strictness that is given; may be called twice.
 * @throws {SourceFault} `source-corrupt`, with how much is there; libvips' own error if it refuses the bytes.
 */
export async function decodeWhole<T>(
  source: Omit<Opened, 'failOn'>,
  frames: number,
  run: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  const { bytes, info } = source;
  if (info.format === 'jpeg') return decodeWholeJpeg(source, run);
  if (info.format === 'gif') checkGif(bytes, frames);
  if (info.format === 'tiff') checkTiff(bytes);
  return run({ ...source, failOn: 'error' });
}

/**
 * A large JPEG is decoded by a decoder that fails on any warning. Where it fails, the data is followed to its end, and if all of it
 * is there, the photo is decoded once more by a decoder that takes everything. So photos without a warning, which are most, cost
 * nothing more.
 */
async function decodeWholeJpeg<T>(
  source: Omit<Opened, 'failOn'>,
  run: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  const decodeByData = () => run({ ...source, failOn: checkJpegData(source.bytes) ? 'none' : 'error' });
  checkJpegScans(source.bytes);
  if (source.bytes.length <= quicklyFollowed) return decodeByData();
  try {
    return await run({ ...source, failOn: 'warning' });
  } catch (error) {
    if (!isSourceError(error)) throw error;
    return decodeByData();
  }
}
