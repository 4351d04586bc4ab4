// How strict a decoder is. libvips fails on every oddity or on none, and of some losses it says nothing: what matters is whether
// all of the picture is in the data.

import { checkGif } from '../whole/gif.ts';
import { checkJpegData, checkJpegScans, quicklyFollowed } from '../whole/jpeg.ts';
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
  if (info.format === 'tiff') checkTiff(bytes);
  return run(opened);
}

/**
 * A large JPEG is decoded by a decoder that fails on any warning. Where it fails, the data is followed to its end, and if all of it
 * is there, the photo is decoded once more by a decoder that takes everything. So photos without a warning, which are most, cost
 * nothing more.
 */
async function decodeWholeJpeg<T>(opened: Opened, run: (opened: Opened) => T | Promise<T>): Promise<T> {
  const decodeByData = () => run({ ...opened, failOn: checkJpegData(opened.bytes) ? 'none' : 'error' });
  checkJpegScans(opened.bytes);
  if (opened.bytes.length <= quicklyFollowed) return decodeByData();
  try {
    return await run({ ...opened, failOn: 'warning' });
  } catch (error) {
    if (!isSourceError(error)) throw error;
    return decodeByData();
  }
}
