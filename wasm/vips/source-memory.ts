// Keeps the encoded source in linear memory: it is copied there once, although it is opened first for its header and
// then for its pixels.

import { withoutStrayChunks } from '../header/png-picture.ts';
import { asPicture } from './avif-brands.ts';
import type { Module, Source } from './types.ts';

/** Linear memory for one source at a time. */
export interface SourceMemory {
  /**
   * Copies the bytes to linear memory unless they are there already, and frees the source before them.
   *
   * @returns libvips' view of the bytes; not the caller's to delete.
   * @throws {SourceFault} if they are an AVIF sequence that libvips cannot read.
   */
  load(bytes: Uint8Array): Source;
  /** Frees the source. */
  release(): void;
}

export function createSourceMemory(vips: Module): SourceMemory {
  let current: { readonly bytes: Uint8Array; readonly source: Source } | undefined;
  const release = () => {
    current?.source.delete();
    current = undefined;
  };
  return {
    release,
    load(bytes) {
      if (current?.bytes !== bytes) {
        release();
        current = { bytes, source: vips.Source.newFromMemory(withoutStrayChunks(asPicture(bytes))) };
      }
      return current.source;
    },
  };
}
