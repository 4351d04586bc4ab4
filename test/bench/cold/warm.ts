// An instance that has served for a while: what one more photo takes there.

import { type Photo, photo } from '../photos.ts';
import { median } from '../statistics.ts';
import type { Lab, Start } from './lab.ts';
import { inTurn } from './rounds.ts';

/** Past the photos after which the function exchanges its engine, where its memory allows that. */
export const warmUps = 25;

/** Milliseconds, medians. */
export interface Warm {
  readonly wallMs: number;
  /** Of the whole process, while it answers. */
  readonly cpuMs: number;
}

export interface WarmOptions {
  /** Processes for each case, in turn. */
  readonly rounds: number;
  /** Photos that are measured in each. */
  readonly times: number;
  readonly progress: (what: string) => void;
}

/**
 * Each process is warmed up with small photos and the first of its case, then measured with that photo.
 *
 * @returns For each case, in their order.
 * @throws {Error} if one has no thumbnail.
 */
export async function warmInTurn(
  lab: Lab,
  cases: readonly Start[],
  { rounds, times, progress }: WarmOptions,
): Promise<Warm[]> {
  const small = Array<Photo>(warmUps).fill(await photo({ megapixels: 1, kind: 'baseline' }));
  const measured = await inTurn(cases, rounds, async (start, round) => {
    const [one] = start.photos;
    if (!one) throw new Error('a case needs a photo');
    progress(`${round}, ${one.name}, ${start.contender}`);
    // The first of its size grows what the others find.
    const photos = [...small, one, ...Array<Photo>(times).fill(one)];
    const { invocations } = await lab.measure({ ...start, photos });
    return invocations.slice(-times);
  });
  return measured.map(([, found]) => {
    const all = found.flat();
    return { wallMs: median(all.map((one) => one.wallMs)), cpuMs: median(all.map((one) => one.cpuMs)) };
  });
}
