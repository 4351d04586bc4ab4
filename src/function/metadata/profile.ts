// Is an ICC profile one of sRGB's, so that pixels look the same without it? Asked of a photo whose own bytes may be kept, where
// a wrong yes would change its colours: so only known names count. The engine, which converts, compares numbers instead.

import { attempt, ByteReader } from '../container/bytes.ts';
import { readDescription } from '../container/icc.ts';

/** What the makers of sRGB profiles call them. A linear one has another name. */
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
