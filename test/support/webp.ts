// Still WebPs put together of chunks, whose flags may say something else.

import { riffChunk, vp8x } from './header-parts.ts';

/** Flags in VP8X (RFC 9649, 2.7). */
export const webpFlag = { profile: 0x20, alpha: 0x10, exif: 0x08 } as const;

interface Parts {
  readonly flags: number;
  readonly width: number;
  readonly height: number;
  /** The content of the chunk. */
  readonly profile?: Uint8Array;
  readonly exif?: Uint8Array;
}

/** @param simple A WebP that consists of one chunk, as encoders write a picture without alpha or metadata. */
export function extendedWebp(simple: Buffer, { flags, width, height, profile, exif }: Parts): Buffer {
  return riffChunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('WEBP'),
      vp8x(flags, width, height),
      ...(profile ? [riffChunk('ICCP', profile)] : []),
      simple.subarray(12),
      ...(exif ? [riffChunk('EXIF', exif)] : []),
    ]),
  );
}
