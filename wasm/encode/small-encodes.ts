// Up to which size Squoosh's encoders write a thumbnail for a light libvips engine, as data.

import type { OutputFormat } from '../../src/function/format/format.ts';

/**
 * The most pixels that Squoosh encodes for a light engine. libvips' savers start two more threads, each an instance of
 * the module, which is a quarter of the memory and of the CPU time of a cold start. With more pixels Squoosh's
 * encoders, which do not use SIMD, cost more than that; oxipng most of all.
 */
export const maxSquooshPixels: Readonly<Record<OutputFormat, number>> = {
  jpeg: 300_000,
  webp: 300_000,
  png: 80_000,
  avif: 0,
  gif: 0,
};
