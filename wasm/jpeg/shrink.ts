// Makes a picture smaller by the decoder's WebAssembly, without a photo.

import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { type DecoderExports, readResult, writeWeights } from './decoder-exports.ts';
import { weightsAlong } from './weights.ts';

/** See `JpegDecoder.shrink`. */
export function shrink(exports: DecoderExports, pixels: Pixels, sides: Sides): Pixels {
  const { data, width, height } = pixels;
  const columns = weightsAlong(width, sides.width, width);
  const rows = weightsAlong(height, sides.height, height);
  const address = exports.beginResizing(width, height, sides.width, sides.height, columns.taps, rows.taps);
  if (address === 0) throw new RangeError(`there is no memory to resample ${width}x${height} pixels`);
  writeWeights(exports, address, columns, rows);
  new Uint8ClampedArray(exports.memory.buffer, exports.pictureAddress(), data.length).set(data);
  while (!exports.finish());
  return readResult(exports, sides);
}
