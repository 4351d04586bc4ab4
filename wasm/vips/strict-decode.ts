// Tests whether a source may be stored in place of its thumbnail: decoders recover from much damage, but not all of
// them in the same way.

import type { Opened } from './decode.ts';
import type { Module } from './types.ts';

/**
 * Whether a strict decoder reads all of the source without a warning, upright, and in the size that its header gives.
 * Costs a full decode. No other image of the source may be open for reading.
 */
export function decodesStrictly(vips: Module, { source, info }: Opened): boolean {
  try {
    const pages = info.pages > 1 ? ',n=-1' : '';
    using image = vips.Image.newFromSource(source, `[fail_on=warning${pages}]`, { access: 'sequential' });
    const has = (field: string) => image.getTypeof(field) !== 0;
    const height = has('page-height') ? image.getInt('page-height') : image.height;
    if (image.width !== info.width || height !== info.height) return false;
    if (has('orientation') && image.getInt('orientation') > 1) return false;
    image.avg();
    return true;
  } catch {
    return false;
  }
}
