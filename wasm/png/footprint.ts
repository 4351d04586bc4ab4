// How much memory the PNG engine takes. Measured as wasm/host/footprint.ts says.

import { inlineFootprint } from '../inline/footprint.ts';
import { heldBytes } from '../inline/shrinking-decoder.ts';

/** Bytes for each pixel of the width: rows as inflated, unfiltered and unpacked, and their sums. */
const widthBytes = 80;

export const pngFootprint = inlineFootprint(
  (info, scale) => heldBytes(info, scale) + info.width * widthBytes,
);
