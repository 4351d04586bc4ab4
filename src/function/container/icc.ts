// The tag table of ICC profiles (ICC.1:2022, 7.3) and the one text in it that says which profile it is. Knows nothing of colours.

import type { ByteReader } from './bytes.ts';

/** Profiles have some twenty tags, and the specification knows 70. Stops a table that fills the file. */
export const maxTags = 100;

/** Bytes of a description: the names of real profiles have some thirty characters. Stops a text that fills the file. */
export const maxDescription = 512;

/**
 * @returns Where the first tag of this signature has its content; undefined if there is none.
 * @throws {Error} The reader's fault, where the profile ends before its table does.
 */
export function findTag(profile: ByteReader, signature: string): number | undefined {
  const count = Math.min(profile.u32(128), maxTags);
  for (let entry = 132, left = count; left > 0; entry += 12, left--) {
    if (profile.hasText(entry, signature)) return profile.u32(entry + 4);
  }
  return undefined;
}

/**
 * What the profile calls itself: ASCII in version 2; the first of several languages, in UTF-16, in version 4.
 *
 * @returns Without zeros, and without blanks around it; undefined if there is none, or a longer one than `maxDescription`.
 * @throws {Error} The reader's fault, where the profile ends before it.
 */
export function readDescription(profile: ByteReader): string | undefined {
  const tag = findTag(profile, 'desc');
  return tag === undefined ? undefined : readText(profile, tag)?.replace(/\0/g, '').trim();
}

function readText(profile: ByteReader, tag: number): string | undefined {
  const type = profile.text(tag, 4);
  const isUnicode = type === 'mluc';
  if (!isUnicode && type !== 'desc') return undefined;
  const length = profile.u32(tag + (isUnicode ? 20 : 8));
  if (length > maxDescription) return undefined;
  if (!isUnicode) return profile.text(tag + 12, length);
  const from = tag + profile.u32(tag + 24);
  const units = Array.from({ length: Math.floor(length / 2) }, (_, i) => profile.u16(from + 2 * i));
  return String.fromCharCode(...units);
}
