// Pure: object keys: their parts, and what COS and those who download make of them.

/** Bytes of UTF-8; COS answers longer ones with KeyTooLong (cloud.tencent.com/document/product/436/7730). */
export const maxKeyBytes = 850;

export interface SplitKey {
  /** The folder with its last `/`; empty at the top. */
  readonly dir: string;
  /** The file name without its last extension. */
  readonly name: string;
  /** As it is written, without dot; empty when there is none. */
  readonly extension: string;
}

/** `a/b.c.JPG` is `a/`, `b.c`, `JPG`. A dot that begins or ends a file name parts nothing. */
export function splitKey(key: string): SplitKey {
  const file = key.slice(key.lastIndexOf('/') + 1);
  const dir = key.slice(0, key.length - file.length);
  const dot = file.lastIndexOf('.');
  if (dot <= 0 || dot === file.length - 1) return { dir, name: file, extension: '' };
  return { dir, name: file.slice(0, dot), extension: file.slice(dot + 1) };
}

/**
 * Has the key a segment `.` or `..`, by `/` or `\\`? To COS it is a key like any other, but whoever takes it for a path,
 * like browsers and download tools, leaves its folder by it.
 */
export function hasDotSegments(key: string): boolean {
  return key.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}

/** `a/`, and what as a path is no file, either: `a/..`. The SDK refuses to read some of these. */
export function isFolder(key: string): boolean {
  return ['', '.', '..'].includes(key.slice(key.lastIndexOf('/') + 1));
}
