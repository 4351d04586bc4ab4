// What the Squoosh codecs can write, as data: the other formats wait for a newer runtime.

import type { OutputFormat } from '../../src/function/format/format.ts';

/** The codecs' names. */
export const codecNames = { jpeg: 'mozjpeg', png: 'oxipng', webp: 'webp' } as const;

export type CodecFormat = keyof typeof codecNames;

export function hasCodec(format: OutputFormat): format is CodecFormat {
  return format in codecNames;
}
