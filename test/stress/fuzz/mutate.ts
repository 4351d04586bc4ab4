// A picture and a number -> a damaged picture, the same each time.

import { containers } from './parts.ts';
import { createRandom, type Random } from './random.ts';
import type { Seed } from './seeds.ts';
import { blindWounds, lie, partWounds } from './wounds.ts';

export interface Mutant {
  /** `progressive jpeg: swap parts, flip bits` */
  readonly name: string;
  /** Of the file that it was made of; its own bytes may say otherwise by now. */
  readonly extension: string;
  readonly bytes: Buffer;
}

/**
 * Of every mutant some half keeps to the format, so that it gets past a decoder's first look.
 *
 * @param seeds At least one.
 * @param run The run's own number.
 * @param index Which mutant of that run.
 */
export function mutate(seeds: readonly Seed[], run: number, index: number): Mutant {
  const random = createRandom(run, index);
  const seed = random.pick(seeds);
  const done: string[] = [];
  const knowing = random.chance(0.6);
  let bytes = knowing ? woundKnowingly(seed, random, done) : seed.bytes;
  if (!knowing || random.chance(0.2)) bytes = woundBlindly(bytes, random, done);
  return { name: `${seed.name}: ${done.join(', ')}`, extension: seed.format, bytes };
}

/** One time most often, three at most. */
function times(random: Random): number {
  return 1 + Math.min(random.below(3), random.below(3));
}

function woundKnowingly({ bytes, format }: Seed, random: Random, done: string[]): Buffer {
  const container = containers[format];
  if (!container) {
    let wounded = bytes;
    for (let left = times(random); left > 0; left--) wounded = lie(wounded, format, random);
    done.push('lie');
    return wounded;
  }
  let parts: ReturnType<typeof container.take> = container.take(bytes);
  for (let left = times(random); left > 0 && parts.length > 0; left--) {
    const [name, wound] = random.pick(Object.entries(partWounds));
    parts = [...wound(parts, random, container)];
    done.push(name);
  }
  return container.build(parts);
}

function woundBlindly(bytes: Buffer, random: Random, done: string[]): Buffer {
  let wounded = bytes;
  for (let left = times(random); left > 0 && wounded.length > 0; left--) {
    const [name, wound] = random.pick(Object.entries(blindWounds));
    wounded = wound(wounded, random);
    done.push(name);
  }
  return wounded;
}
