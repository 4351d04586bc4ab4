// Pixels -> a file of the asked format, with the settings that libvips has by default, and no metadata at all.

import type { RenderSpec } from '../../src/engine.ts';
import type { OutputFormat } from '../../src/format.ts';
import type { Codecs } from './codecs.ts';
import type { Pixels } from './glue.ts';

/** What of the source the encoders can make use of. */
interface Source {
  readonly hasAlpha: boolean;
  readonly isGrey: boolean;
}

const names = { jpeg: 'mozjpeg', png: 'oxipng', webp: 'webp' } as const;

/** What they can write; the others wait for a newer runtime. */
type Written = keyof typeof names;

export function isWritten(format: OutputFormat): format is Written {
  return format in names;
}

/** MozJPEG's colour spaces and tables by number. */
const grey = 1;
const yCbCr = 3;
const annexKTables = 0;

/** libvips leaves colours their full resolution from here on. */
const fullColourQuality = 90;

/** MozJPEG's quantiser throws away more at the same number, and cannot be told not to: this gives back the bytes, and the detail. */
const withDetail = (quality: number) => quality + Math.round((100 - quality) / 5);

const jpegOptions = (quality: number, source: Source) => ({
  quality: withDetail(quality),
  baseline: false,
  progressive: false,
  optimize_coding: true,
  quant_table: annexKTables,
  color_space: source.isGrey ? grey : yCbCr,
  auto_subsample: false,
  chroma_subsample: quality >= fullColourQuality ? 1 : 2,
});

const options: Readonly<Record<Written, (quality: number, source: Source) => object>> = {
  jpeg: jpegOptions,
  png: () => ({ level: 1 }),
  webp: (quality) => ({ quality }),
};

/** libvips' own. */
const defaultQuality = 75;

/**
 * @param pixels What is transparent in them shows white in a JPEG.
 * @returns Encoded bytes in JavaScript's memory.
 */
export async function encode(
  codecs: Codecs,
  pixels: Pixels,
  spec: Pick<RenderSpec, 'format' | 'quality'>,
  source: Source,
): Promise<Uint8Array> {
  const { format } = spec;
  if (!isWritten(format)) throw new Error(`${format} cannot be written here`);
  const quality = spec.quality === 'auto' ? undefined : spec.quality;
  const name = names[format];
  const encoder = await codecs.encoder(name);
  const data = format === 'jpeg' && source.hasAlpha ? onWhite(pixels.data) : pixels.data;
  const bytes = encoder.encode(data, pixels.width, pixels.height, {
    ...codecs.defaults(name),
    ...options[format](quality ?? defaultQuality, source),
  });
  if (!bytes) throw new Error(`the ${format} encoder gave up`);
  return new Uint8Array(bytes);
}

function onWhite(data: Uint8ClampedArray): Uint8ClampedArray {
  const opaque = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 0) / 255;
    for (let band = 0; band < 3; band++) opaque[i + band] = (data[i + band] ?? 0) * alpha + 255 * (1 - alpha);
    opaque[i + 3] = 255;
  }
  return opaque;
}
