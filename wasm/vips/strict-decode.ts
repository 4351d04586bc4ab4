// Tests whether a source may be stored in place of its thumbnail: decoders recover from much damage, but not all of
// them in the same way, and they pass over what is no part of the picture, which nobody should store.

import { hasUnusedGifData } from '../unused/gif.ts';
import { hasUnusedPngData } from '../unused/png.ts';
import { cutWebps } from '../unused/webp.ts';
import { hasStrayData } from '../whole/jpeg.ts';
import type { Opened } from './load.ts';
import type { Module } from './types.ts';

/**
 * Whether a strict decoder reads all of the source without a warning, upright, and in the size that its header gives, and needs all
 * of its compressed data for that. Costs a full decode, and for a WebP two more. No other image of the source may be open for
 * reading.
 */
export function decodesStrictly(vips: Module, opened: Opened): boolean {
  try {
    return readsStrictly(vips, opened) && !hasUnusedData(vips, opened);
  } catch {
    return false;
  }
}

function readsStrictly(vips: Module, { source, info }: Opened): boolean {
  const pages = info.pages > 1 ? ',n=-1' : '';
  using image = vips.Image.newFromSource(source, `[fail_on=warning${pages}]`, { access: 'sequential' });
  const has = (field: string) => image.getTypeof(field) !== 0;
  const height = has('page-height') ? image.getInt('page-height') : image.height;
  if (info.orientation !== undefined || image.width !== info.width || height !== info.height) return false;
  image.avg();
  return true;
}

/** Is there data that the picture does not need, among or behind its compressed data? */
function hasUnusedData(vips: Module, { bytes, info }: Opened): boolean {
  switch (info.format) {
    case 'jpeg':
      return hasStrayData(bytes);
    case 'png':
      return hasUnusedPngData(bytes);
    case 'gif':
      return hasUnusedGifData(bytes);
    case 'webp':
      for (const cut of cutWebps(bytes)) if (!cut || decodes(vips, cut)) return true;
      return false;
    default:
      // The other formats are not stored in place of their thumbnails.
      return false;
  }
}

function decodes(vips: Module, bytes: Uint8Array): boolean {
  try {
    using image = vips.Image.newFromBuffer(bytes, '[fail_on=error]', { access: 'sequential' });
    image.avg();
    return true;
  } catch {
    return false;
  }
}
