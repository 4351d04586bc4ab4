// Keys that belong to one source: those of its thumbnails and of its manifest. Its mark on what is there says so.

import type { ObjectRef } from '../store.ts';
import type { Claimant } from './claim.ts';
import { marks, sourceMark } from './recipe.ts';

/** Why what is there may not be overwritten, and how to mend it; to be read after its address. */
interface Conflicts {
  /** It is none of ours. */
  readonly foreign: string;
  /** It was made from another source. */
  readonly others: (owner: string) => string;
}

/** A key that may be taken if what it holds was made from this very source. */
export function ownedBy(source: ObjectRef, target: ObjectRef, { foreign, others }: Conflicts): Claimant {
  return {
    target,
    conflict({ metadata }) {
      const owner = metadata[marks.source];
      if (owner === sourceMark(source)) return undefined;
      return owner === undefined ? foreign : others(owner);
    },
  };
}
