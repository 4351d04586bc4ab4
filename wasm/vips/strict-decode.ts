// Whether a source is as good as its pixels: decoders read around much that others stumble over.

import type { Opened } from './decode.ts';
import type { Module } from './types.ts';

/**
 * Does a strict decoder read all of it without a complaint, upright, and of the size that its header told? Costs a decode.
 * Asked once nothing else is being read of it.
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
