// How one encode is to be done, and what `effort` means to each encoder: shared by the engines.

import type { Encoding } from '../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../src/function/format/format.ts';

/** Nothing is left to be searched for. */
export interface EncodeSettings {
  readonly format: OutputFormat;
  /** 1-100; undefined: the encoder's default, or none. */
  readonly quality: number | undefined;
  /** WebP and AVIF. */
  readonly lossless?: boolean | undefined;
  /** 0 quick, 9 thorough; undefined: the format's default. */
  readonly effort?: number | undefined;
  /** PNG and GIF: a palette of at most so many, 2 to 256; undefined: what loses nothing that shows. */
  readonly colours?: number | undefined;
}

/**
 * Baseline, as sharp writes it; progressive, the same pixels in 3 % fewer bytes; or all that MozJPEG can do, which is
 * sharp's `mozjpeg: true`, a sixth fewer bytes at the same number.
 */
export type JpegMode = 'plain' | 'progressive' | 'mozjpeg';

interface EffortScale<Value> {
  /** For effort 0 to 9. */
  readonly steps: readonly Value[];
  /** Where nothing is said. */
  readonly defaultStep: Value;
}

/**
 * Effort 0 to 9 on each encoder's own scale. Of photos of 400 pixels, bytes against effort 0 and time in a warm engine:
 *
 * | effort | JPEG         | PNG          | WebP         | lossless WebP | AVIF        | GIF         |
 * | ------ | ------------ | ------------ | ------------ | ------------- | ----------- | ----------- |
 * | 0      | 10 ms        | 28 ms        | 20 ms        | 20 ms         | 90 ms       | 0.1 s       |
 * | usual  | 10 ms        | -1 %, 36 ms  | -15 %, 27 ms | -11 %, 0.4 s  | -3 %, 0.2 s | -5 %, 0.6 s |
 * | 9      | -16 %, 28 ms | -4 %, 110 ms | -18 %, 63 ms | -11 %, 0.4 s  | -6 %, 5 s   | -6 %, 1 s   |
 *
 * A light engine takes about twice as long. AVIF ends where libvips' own scale has 6, whose last three steps take five times
 * as long again for no fewer bytes; it begins low, because what is slow there is slow by seconds.
 */
export const efforts = {
  jpeg: {
    steps: [
      'plain',
      'plain',
      'plain',
      'plain',
      'progressive',
      'progressive',
      'progressive',
      'mozjpeg',
      'mozjpeg',
      'mozjpeg',
    ],
    defaultStep: 'plain',
  } as EffortScale<JpegMode>,
  /** zlib's level; libvips' and sharp's `compression`. */
  png: { steps: [3, 3, 3, 3, 6, 6, 6, 9, 9, 9], defaultStep: 6 } as EffortScale<number>,
  /** libwebp's method; libvips' and sharp's `effort`, like those below. */
  webp: { steps: [0, 1, 1, 2, 3, 3, 4, 5, 5, 6], defaultStep: 4 } as EffortScale<number>,
  /** Its last two methods take longer, and most often more bytes. */
  losslessWebp: { steps: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4], defaultStep: 4 } as EffortScale<number>,
  avif: { steps: [0, 1, 2, 2, 3, 3, 4, 4, 5, 6], defaultStep: 1 } as EffortScale<number>,
  gif: { steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], defaultStep: 7 } as EffortScale<number>,
  /** Of frames that bring no palette: 25 ms for one of 200 pixels instead of 300. */
  animatedGif: { steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], defaultStep: 3 } as EffortScale<number>,
};

export function effortOn<Value>(
  { steps, defaultStep }: EffortScale<Value>,
  { effort }: EncodeSettings,
): Value {
  return effort === undefined ? defaultStep : (steps[effort] ?? defaultStep);
}

/** For one encode, where nothing is searched for: the encoder's default stands for `auto`. */
export function toEncodeSettings(encoding: Encoding): EncodeSettings {
  const { format, quality, lossless, effort } = encoding;
  return { format, lossless, effort, quality: quality === 'auto' ? undefined : quality };
}
