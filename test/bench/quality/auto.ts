// `auto` beside fixed qualities: the table.

import type { Section } from '../part.ts';
import { judge } from './judge.ts';
import type { Thumbnail } from './makers.ts';

export interface Series {
  readonly format: string;
  /** `fixed 80`, `auto` */
  readonly way: string;
  readonly thumbnails: readonly Thumbnail[];
}

/** @param series For each format a fixed quality, another one as good as `auto` at its worst, and `auto`. */
export function autoSection(series: readonly Series[], photos: number): Section {
  const figures: Record<string, number> = {};
  const first = new Map<string, number>();
  const rows = series.map(({ format, way, thumbnails }) => {
    const { bytes, score, worstTenth, worst, ms } = judge(thumbnails);
    const share = bytes / (first.get(format) ?? bytes);
    if (!first.has(format)) first.set(format, bytes);
    const name = `quality, ${format}, ${way.split(',')[0]}`;
    figures[`${name}: bytes`] = bytes;
    figures[`${name}: SSIMULACRA2, worst tenth`] = worstTenth;
    const scores = [score, worstTenth, worst].map((one) => one.toFixed(1));
    return [format, way, bytes.toFixed(0), `${(share * 100).toFixed(0)}%`, ...scores, ms.toFixed(0)];
  });
  return {
    title: `quality=auto beside a fixed quality, ${photos} photos`,
    table: [['format', 'quality', 'bytes', 'of first', 'mean', 'worst tenth', 'worst', 'ms'], ...rows],
    notes: [
      'Bytes are means, milliseconds medians of a warm engine, decode included. The rest is SSIMULACRA2 from the thumbnail before it was ' +
        'encoded: 100 is the same, 90 cannot be told from it, 70 is high quality, 50 medium.',
      'auto aims at the distance that hard photos have at quality 80, for all photos: what it saves is what easy ones do not need.',
    ],
    figures,
  };
}
