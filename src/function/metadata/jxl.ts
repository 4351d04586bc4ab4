// Metadata in JPEG XL (ISO/IEC 18181-2): boxes beside the codestream. Read only: nothing writes the format.

import { behindOffset, boxesIn } from '../container/boxes.ts';
import { toBuffer } from '../container/bytes.ts';
import type { SourceBlocks } from './blocks.ts';

/** A bare codestream has no boxes, and so no metadata. What is packed with Brotli, in `brob` boxes, is passed over. */
export function readJxl(bytes: Uint8Array): SourceBlocks {
  const file = toBuffer(bytes);
  const boxes = boxesIn(file, 0, file.length);
  const find = (wanted: string) => {
    const found = boxes.find(({ type }) => type === wanted);
    return found && file.subarray(found.start, found.end);
  };
  const exif = find('Exif');
  return { exif: exif && behindOffset(exif), xmp: find('xml ') };
}
