// A picture and a number -> a damaged picture, the same each time.

import { createRandom, type Random } from '../../support/random.ts';
import { containers } from './containers/containers.ts';
import type { Seed } from './seeds.ts';
import { blindWounds, partWounds } from './wounds.ts';

export interface Mutant {
  /** `progressive jpeg: swap parts, flip bits` */
  readonly name: string;
  /** Of the file that it was made of; its own bytes may say otherwise by now. */
  readonly extension: string;
  readonly bytes: Buffer;
}

/** Which mutant, of which run. */
export interface MutantNumber {
  /** The run's own number. */
  readonly seed: number;
  readonly index: number;
  /** Only mutants that keep to their format but for what was done to its parts. Default: some half. */
  readonly structure?: boolean;
}

/**
 * Some half of the mutants keep to their format, so that they get past a decoder's first look.
 *
 * @param seeds At least one.
 */
export function mutate(
  seeds: readonly Seed[],
  { seed: run, index, structure = false }: MutantNumber,
): Mutant {
  const random = createRandom(run, index);
  const seed = random.pick(seeds);
  const done: string[] = [];
  const knowing = structure || random.chance(0.6);
  const donor = random.pick(seeds.filter(({ format }) => format === seed.format));
  let bytes = knowing ? woundKnowingly(seed, donor, random, done) : seed.bytes;
  if (!knowing || (!structure && random.chance(0.2))) bytes = woundBlindly(bytes, random, done);
  return { name: `${seed.name}: ${done.join(', ')}`, extension: seed.format, bytes };
}

/** One time most often, three at most. */
function times(random: Random): number {
  return 1 + Math.min(random.below(3), random.below(3));
}

function woundKnowingly({ bytes, format }: Seed, donor: Seed, random: Random, done: string[]): Buffer {
  const container = containers[format];
  const surgery = { random, container, donor: container.take(donor.bytes) };
  let parts = container.take(bytes);
  for (let left = times(random); left > 0 && parts.length > 0; left--) {
    const [name, wound] = random.pick(Object.entries(partWounds));
    parts = wound(parts, surgery);
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
