// The tag table of ICC profiles (ICC.1:2022, 7.3) and the one text in it that says which profile it is. Knows nothing of colours.

import type { ByteReader } from './bytes.ts';

/** Profiles have some twenty tags, and the specification knows 70. Stops a table that fills the file. */
export const maxTags = 100;

/** Bytes of a description: the names of real profiles have some thirty characters. Stops a text that fills the file. */
export const maxDescription = 512;

/**
 * Where the entries of the table are: signature, place and length, of four bytes each.
 *
 * @throws {Error} The reader's fault, where the profile ends before its count.
 */
function* entriesOf(profile: ByteReader): IterableIterator<number> {
  const count = Math.min(profile.u32(128), maxTags);
  for (let entry = 132, left = count; left > 0; entry += 12, left--) yield entry;
}

/**
 * @returns Where the first tag of this signature has its content; undefined if there is none.
 * @throws {Error} The reader's fault, where the profile ends before its table does.
 */
export function findTag(profile: ByteReader, signature: string): number | undefined {
  for (const entry of entriesOf(profile)) {
    if (profile.hasText(entry, signature)) return profile.u32(entry + 4);
  }
  return undefined;
}

/**
 * Finds a tag as colour engines do, for which one that reaches beyond the profile is none.
 *
 * @returns Where it has its content; undefined if there is none.
 * @throws {Error} The reader's fault, where the profile ends before its table does.
 */
export function findWholeTag(profile: ByteReader, signature: string): number | undefined {
  const end = Math.min(profile.u32(0), profile.length);
  for (const entry of entriesOf(profile)) {
    if (!profile.hasText(entry, signature)) continue;
    const start = profile.u32(entry + 4);
    if (start + profile.u32(entry + 8) <= end) return start;
  }
  return undefined;
}

/**
 * Whether the table is one that colour engines read: no longer than it may be, and with each tag once.
 *
 * @throws {Error} The reader's fault, where the profile ends before its table does.
 */
export function isTableInOrder(profile: ByteReader): boolean {
  const count = profile.u32(128);
  const names = new Set(Array.from(entriesOf(profile), (entry) => profile.u32(entry)));
  return names.size === count;
}

/** The languages of a description that are read. Profiles of monitors have up to 40. Stops profiles that announce millions. */
export const maxLanguages = 64;

/**
 * What the profile calls itself: ASCII in version 2; in version 4 UTF-16, the first of its languages.
 *
 * @returns Without zeros, and without blanks around it; undefined if there is none, or a longer one than `maxDescription`.
 * @throws {Error} The reader's fault, where the profile ends before it.
 */
export function readDescription(profile: ByteReader): string | undefined {
  for (const description of descriptions(profile)) return description;
  return undefined;
}

/**
 * What the profile calls itself, in each of its languages.
 *
 * @returns Each without zeros, and without blanks around it; undefined for one that is longer than `maxDescription`.
 * @throws {Error} The reader's fault, where the profile ends before one.
 */
export function* descriptions(profile: ByteReader): IterableIterator<string | undefined> {
  const tag = findTag(profile, 'desc');
  const type = tag === undefined ? undefined : profile.text(tag, 4);
  if (tag === undefined || (type !== 'desc' && type !== 'mluc')) return;
  if (type === 'desc') {
    yield clean(profile.u32(tag + 8), (length) => profile.text(tag + 12, length));
    return;
  }
  const count = Math.min(profile.u32(tag + 8), maxLanguages);
  for (let record = tag + 16; record < tag + 16 + count * 12; record += 12) {
    const from = tag + profile.u32(record + 8);
    yield clean(profile.u32(record + 4), (length) => utf16(profile, from, length));
  }
}

function clean(length: number, read: (length: number) => string): string | undefined {
  return length > maxDescription ? undefined : read(length).replace(/\0/g, '').trim();
}

function utf16(profile: ByteReader, from: number, length: number): string {
  const units = Array.from({ length: Math.floor(length / 2) }, (_, i) => profile.u16(from + 2 * i));
  return String.fromCharCode(...units);
}
