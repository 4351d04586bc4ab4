// The headers that COS keeps with an object, and their limits.

import { CosError, invalidArgument } from './errors.ts';

const kept = new Set(['cache-control', 'content-disposition', 'content-encoding', 'content-type', 'expires']);
const prefix = 'x-cos-meta-';
/** Bytes of all x-cos-meta-* together: names without the prefix, and values. */
const maxMetadataBytes = 2048;

/**
 * What an upload's headers leave on the object; empty ones leave nothing.
 *
 * @param headers Names in lower case.
 * @throws {CosError} `KeyTooLong`, COS' own word for too much of it; `InvalidArgument` for a name with anything but `a-z 0-9 -`.
 */
export function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).filter(
    ([name, value]) => value !== '' && (kept.has(name) || name.startsWith(prefix)),
  );
  const metadata = entries.filter(([name]) => name.startsWith(prefix));
  const odd = metadata.find(([name]) => !/^[a-z0-9-]+$/.test(name));
  if (odd) throw invalidArgument(`The name ${odd[0]} holds more than letters, digits and "-".`);
  const bytes = metadata.reduce((sum, [name, value]) => sum + name.length - prefix.length + value.length, 0);
  if (bytes > maxMetadataBytes) {
    throw new CosError(
      400,
      'KeyTooLong',
      `Your metadata headers have ${bytes} bytes, above the maximum of ${maxMetadataBytes}.`,
    );
  }
  return Object.fromEntries(entries);
}
