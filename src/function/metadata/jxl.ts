// Metadata in JPEG XL (ISO/IEC 18181-2): boxes beside the codestream. Read only: nothing here writes the format.

import { findBox } from '../container/boxes.ts';
import { attemptWithinBounds, ByteReader } from '../container/bytes.ts';
import type { SourceBlocks } from './blocks.ts';
import { withoutOffset } from './exif.ts';

/** A bare codestream has no boxes, and so no metadata. What is packed with Brotli, in `brob` boxes, is passed over. */
export function readJxl(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  const find = (wanted: string) => {
    const found = attemptWithinBounds(() => findBox(file, 0, file.length, wanted));
    return found?.isWhole ? file.slice(found.start, found.end) : undefined;
  };
  const exif = find('Exif');
  return { exif: exif && withoutOffset(exif), xmp: find('xml ') };
}
