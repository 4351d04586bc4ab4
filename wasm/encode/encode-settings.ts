// The settings of one encode, and what `effort` means to each encoder. Shared by the engines; knows none of them.

import type { Encoding } from '../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../src/function/format/format.ts';

/** The quality where none is given: libvips' default. */
export const defaultQuality = 75;
/** The quality from which a JPEG keeps chroma at full resolution, as by libvips. */
export const fullColourQuality = 90;

/** Settings for exactly one encode: nothing is left to search for. */
export interface EncodeSettings {
  readonly format: OutputFormat;
  /** 1-100; undefined: the encoder's default, or none where the format has no quality. */
  readonly quality: number | undefined;
  /** WebP and AVIF only. */
  readonly lossless?: boolean | undefined;
  /** 0 is quick, 9 thorough; undefined: the format's default. */
  readonly effort?: number | undefined;
  /** PNG and GIF only: the most colours of the palette, 2 to 256; undefined: so many that no loss is visible. */
  readonly colours?: number | undefined;
}

/**
 * How a JPEG is encoded. `plain` is baseline, as sharp writes by default; `progressive` has the same pixels in 3 %
 * fewer bytes; `mozjpeg` uses all that MozJPEG can do, as sharp's `mozjpeg: true`, for a sixth fewer bytes at the same
 * quality number.
 */
export type JpegMode = 'plain' | 'progressive' | 'mozjpeg';

interface EffortScale<Value> {
  /** The encoder's value for effort 0 to 9. */
  readonly steps: readonly Value[];
  /** The value where no effort is given. */
  readonly defaultStep: Value;
}

/**
 * Effort 0 to 9 on each encoder's own scale. Measured on photos of 400 pixels: bytes compared with effort 0, and time
 * in a warm engine:
 *
 * | effort  | JPEG         | PNG          | WebP         | lossless WebP | AVIF        | GIF         |
 * | ------- | ------------ | ------------ | ------------ | ------------- | ----------- | ----------- |
 * | 0       | 10 ms        | 28 ms        | 20 ms        | 20 ms         | 90 ms       | 0.1 s       |
 * | default | 10 ms        | -1 %, 36 ms  | -15 %, 27 ms | -11 %, 0.4 s  | -3 %, 0.2 s | -5 %, 0.6 s |
 * | 9       | -16 %, 28 ms | -4 %, 110 ms | -18 %, 63 ms | -11 %, 0.4 s  | -6 %, 5 s   | -6 %, 1 s   |
 *
 * A light engine takes about twice as long. Effort 9 of AVIF is 6 on libvips' own scale, whose last three steps take
 * five times as long again for no fewer bytes. The default of AVIF is low, because its higher efforts take seconds.
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
  /** zlib's level, which libvips and sharp call `compression`. */
  png: { steps: [3, 3, 3, 3, 6, 6, 6, 9, 9, 9], defaultStep: 6 } as EffortScale<number>,
  /** libwebp's method, which libvips and sharp call `effort`, as they do for the formats below. */
  webp: { steps: [0, 1, 1, 2, 3, 3, 4, 5, 5, 6], defaultStep: 4 } as EffortScale<number>,
  /** The last two methods of libwebp take longer, and usually more bytes. */
  losslessWebp: { steps: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4], defaultStep: 4 } as EffortScale<number>,
  avif: { steps: [0, 1, 2, 2, 3, 3, 4, 4, 5, 6], defaultStep: 1 } as EffortScale<number>,
  gif: { steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], defaultStep: 7 } as EffortScale<number>,
  /** For frames that have no palette yet: a frame of 200 pixels takes 25 ms instead of 300. */
  animatedGif: { steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], defaultStep: 3 } as EffortScale<number>,
};

export function effortOn<Value>(
  { steps, defaultStep }: EffortScale<Value>,
  { effort }: EncodeSettings,
): Value {
  return effort === undefined ? defaultStep : (steps[effort] ?? defaultStep);
}

/** The settings where nothing is searched for: `quality: 'auto'` becomes the encoder's default. */
export function toEncodeSettings(encoding: Encoding): EncodeSettings {
  const { format, quality, lossless, effort } = encoding;
  return { format, lossless, effort, quality: quality === 'auto' ? undefined : quality };
}
