// Which items of a HEIF file belong to which others: `iref` (ISO/IEC 14496-12, 8.11.12), and of what a picture consists.

import { boxesIn } from './boxes.ts';
import type { ByteReader } from './bytes.ts';
import { childOf, type Meta } from './items.ts';

export interface Reference {
  /** `dimg`: consists of; `auxl`: is the alpha, or some other plane, of; `thmb`: is a small version of. */
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** References from one item to others: as many as a picture has tiles, and some more. */
const maxReferences = 2000;

/** @throws {Error} The reader's fault, if they are damaged; its excess, if there are too many. */
export function referencesIn(file: ByteReader, meta: Meta): Reference[] {
  const list = childOf(meta, 'iref');
  if (!list) return [];
  const wide = file.u8(list.start) > 0;
  const size = wide ? 4 : 2;
  const references: Reference[] = [];
  let count = 0;
  for (const { type, start } of boxesIn(file, list.start + 4, list.end)) {
    const parts = file.u16(start + size);
    count += parts + 1;
    if (count > maxReferences) throw file.excess(`a HEIF file of more than ${maxReferences} references`);
    const to = Array.from({ length: parts }, (_, i) => file.uint(start + size + 2 + i * size, size));
    references.push({ type, from: file.uint(start, size), to });
  }
  return references;
}

/** The items, and those of which they consist. */
export function withParts(references: readonly Reference[], items: readonly number[]): ReadonlySet<number> {
  const found = new Set(items);
  for (const item of found) {
    for (const { type, from, to } of references) {
      if (type === 'dimg' && from === item) for (const part of to) found.add(part);
    }
  }
  return found;
}
