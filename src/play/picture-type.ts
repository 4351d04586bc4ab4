// Pure: which files browsers show as pictures, by their first bytes.

/** What every current browser shows. */
const pictureTypes: readonly (readonly [start: RegExp, contentType: string])[] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG\r\n/, 'image/png'],
  [/^GIF8/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^[\s\S]{4}ftypavi[fs]/, 'image/avif'],
];

/** @returns undefined for any other file: it goes out as plain bytes, so that no upload becomes a page of a server. */
export function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 12).toString('latin1');
  return pictureTypes.find(([pattern]) => pattern.test(start))?.[1];
}
