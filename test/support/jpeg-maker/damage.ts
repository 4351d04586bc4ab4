// Damage to JPEG files that is special to them: to their markers and restart markers. For the rest, see test/stress/fuzz/mutate.ts.

import { mutate } from '../../stress/fuzz/mutate.ts';
import type { Seed } from '../../stress/fuzz/seeds.ts';
import { createRandom, type Random } from '../random.ts';

type Wound = (bytes: Buffer, random: Random) => Buffer;

/** Where markers stand: 0xFF, and a byte that is neither a stuffed zero nor a fill byte. */
function markersOf(bytes: Buffer, isWanted: (marker: number) => boolean): number[] {
  return [...bytes.keys()].filter((at) => {
    const next = bytes[at + 1] ?? 0;
    return bytes[at] === 0xff && next !== 0 && next !== 0xff && isWanted(next);
  });
}

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const splice = (bytes: Buffer, at: number, taken: number, ...put: readonly number[]) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + taken)]);

const wounds: Readonly<Record<string, Wound>> = {
  'change a marker'(bytes, random) {
    const at = random.pick(markersOf(bytes, () => true));
    const other = random.chance(0.5) ? random.below(256) : 0xc0 + random.below(0x1f);
    return splice(bytes, at, 2, 0xff, other);
  },
  'take out a restart marker'(bytes, random) {
    const found = markersOf(bytes, isRestart);
    return found.length === 0 ? bytes : splice(bytes, random.pick(found), 2);
  },
  'put in a restart marker'(bytes, random) {
    return splice(bytes, random.below(bytes.length), 0, 0xff, 0xd0 + random.below(8));
  },
  'move a restart marker'(bytes, random) {
    const found = markersOf(bytes, isRestart);
    if (found.length === 0) return bytes;
    const from = random.pick(found);
    const marker = bytes[from + 1] ?? 0;
    const to = Math.max(2, from + random.pick([-9, -3, -2, -1, 1, 2, 3, 9]));
    return splice(splice(bytes, from, 2), to, 0, 0xff, marker);
  },
  'put in fill bytes': (bytes, random) =>
    splice(bytes, random.pick(markersOf(bytes, () => true)), 0, ...Array(1 + random.below(4)).fill(0xff)),
  'put something behind a marker': (bytes, random) =>
    splice(bytes, random.pick(markersOf(bytes, () => true)) + 2, 0, random.below(256)),
  'put something before a marker': (bytes, random) =>
    splice(bytes, random.pick(markersOf(bytes, () => true)), 0, random.below(255)),
};

export interface Damaged {
  readonly name: string;
  readonly bytes: Buffer;
}

/** @param seeds At least one. @param index The same number makes the same file of the same seeds. */
export function damageJpeg(seeds: readonly Seed[], run: number, index: number): Damaged {
  const random = createRandom(run, index, 1);
  if (random.chance(0.6)) return mutate(seeds, { seed: run, index });
  const seed = random.pick(seeds);
  const [wound, apply] = random.pick(Object.entries(wounds));
  return { name: `${seed.name}: ${wound}`, bytes: apply(seed.bytes, random) };
}
