// The encoded source in linear memory: copied there once, although it is opened first for its header and then for its
// pixels.

import { asPicture } from './avif-sequence.ts';
import type { Module, Source } from './types.ts';

export interface SourceMemory {
  /**
   * @returns These bytes as libvips reads them; the one before is let go. Not the caller's to delete.
   * @throws {SourceFault} if libvips would not know what they are.
   */
  load(bytes: Uint8Array): Source;
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
        current = { bytes, source: vips.Source.newFromMemory(asPicture(bytes)) };
      }
      return current.source;
    },
  };
}
