// The encoded source in linear memory: copied there once, although it is opened first for its header and then for its
// pixels.

import { asPicture } from './avif-sequence.ts';
import type { Module, Source } from './types.ts';

export interface Sources {
  /**
   * @returns These bytes as libvips reads them; the one before is let go. Not the caller's to delete.
   * @throws {SourceFault} if libvips would not know what they are.
   */
  hold(bytes: Uint8Array): Source;
  release(): void;
}

export function createSources(vips: Module): Sources {
  let held: { readonly bytes: Uint8Array; readonly source: Source } | undefined;
  const release = () => {
    held?.source.delete();
    held = undefined;
  };
  return {
    release,
    hold(bytes) {
      if (held?.bytes !== bytes) {
        release();
        held = { bytes, source: vips.Source.newFromMemory(asPicture(bytes)) };
      }
      return held.source;
    },
  };
}
