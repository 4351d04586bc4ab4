// What a decoder needs of a JPEG: its tables, frame and scans, and of application data what says how to show them.

import { exifSignature } from '../../src/function/container/tiff.ts';
import type { Bytes } from '../header/bytes.ts';
import { nextSegment, type Segment } from '../header/jpeg.ts';
import { marker } from '../header/jpeg-markers.ts';
import type { Keep } from './keep.ts';

/** Application data and comments: photos have some dozens, with a long XMP some hundreds. */
const ordinary = 1000;

const profileSignature = 'ICC_PROFILE\0';

export const keepJpeg: Keep = (file, kept) => {
  const seen = new Set<string>();
  let asides = 0;
  kept.keep(0, 2);
  for (let at = 2; ; ) {
    const segment = nextSegment(file, at);
    const { marker: found, start, end } = segment;
    if (found === marker.end) return asides > ordinary;
    if (found === marker.scan) {
      kept.keep(start - 4, file.length);
      return asides > ordinary;
    }
    const isAside = (found >= marker.app0 && found <= marker.app15) || found === marker.comment;
    if (isAside) asides += 1;
    const name = isAside ? nameOf(file, segment) : undefined;
    if (!isAside || (name !== undefined && !seen.has(name))) kept.keep(start - 4, Math.min(end, file.length));
    if (name !== undefined) seen.add(name);
    at = end;
  }
};

/** @returns undefined for application data that says nothing of how to show the picture. */
function nameOf(file: Bytes, { marker: found, start }: Segment): string | undefined {
  if (found === marker.app0 && file.hasText(start, 'JFIF\0')) return 'JFIF';
  if (found === marker.app1 && file.hasText(start, exifSignature)) return 'EXIF';
  if (found === marker.app14 && file.hasText(start, 'Adobe')) return 'Adobe';
  if (found !== marker.app2 || !file.hasText(start, profileSignature)) return undefined;
  return `profile ${file.u8(start + profileSignature.length)}`;
}
