// The largest pictures of docs/limits.md, held against what the function calculates.

import { describe, expect, test } from 'vitest';
import { decodeScaleOf, estimateDecodeMemory } from '../../../src/function/engine/decode-memory.ts';
import type { Footprint, SourceInfo } from '../../../src/function/engine/engine.ts';
import { resolveLimits } from '../../../src/function/source/limits.ts';
import { heicFootprint, vipsFootprint } from '../../../wasm/host/footprint.ts';
import { jpegFootprint } from '../../../wasm/jpeg/footprint.ts';
import { webpFootprint } from '../../../wasm/webp/footprint.ts';
import { largest } from '../../support/largest.ts';
import { type Table, tablesOf } from '../../support/markdown.ts';
import { languages, readPage } from '../../support/pages.ts';
import { ordinaryPhoto, ordinarySpec } from '../../support/photo.ts';

interface Kind {
  readonly footprint: Footprint;
  readonly info: SourceInfo;
}

const avif = { ...ordinaryPhoto, format: 'avif' } as const;
const heic = { ...ordinaryPhoto, format: 'heic' } as const;
const alpha = { samples: 4, hasAlpha: true };
/** In the order of the table. */
const kinds: readonly Kind[] = [
  { footprint: jpegFootprint, info: { ...ordinaryPhoto, interlaced: true, samples: 1.5 } },
  { footprint: vipsFootprint, info: { ...ordinaryPhoto, format: 'png', interlaced: true } },
  { footprint: webpFootprint, info: { ...ordinaryPhoto, format: 'webp', lossy: true } },
  { footprint: webpFootprint, info: { ...ordinaryPhoto, format: 'webp' } },
  { footprint: vipsFootprint, info: { ...ordinaryPhoto, format: 'gif' } },
  { footprint: vipsFootprint, info: { ...ordinaryPhoto, format: 'tiff' } },
  { footprint: vipsFootprint, info: { ...avif, samples: 1.5 } },
  { footprint: vipsFootprint, info: { ...avif, ...alpha, bitDepth: 16 } },
  { footprint: vipsFootprint, info: { ...ordinaryPhoto, format: 'jxl' } },
  { footprint: heicFootprint, info: { ...heic, samples: 1.5 } },
  { footprint: heicFootprint, info: { ...heic, samples: 1.5, bitDepth: 16 } },
  { footprint: heicFootprint, info: { ...heic, ...alpha, bitDepth: 16 } },
];

/** The JPEG and the WebP engine leave a photo that is trimmed to libvips. */
const trimmer = ({ footprint }: Kind) =>
  footprint === jpegFootprint || footprint === webpFootprint ? vipsFootprint : footprint;

/** Of three to four, for a thumbnail of 200x200; in megapixels. */
function megapixelsOf({ info }: Kind, footprint: Footprint, memoryMb: number, isTrimmed: boolean): string {
  const none = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
  const { room, pixels } = resolveLimits(none, memoryMb, footprint);
  const fits = (count: number) => {
    const width = Math.sqrt((count * 4) / 3);
    const decodedPixels = info.format === 'heic' ? { decodedPixels: 2 * count } : {};
    const one = { ...info, width, height: count / width, ...decodedPixels };
    const scale = isTrimmed ? 1 : decodeScaleOf(ordinarySpec, one);
    return estimateDecodeMemory(one, 0, scale, footprint).needed <= room;
  };
  const megapixels = largest(pixels, fits) / 1e6;
  if (megapixels < 0.1) return 'none';
  return String(megapixels < 10 ? Math.floor(megapixels * 10) / 10 : Math.floor(megapixels));
}

/** The table that begins with `photo` and ends with what can be trimmed. */
function tableOf(page: string): Table {
  return tablesOf(page).find((table) => table.length === kinds.length && table[0]?.length === 6) ?? [];
}

describe.each(languages)('$folder/limits.md', (language) => {
  const rows = tableOf(readPage(language, 'limits.md'));

  test.each(kinds.map((kind, index) => ({ kind, index, format: kind.info.format })))(
    'says how large a $format may be, in row $index',
    ({ kind, index }) => {
      const [, ...said] = rows[index] ?? [];
      const whole = [128, 256, 512, 1024].map((mb) => megapixelsOf(kind, kind.footprint, mb, false));
      const figures = [...whole, megapixelsOf(kind, trimmer(kind), 512, true)];
      expect(said.map((text) => (text === '无' ? 'none' : text))).toEqual(figures);
    },
  );
});
