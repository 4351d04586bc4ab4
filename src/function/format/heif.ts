// Finds out how the pictures in a HEIF file are coded (ISO/IEC 23008-12), by the properties that configure their decoders.

import { boxesIn, findBox } from '../container/boxes.ts';
import { attempt, ByteReader } from '../container/bytes.ts';
import { codecBoxes } from './magic.ts';

/**
 * @param bytes An ISO base media file; what it says of itself is not trusted.
 * @returns `hvcC`: the type of a property in `codecBoxes`, that of AV1 if it is among several; undefined if there is none.
 */
export function nameCodec(bytes: Uint8Array): string | undefined {
  const file = new ByteReader(bytes);
  return attempt(() => {
    const meta = findBox(file, 0, file.length, 'meta');
    // Version and flags come before its children.
    const described = meta && findBox(file, meta.start + 4, meta.end, 'iprp');
    const properties = described && findBox(file, described.start, described.end, 'ipco');
    if (!properties) return undefined;
    let found: string | undefined;
    for (const { type } of boxesIn(file, properties.start, properties.end)) {
      if (type === 'av1C') return type;
      if (found === undefined && codecBoxes[type] !== undefined) found = type;
    }
    return found;
  });
}
