// An instance that has served for a while: what one more photo takes there.

import { type Photo, photo } from '../photos.ts';
import { median } from '../statistics.ts';
import type { Lab, Start } from './lab.ts';

/** Past the photos after which the function exchanges its engine, where its memory allows that. */
const warmUps = 25;

/** Milliseconds, medians. */
export interface Warm {
  readonly wallMs: number;
  /** Of the whole process, while it answers. */
  readonly cpuMs: number;
}

/**
 * One process: many small photos to warm it up, then the photo several times.
 *
 * @throws {Error} if one has no thumbnail.
 */
export async function measureWarm(
  lab: Lab,
  start: Omit<Start, 'photos'>,
  measured: Photo,
  times: number,
): Promise<Warm> {
  const small = await photo({ megapixels: 1, kind: 'baseline' });
  const photos = [...Array<Photo>(warmUps).fill(small), measured, ...Array<Photo>(times).fill(measured)];
  const { invocations } = await lab.measure({ ...start, photos });
  // The first of its size grows what the others find.
  const found = invocations.slice(warmUps + 1);
  return { wallMs: median(found.map((one) => one.wallMs)), cpuMs: median(found.map((one) => one.cpuMs)) };
}
