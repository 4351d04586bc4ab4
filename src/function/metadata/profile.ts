// Is an ICC profile one of sRGB's, so that pixels look the same without it? Asked of a photo whose own bytes may be kept, where
// a wrong yes would change its colours: so only known names count. The engine, which converts, compares numbers instead.

import { attempt, ByteReader } from '../container/bytes.ts';
import { readDescription } from '../container/icc.ts';

/** As those who make profiles call it. A linear one has other names, and so has each that this list does not know. */
const names: ReadonlySet<string> = new Set([
  'sRGB',
  'sRGB IEC61966-2.1',
  'sRGB IEC61966-2-1',
  'sRGB IEC61966-2-1 black scaled',
  'sRGB built-in',
  'sRGB2014',
  'sRGB Profile',
  'GIMP built-in sRGB',
  'uRGB',
  'c2',
]);

export function isSrgb(profile: Uint8Array): boolean {
  const name = attempt(() => readDescription(new ByteReader(profile)));
  return name !== undefined && names.has(name);
}
