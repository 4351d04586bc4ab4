// Reads what a TIFF says of the samples that each pixel has besides its colours (TIFF 6.0, section 18, ExtraSamples).

import { findEntry, openTiff, type Tiff } from '../../src/function/container/tiff.ts';

const extraSamplesTag = 338;
const short = 3;
/** Bytes of its value that are read: 512 samples. */
const maxBytes = 1024;

/** Associated and unassociated alpha. 0 is "unspecified": a saved selection, a spot colour, a band of a satellite. */
const alphaKinds: readonly number[] = [1, 2];

/**
 * Finds the alpha among the extra samples.
 *
 * @returns Its place among them, from 0; -1 if they are declared and none of them is alpha; undefined if the file does not say
 * what they are.
 */
export function findAlpha(bytes: Uint8Array): number | undefined {
  const tiff = openTiff(bytes);
  const found = tiff && findEntry(tiff, extraSamplesTag, maxBytes);
  if (!tiff || found?.type !== short) return undefined;
  return shorts(tiff, found.value).findIndex((kind) => alphaKinds.includes(kind));
}

function shorts({ order }: Tiff, value: Buffer): number[] {
  return Array.from({ length: value.length / 2 }, (_, index) =>
    order === 'II' ? value.readUInt16LE(index * 2) : value.readUInt16BE(index * 2),
  );
}
