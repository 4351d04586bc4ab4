// Chooses the headers that COS keeps with an object, and checks their limits.

import { CosError, invalidArgument } from './errors.ts';

const kept = new Set(['cache-control', 'content-disposition', 'content-encoding', 'content-type', 'expires']);
const prefix = 'x-cos-meta-';
/** The bytes of all x-cos-meta-* headers together: their names without the prefix, and their values. */
const maxMetadataBytes = 2048;

/**
 * Takes the headers of an upload that are stored with the object. Empty headers are not stored.
 *
 * @param headers The names are in lower case.
 * @throws {CosError} `KeyTooLong`, which is COS' code for too much metadata; `InvalidArgument` for a name with anything but `a-z 0-9 -`.
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
