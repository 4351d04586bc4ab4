// Encodes pixels with the Squoosh codecs, with libvips' default settings and without any metadata.

import {
  defaultQuality,
  type EncodeSettings,
  effortOn,
  efforts,
  fullColourQuality,
  type JpegMode,
} from '../encode/encode-settings.ts';
import { encodePlain } from '../encode/png.ts';
import { encodeIndexed } from '../encode/png-palette.ts';
import { checkPixels, type Pixels, type PixelTraits } from '../picture/pixels.ts';
import { asShownIn } from '../raster/background.ts';
import type { Codecs } from './codecs.ts';
import { type CodecFormat, codecNames, hasCodec } from './writers.ts';

/** MozJPEG's numbers for colour spaces and quantisation tables. */
const grey = 1;
const yCbCr = 3;
const annexKTables = 0;

/**
 * The quality at which MozJPEG gives the bytes and the detail of libvips' JPEGs. Its quantiser discards more at the
 * same number, and no option changes that.
 */
const matchLibvips = (quality: number) => quality + Math.round((100 - quality) / 6.5);

const jpegModes: Readonly<Record<JpegMode, (quality: number) => object>> = {
  plain: (quality) => ({ quality: matchLibvips(quality), progressive: false, quant_table: annexKTables }),
  progressive: (quality) => ({
    quality: matchLibvips(quality),
    progressive: true,
    quant_table: annexKTables,
  }),
  // MozJPEG's default tables.
  mozjpeg: (quality) => ({ quality, progressive: true }),
};

function jpegOptions(quality: number, settings: EncodeSettings, traits: PixelTraits): object {
  return {
    baseline: false,
    optimize_coding: true,
    color_space: traits.isGrey ? grey : yCbCr,
    auto_subsample: false,
    chroma_subsample: quality >= fullColourQuality ? 1 : 2,
    ...jpegModes[effortOn(efforts.jpeg, settings)](quality),
  };
}

const codecOptions: Readonly<
  Record<CodecFormat, (quality: number, settings: EncodeSettings, traits: PixelTraits) => object>
> = {
  jpeg: jpegOptions,
  // oxipng's higher levels take longer for the same bytes.
  png: () => ({ level: 1 }),
  webp(quality, settings) {
    return settings.lossless
      ? { method: effortOn(efforts.losslessWebp, settings), lossless: 1 }
      : { method: effortOn(efforts.webp, settings), quality };
  },
};

/**
 * Encodes once.
 *
 * @param pixels Straight alpha; a JPEG shows white where they are transparent.
 * @param traits What is known about the pixels.
 * @returns Encoded bytes in JavaScript's memory; the caller owns them.
 */
export async function encode(
  codecs: Codecs,
  pixels: Pixels,
  settings: EncodeSettings,
  traits: PixelTraits,
): Promise<Uint8Array> {
  const { format, quality = defaultQuality } = settings;
  checkPixels(pixels);
  if (!hasCodec(format)) throw new Error(`the Squoosh engine has no encoder for ${format}`);
  if (format === 'png' && settings.effort === 0) return encodePlain(pixels);
  const name = codecNames[format];
  const encoder = await codecs.encoder(name);
  const { data } = asShownIn(format, pixels, traits);
  const bytes = encoder.encode(data, pixels.width, pixels.height, {
    ...codecs.defaults(name),
    ...codecOptions[format](quality, settings, traits),
  });
  if (!bytes) throw new Error(`the ${format} encoder returned no file`);
  const indexed = format === 'png' ? encodeIndexed(pixels, effortOn(efforts.png, settings)) : undefined;
  return indexed && indexed.length < bytes.length ? indexed : new Uint8Array(bytes);
}
