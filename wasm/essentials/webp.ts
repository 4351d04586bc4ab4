// What a decoder needs of a WebP: one chunk of each type, and all frames.

import type { Keep } from './keep.ts';

/** Other chunks than frames: photos have six at most. */
const ordinary = 1000;
const known: ReadonlySet<string> = new Set(['VP8X', 'ICCP', 'ANIM', 'ALPH', 'VP8 ', 'VP8L', 'EXIF']);

export const keepWebp: Keep = (file, kept) => {
  const end = Math.min(file.length, file.u32le(4) + 8);
  const seen = new Set<string>();
  let others = 0;
  let length = 4;
  const parts: { readonly from: number; readonly to: number }[] = [];
  for (let at = 12; at + 8 <= end; ) {
    const name = file.text(at, 4);
    const size = file.u32le(at + 4);
    const to = Math.min(end, at + 8 + size + (size % 2));
    const isFrame = name === 'ANMF';
    if (!isFrame) others += 1;
    if (isFrame || (known.has(name) && !seen.has(name))) {
      seen.add(name);
      const last = parts[parts.length - 1];
      if (last?.to === at) parts[parts.length - 1] = { from: last.from, to };
      else parts.push({ from: at, to });
      length += to - at;
    }
    at = to;
  }
  const head = Buffer.from('RIFF\0\0\0\0WEBP');
  head.writeUInt32LE(length, 4);
  kept.add(head);
  for (const { from, to } of parts) kept.keep(from, to);
  return others > ordinary;
};
