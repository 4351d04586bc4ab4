// Decodes WebPs by the project's own WebAssembly (wasm/webp/assembly/), in slices, and shrinks them by whole numbers meanwhile. Of a
// lossy picture there are never more than a few rows in memory; a lossless one is whole there. Gives up where a file is not in order.

import { Declined } from '../../src/function/engine/declined.ts';
import type { Shrink } from '../inline/shrinking-decoder.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { WebpDecoderExports } from './decoder-exports.ts';
import type { WebpStructure } from './structure.ts';

/** What `decodeMore` answers, as in assembly/index.ts. */
const answers = { isDone: 1, isInterrupted: 2 } as const;

/** The largest number by which it shrinks, whose sums fit. */
const maxShrink = 65_535;

export interface DecodedWebp extends Pixels {
  readonly hasUnusedData: boolean;
}

export interface WebpDecoder {
  /**
   * Decodes a picture and makes it smaller: each pixel of the result is the mean of a cell of `across` times `down` pixels, with their
   * colours weighted by their alpha. Beyond the right and the lower edge, the outermost pixels go on.
   *
   * @param onSlice Called after each few milliseconds of work. What it throws ends the decode.
   * @returns With whether there is data behind the picture's own: RGBA in the picture's own colours; its sides are the picture's, divided and rounded up. Memory of the caller's.
   * @throws {Declined} for a picture that this decoder leaves to another one.
   */
  decode(structure: WebpStructure, shrink: Shrink, onSlice: () => void): DecodedWebp;
  /** Bytes of linear memory, which never shrinks. */
  memoryBytes(): number;
}

/** @param module The compiled assembly. */
export function createWebpDecoder(module: WebAssembly.Module): WebpDecoder {
  const { exports } = new WebAssembly.Instance(module, {}) as unknown as {
    readonly exports: WebpDecoderExports;
  };
  return {
    decode: (structure, shrink, onSlice) => decode(exports, structure, shrink, onSlice),
    memoryBytes: () => exports.memory.buffer.byteLength,
  };
}

function decode(
  exports: WebpDecoderExports,
  { width, height, hasAlpha, picture }: WebpStructure,
  { across, down }: Shrink,
  onSlice: () => void,
): DecodedWebp {
  if (across > maxShrink || down > maxShrink) throw new Declined('a picture that becomes so much smaller');
  if (!exports.begin(width, height, across, down, hasAlpha)) throw new Declined(noMemory);
  const hasBegun = picture.isLossy
    ? beginAlpha(exports, picture.alpha) &&
      exports.beginLossy(give(exports, picture.data), picture.firstBytes, picture.data.length)
    : exports.beginLossless(give(exports, picture.data), picture.data.length);
  if (!hasBegun) throw new Declined('a wrong header, or a picture for which there is no memory');
  for (;;) {
    const answer = exports.decodeMore();
    if (answer === answers.isDone) break;
    if (answer !== answers.isInterrupted) throw new Declined('wrong data');
    onSlice();
  }
  const sides = { width: Math.ceil(width / across), height: Math.ceil(height / down) };
  const address = exports.resultAddress();
  const data = new Uint8ClampedArray(exports.memory.buffer, address, sides.width * sides.height * 4).slice();
  return { data, ...sides, hasUnusedData: Boolean(exports.hasUnusedData()) };
}

const noMemory = 'a picture for which there is no memory';

function beginAlpha(exports: WebpDecoderExports, alpha: Uint8Array | undefined): boolean {
  return alpha === undefined || Boolean(exports.beginAlpha(give(exports, alpha), alpha.length));
}

/** @returns Where the data was copied to. */
function give(exports: WebpDecoderExports, data: Uint8Array): number {
  const to = exports.inputAddress(data.length);
  if (to === 0) throw new Declined(noMemory);
  new Uint8Array(exports.memory.buffer, to, data.length).set(data);
  return to;
}
