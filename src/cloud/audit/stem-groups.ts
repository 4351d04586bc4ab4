// Brings together what has one stem: the photos, and what was made of them. Reads the sorted listings of both buckets side by side,
// and holds only the stems that the listings have not left behind: as many as are the beginning of one key.

import type { ListedObject } from '../cos/bucket-client.ts';
import { compareKeys } from '../cos/key-order.ts';
import { type KeyPattern, type PatternMatch, stemOf } from './key-pattern.ts';

/** An object of the target bucket by one of the patterns that its key fits. */
export interface StemTarget extends PatternMatch {
  readonly object: ListedObject;
  readonly pattern: KeyPattern;
  /** How many patterns the key fits, each with a stem of its own: the object may belong to any of them. */
  readonly candidates: number;
}

export interface StemGroup {
  readonly stem: string;
  readonly photos: ListedObject[];
  readonly targets: StemTarget[];
}

export interface TargetListing {
  /** The text with which all of its keys begin. */
  readonly literal: string;
  readonly patterns: readonly KeyPattern[];
  readonly objects: AsyncIterable<ListedObject>;
}

export interface Listings {
  readonly source: AsyncIterable<ListedObject>;
  readonly targets: readonly TargetListing[];
  /** Is called for each object of the target listings whose key fits no pattern. */
  readonly onOther: (object: ListedObject, literal: string) => void;
}

/** @returns Each stem once, with all that has it. */
export async function* groupByStem({ source, targets, onOther }: Listings): AsyncGenerator<StemGroup> {
  const open = new Map<string, StemGroup>();
  const keepsOrder = targets.every(({ patterns }) => patterns.every((pattern) => pattern.keepsOrder));
  const groupOf = (stem: string): StemGroup => {
    const group = open.get(stem) ?? { stem, photos: [], targets: [] };
    open.set(stem, group);
    return group;
  };
  const streams = [
    positioned(source, '', (object) => void groupOf(stemOf(object.key)).photos.push(object)),
    ...targets.map(({ objects, literal, patterns }) =>
      positioned(objects, literal, (object) => {
        const fits = patterns.flatMap((pattern) => {
          const match = pattern.read(object.key);
          return match ? [{ ...match, pattern }] : [];
        });
        if (fits.length === 0) onOther(object, literal);
        for (const fit of fits) {
          groupOf(fit.stem).targets.push({ ...fit, object, candidates: fits.length });
        }
      }),
    ),
  ];
  for await (const { position, take } of inOrder(streams)) {
    if (keepsOrder) {
      // The keys that begin with a stem are neighbours in each listing. This one does not, so no later one will.
      for (const [stem, group] of open) {
        if (position.startsWith(stem)) continue;
        open.delete(stem);
        yield group;
      }
    }
    take();
  }
  yield* open.values();
}

/** An object of a listing: where it stands among those of the others, and what is to be done when it is its turn. */
interface Positioned {
  readonly position: string;
  readonly take: () => void;
}

async function* positioned(
  objects: AsyncIterable<ListedObject>,
  literal: string,
  take: (object: ListedObject) => void,
): AsyncGenerator<Positioned> {
  for await (const object of objects) {
    yield { position: object.key.slice(literal.length), take: () => take(object) };
  }
}

/** Merges sorted streams. */
async function* inOrder(streams: readonly AsyncGenerator<Positioned>[]): AsyncGenerator<Positioned> {
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  for (;;) {
    let first = -1;
    for (const [at, head] of heads.entries()) {
      const least = heads[first];
      if (head.done) continue;
      const isLess =
        least === undefined || least.done || compareKeys(head.value.position, least.value.position) < 0;
      if (isLess) first = at;
    }
    const head = heads[first];
    const stream = streams[first];
    if (!head || head.done || !stream) return;
    yield head.value;
    heads[first] = await stream.next();
  }
}
