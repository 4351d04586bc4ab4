// What the Squoosh codecs can write, as data: the other formats wait for a newer runtime.

import type { OutputFormat } from '../../src/function/format/format.ts';

/** The codecs' names. */
export const writers = { jpeg: 'mozjpeg', png: 'oxipng', webp: 'webp' } as const;

export type Written = keyof typeof writers;

export function isWritten(format: OutputFormat): format is Written {
  return format in writers;
}
