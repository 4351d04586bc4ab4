// The formats that the Squoosh codecs can write. The other formats need a newer runtime, with libvips.

import type { OutputFormat } from '../../src/function/format/format.ts';

/** @squoosh/lib's name of the codec for each format. */
export const codecNames = { jpeg: 'mozjpeg', png: 'oxipng', webp: 'webp' } as const;

export type CodecFormat = keyof typeof codecNames;

export function hasCodec(format: OutputFormat): format is CodecFormat {
  return format in codecNames;
}
