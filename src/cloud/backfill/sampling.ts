// Chooses the photos by which a bucket is judged: a stratified random sample, drawn in one pass over a listing of any length.

import { formatOfExtension } from '../../function/format/format.ts';
import { splitKey } from '../../function/target/object-key.ts';
import type { ListedObject } from '../cos/bucket-client.ts';

/** Objects of about one size and one kind, and some of them by chance. */
export interface Stratum {
  /** `jpeg, 1 MB to 4 MB`. */
  readonly name: string;
  readonly objects: number;
  readonly bytes: number;
  /** In random order. */
  readonly drawn: readonly ListedObject[];
}

/** A photo of the sample, with the stratum that it stands for. */
export interface SampledObject {
  readonly stratum: string;
  readonly object: ListedObject;
}

/** A number from 0 up to but not including 1, as of Math.random. */
export type Random = () => number;

/** Most photos of one stratum that are kept while the listing goes by. */
const mostDrawn = 40;

/** The upper ends of the classes of size, in bytes: each is four times the one before. */
const sizeClasses = [64, 256, 1024, 4096, 16_384].map((kilobytes) => kilobytes * 1024);

/** Reservoir sampling (Vitter's algorithm R) in each stratum: every object of it has the same chance to be among those drawn. */
export class Sampler {
  private readonly random: Random;
  private readonly strata = new Map<string, { objects: number; bytes: number; drawn: ListedObject[] }>();

  constructor(random: Random) {
    this.random = random;
  }

  add(object: ListedObject): void {
    const name = stratumOf(object);
    const stratum = this.strata.get(name) ?? { objects: 0, bytes: 0, drawn: [] };
    this.strata.set(name, stratum);
    stratum.objects += 1;
    stratum.bytes += object.size;
    if (stratum.drawn.length < mostDrawn) stratum.drawn.push(object);
    else {
      const at = Math.floor(this.random() * stratum.objects);
      if (at < mostDrawn) stratum.drawn[at] = object;
    }
  }

  /** By name. */
  result(): Stratum[] {
    const sorted = [...this.strata].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([name, stratum]) => ({
      ...stratum,
      name,
      drawn: shuffle(stratum.drawn, this.random),
    }));
  }
}

/** There are at most 48, because names that are no image's count as one kind. */
export function stratumOf({ key, size }: Pick<ListedObject, 'key' | 'size'>): string {
  const format = formatOfExtension(splitKey(key).extension) ?? 'other';
  const at = sizeClasses.findIndex((bytes) => size <= bytes);
  const label = (index: number) => `${(sizeClasses[index] ?? 0) / 1024} KB`;
  const range =
    at < 0
      ? `over ${label(sizeClasses.length - 1)}`
      : at === 0
        ? `up to ${label(0)}`
        : `${label(at - 1)} to ${label(at)}`;
  return `${format}, ${range}`;
}

function shuffle<T>(all: readonly T[], random: Random): T[] {
  const shuffled = [...all];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    const moved = shuffled[last] as T;
    shuffled[last] = shuffled[at] as T;
    shuffled[at] = moved;
  }
  return shuffled;
}

/**
 * Bytes that stand for what every photo costs whatever its size: it is looked up, and its thumbnail is written. Only for
 * dividing and comparing.
 */
export const fixedBytes = 200 * 1024;

/**
 * Divides the sample among the strata by their share of the cost, which grows with the bytes, so that it looks most closely where
 * most of the money goes. Each stratum has at least one photo, as far as there are enough.
 *
 * @param size At most so many photos.
 */
export function drawSample(strata: readonly Stratum[], size: number): SampledObject[] {
  const shares = strata.map((stratum) => ({ stratum, weight: weightOf(stratum), photos: 0 }));
  shares.sort((one, other) => other.weight - one.weight);
  for (const share of shares.slice(0, size)) share.photos = 1;
  for (let left = size - shares.length; left > 0; left--) {
    const open = shares.filter(({ stratum, photos }) => photos < stratum.drawn.length);
    const [first, ...others] = open;
    if (first === undefined) break;
    // The one whose photos would each stand for the most (D'Hondt's method).
    const next = others.reduce((best, one) => (standsFor(one) > standsFor(best) ? one : best), first);
    next.photos += 1;
  }
  return shares.flatMap(({ stratum, photos }) =>
    stratum.drawn.slice(0, photos).map((object) => ({ stratum: stratum.name, object })),
  );
}

function weightOf({ objects, bytes }: Stratum): number {
  return bytes + objects * fixedBytes;
}

function standsFor({ weight, photos }: { readonly weight: number; readonly photos: number }): number {
  return weight / (photos + 1);
}
