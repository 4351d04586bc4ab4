// Our encoders beside sharp's at the same settings: the table.

import type { Section } from '../part.ts';
import { judge } from './judge.ts';
import type { Thumbnail } from './makers.ts';

export interface Pair {
  /** `jpeg 80` */
  readonly what: string;
  readonly engine: string;
  readonly ours: readonly Thumbnail[];
  readonly theirs: readonly Thumbnail[];
}

export function sharpSection(pairs: readonly Pair[], photos: number): Section {
  const figures: Record<string, number> = {};
  const rows = pairs.map(({ what, engine, ours, theirs }) => {
    const [own, their] = [judge(ours), judge(theirs)];
    const ratio = own.bytes / their.bytes;
    figures[`quality, ${what}, ${engine}: bytes, ours to sharp`] = ratio;
    figures[`quality, ${what}, ${engine}: SSIMULACRA2, ours less sharp's`] = own.score - their.score;
    return [
      ...[what, engine, own.bytes.toFixed(0), their.bytes.toFixed(0), `${ratio.toFixed(3)} x`],
      ...[own.score, their.score, own.worst, their.worst].map((one) => one.toFixed(1)),
    ];
  });
  return {
    title: `Beside sharp at the same settings, ${photos} photos`,
    table: [['format', 'engine', 'bytes', 'sharp', 'ratio', 'mean', 'sharp', 'worst', 'sharp'], ...rows],
    notes: [
      'Each is judged from its own resized pixels, by SSIMULACRA2. The light engine is the first of an instance, whose small pictures ' +
        'Squoosh encodes; the optimised one takes its place where there is memory for it.',
    ],
    figures,
  };
}
