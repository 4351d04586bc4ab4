// Reads a Range header with one byte range, as RFC 9110, section 14, says.

import { CosError } from './errors.ts';

/** Both ends are included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * @returns undefined for the whole object: without the header, and for anything but one range of bytes.
 * @throws {CosError} 416 `InvalidRange` if no byte of the range is in the object.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [whole, start = '', end = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (whole === undefined || (start === '' && end === '')) return undefined;
  if (start !== '' && end !== '' && Number(start) > Number(end)) return undefined;
  const first = start === '' ? Math.max(0, size - Number(end)) : Number(start);
  const last = start === '' || end === '' ? size - 1 : Math.min(size - 1, Number(end));
  if (first > last) {
    throw new CosError(416, 'InvalidRange', 'The requested range cannot be satisfied.', {
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  return { first, last };
}
