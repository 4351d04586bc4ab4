// What a decoder needs of a PNG: its pixels, and one chunk of each type that says how to show them.

import { pngChunks, pngSignature } from '../../src/function/container/png.ts';
import type { Keep } from './keep.ts';

/** Chunks besides those of pixels: photos have some dozens. */
const ordinary = 100;

/** Texts, some of which decoders inflate, and the frames of an animation, of which the still is shown. */
const passedOver: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'acTL', 'fcTL', 'fdAT']);

export const keepPng: Keep = (file, kept) => {
  const seen = new Set<string>();
  let others = 0;
  let inflates = false;
  kept.keep(0, pngSignature.length);
  for (const { type, from, start, end, next } of pngChunks(file, Number.POSITIVE_INFINITY)) {
    const isData = type === 'IDAT';
    // An empty one means nothing, and decoders look for the next one.
    const isNeeded = isData ? end > start : !passedOver.has(type) && !seen.has(type);
    if (isNeeded) kept.keep(from, Math.min(next, file.length));
    if (!isData || !isNeeded) others += 1;
    // Of a text in many languages a byte behind its keyword says so.
    inflates ||= type === 'zTXt' || (type === 'iTXt' && file.u8(file.find(0, start) + 1) === 1);
    if (!isData && seen.size <= ordinary) seen.add(type);
  }
  return others > ordinary || inflates;
};
