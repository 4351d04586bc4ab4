// Texts in EXIF, IPTC and PNG, whose encoding seldom is the one that their format says.

/** UTF-8, which most programs write whatever the format says; else Latin-1, in which every byte is a character. */
export function decodeText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}
