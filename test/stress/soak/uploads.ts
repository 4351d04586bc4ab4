// Who uploads what, event by event: new photos, others over old ones, events that come twice. Pure but for chance.

import type { Random } from '../../support/random.ts';
import type { SoakPhoto } from './photos.ts';

export interface Upload {
  /** Of the photo, without extension. */
  readonly name: string;
  readonly photo: SoakPhoto;
  /** Is the object as it was, and only its event comes again? */
  readonly isRepeated: boolean;
}

const repeated = 0.1;
const overwritten = 0.1;

/** @param before All uploads so far: name -> what is there. */
export function nextUpload(
  photos: readonly SoakPhoto[],
  before: ReadonlyMap<string, SoakPhoto>,
  random: Random,
): Upload {
  const count = before.size;
  const isRepeated = random.chance(repeated);
  const isOverwritten = random.chance(overwritten);
  const name = nameOf(random.below(count));
  const there = before.get(name);
  if (there && isRepeated) return { name, photo: there, isRepeated };
  if (there && isOverwritten) {
    // Under the same key: another format would be another.
    const others = photos.filter(({ format }) => format === there.format);
    return { name, photo: random.pick(others), isRepeated: false };
  }
  return { name: nameOf(count), photo: random.pick(photos), isRepeated: false };
}

function nameOf(index: number): string {
  return `album-${Math.floor(index / 100)}/photo-${index}`;
}
