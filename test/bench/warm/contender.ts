// What makes thumbnails in the warm part, each in a child process of its own. Types, and who there is.

import type { Photo } from '../photos.ts';

export interface Job {
  readonly path: string;
  readonly format: Photo['format'];
  /** Pixels: a box as wide as high for each thumbnail. */
  readonly sizes: readonly number[];
  /** Fills the box, and cuts off what is beyond it. By default, the whole photo is inside the box. */
  readonly covers?: boolean;
  /** By default, that of the photo. */
  readonly output?: 'webp';
}

/** One job, done. */
export interface Sample {
  /** From the photo's bytes in memory to the thumbnails' bytes in memory. */
  readonly ms: number;
  /** Of all threads of the process. */
  readonly cpuMs: number;
  /** Of all thumbnails. */
  readonly bytes: number;
}

export interface Contender {
  /** Where its input has to lie in a certain memory: how it comes there, which is not measured. */
  readonly prepare?: (file: Uint8Array) => Uint8Array;
  /**
   * One encoded thumbnail for each size: upright, never enlarged, in sRGB, at quality 80.
   *
   * @throws {Error} if it cannot.
   */
  render(photo: Uint8Array, job: Job): Promise<readonly Uint8Array[]>;
}

/** @param cores How many it may use. */
export type StartContender = (cores: number) => Promise<Contender>;

/** Name -> the module under contenders/ that exports `start`. `ours` is the function's own engine. */
export const contenders = {
  ours: 'ours',
  sharp: 'sharp',
  jimp: 'jimp',
  '@squoosh/lib': 'squoosh',
  'photon-node': 'photon',
  'magick-wasm': 'magick',
  'magick-wasm, told': 'magick-told',
} as const;

export type ContenderName = keyof typeof contenders;

/** Without native code, as ours; they read JPEGs here. */
export const pureContenders = [
  'jimp',
  '@squoosh/lib',
  'photon-node',
  'magick-wasm',
  'magick-wasm, told',
] as const;
