// The rules of object keys: their parts, their limits, and how programs that download objects understand them. Pure functions on
// text.

/** The most bytes of a key in UTF-8: COS refuses a longer one with KeyTooLong (cloud.tencent.com/document/product/436/7730). */
export const maxKeyBytes = 850;

/** The parts of a key. */
export interface SplitKey {
  /** The folder up to and with its last `/`; empty when the key has none. */
  readonly dir: string;
  /** The file name without its last extension. */
  readonly name: string;
  /** The last extension in the case in which it is written, without the dot; empty when there is none. */
  readonly extension: string;
}

/**
 * Splits a key into folder, name and extension. A dot at the beginning or end of a file name does not begin an extension.
 *
 * @example splitKey('a/b.c.JPG') // { dir: 'a/', name: 'b.c', extension: 'JPG' }
 */
export function splitKey(key: string): SplitKey {
  const file = key.slice(key.lastIndexOf('/') + 1);
  const dir = key.slice(0, key.length - file.length);
  const dot = file.lastIndexOf('.');
  if (dot <= 0 || dot === file.length - 1) return { dir, name: file, extension: '' };
  return { dir, name: file.slice(0, dot), extension: file.slice(dot + 1) };
}

/**
 * Whether a key has a segment `.` or `..` between `/` or `\`. To COS such a key is like any other, but a program that takes it
 * for a path, like a browser or a download tool, would leave its folder.
 */
export function hasDotSegments(key: string): boolean {
  return key.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}

/** Whether a key has line breaks or other characters that no program shows. */
export function hasControlCharacters(key: string): boolean {
  return /\p{Cc}/u.test(key);
}

/** Whether a key names a folder: one like `a/`, or one like `a/..` that would be a folder as a path. The SDK refuses some. */
export function isFolder(key: string): boolean {
  return ['', '.', '..'].includes(key.slice(key.lastIndexOf('/') + 1));
}
