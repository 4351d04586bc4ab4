// One picture by the function and by sharp: how alike, and whether that is as it should be.

import { compare, type Likeness } from '../support/similar.ts';
import type { Reference } from './reference.ts';

/** Of 64 bits, and of 255: as much as two good resamplers differ. */
const resamplers: Likeness = { dHash: 5, mean: 4 };

/**
 * What an encoder loses is not correlated with how resamplers differ: the mean grows as such things do, by the root of the squares.
 * Encoders of one format differ by a quarter of what they lose, at one quality.
 */
export function bound({ dHash, mean }: Likeness): Likeness {
  return { dHash: resamplers.dHash + dHash, mean: Math.hypot(resamplers.mean, 1.25 * mean) };
}

/** What came of one file. */
export interface Compared {
  readonly name: string;
  /** Ours; undefined if it was refused. */
  readonly thumbnail: Uint8Array | undefined;
  /** `stored 200x150 png`, or the code and message of the refusal. */
  readonly outcome: string;
  /** sharp's; undefined if it cannot read the file. */
  readonly reference: Reference | undefined;
  readonly likeness: Likeness | undefined;
  /** What is not as it should be. */
  readonly problem: string | undefined;
}

interface Made {
  readonly name: string;
  readonly thumbnail: Uint8Array | undefined;
  readonly outcome: string;
  readonly reference: Reference | undefined;
  /** What may become of it; undefined: anything. */
  readonly expected: readonly string[] | undefined;
}

export async function judge({ expected, ...made }: Made): Promise<Compared> {
  const { thumbnail, reference } = made;
  const wrong = (problem: string): Compared => ({ ...made, likeness: undefined, problem });
  if (!thumbnail) {
    const mayFail = !expected || expected.some((one) => one !== 'ok');
    return mayFail ? { ...made, likeness: undefined, problem: undefined } : wrong('refused');
  }
  if (expected && !expected.includes('ok')) return wrong('expected a refusal');
  if (!reference) return { ...made, likeness: undefined, problem: undefined };
  try {
    const likeness = await compare(thumbnail, reference.picture);
    const most = bound(reference.loss);
    const isAlike = likeness.dHash <= most.dHash && likeness.mean <= most.mean;
    return { ...made, likeness, problem: isAlike ? undefined : 'differs' };
  } catch (error) {
    return wrong((error as Error).message);
  }
}

/** `dHash 1 of 5, mean 0.42 of 4.00`: what was found, and what may be. */
export function describeLikeness({ likeness, reference, thumbnail }: Compared): string {
  if (likeness && reference) {
    const most = bound(reference.loss);
    return `dHash ${likeness.dHash} of ${most.dHash}, mean ${likeness.mean.toFixed(2)} of ${most.mean.toFixed(2)}`;
  }
  return thumbnail && !reference ? 'sharp cannot read it' : '';
}
