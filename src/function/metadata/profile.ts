// ICC profiles (ICC.1:2022), by name: is it one of sRGB's, which says of pixels what everybody takes them for anyway?

import { attempt } from '../container/bytes.ts';

/** As those who make profiles call it. A linear one has other names, and so has each that this list does not know. */
const names: ReadonlySet<string> = new Set([
  ...['sRGB', 'sRGB IEC61966-2.1', 'sRGB IEC61966-2-1', 'sRGB IEC61966-2-1 black scaled', 'sRGB built-in'],
  ...['sRGB2014', 'sRGB Profile', 'GIMP built-in sRGB', 'uRGB', 'c2'],
]);

export function isSrgb(profile: Buffer): boolean {
  const name = attempt(() => readName(profile));
  return name !== undefined && names.has(name.split('\0').join('').trim());
}

function readName(profile: Buffer): string | undefined {
  const tags = Math.min(profile.readUInt32BE(128), 100);
  for (let i = 0; i < tags; i++) {
    const entry = 132 + i * 12;
    if (profile.toString('latin1', entry, entry + 4) === 'desc') {
      return readDescription(profile.subarray(profile.readUInt32BE(entry + 4)));
    }
  }
  return undefined;
}

/** ASCII in version 2; the first of several languages, in UTF-16, in version 4. */
function readDescription(tag: Buffer): string | undefined {
  const type = tag.toString('latin1', 0, 4);
  const length = tag.readUInt32BE(type === 'mluc' ? 20 : 8);
  if (type === 'desc') return tag.toString('latin1', 12, 12 + length);
  if (type !== 'mluc') return undefined;
  const at = tag.readUInt32BE(24);
  return Buffer.from(tag.subarray(at, at + length - (length % 2)))
    .swap16()
    .toString('utf16le');
}
