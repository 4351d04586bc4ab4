// Damaged JPEGs for the JPEG engine's own decoder: what it does not decline, libvips decodes without a warning, to the same samples.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { samples } from '../../fixtures/images/images.ts';
import { type DecoderPair, shrinks } from '../../support/decoder-pair.ts';
import { damageJpeg } from '../../support/jpeg-maker/damage.ts';
import { makeJpeg } from '../../support/jpeg-maker/jpeg-maker.ts';
import type { Seed } from './seeds.ts';

export interface Tried {
  readonly decoded: number;
  readonly declined: number;
  /** Names of damaged files, and what is wrong with each. */
  readonly problems: readonly string[];
}

/** Generated ones, and photos as sharp writes them. */
export async function jpegSeeds(): Promise<Seed[]> {
  const made = Array.from({ length: 120 }, (_, number) => makeJpeg(number));
  const photo = sharp(readFileSync(samples.landscape.path)).resize(96, 54);
  const photos = {
    'a photo': photo.clone().jpeg(),
    'a progressive photo': photo.clone().jpeg({ progressive: true }),
    'a photo by MozJPEG': photo.clone().jpeg({ mozjpeg: true }),
    'a photo of full chroma': photo.clone().jpeg({ chromaSubsampling: '4:4:4' }),
  };
  const written = Object.entries(photos).map(async ([name, picture]) => ({
    name,
    bytes: await picture.toBuffer(),
  }));
  return [...made, ...(await Promise.all(written))].map(({ name, bytes }) => ({
    name,
    format: 'jpeg',
    bytes,
  }));
}

/**
 * Each at one of the scales.
 *
 * @param run Another number damages in other ways.
 * @param onTried Told after each file how many there have been.
 */
export async function tryDamaged(
  pair: DecoderPair,
  run: number,
  count: number,
  onTried: (files: number) => void = () => undefined,
): Promise<Tried> {
  const seeds = await jpegSeeds();
  const problems: string[] = [];
  let [decoded, declined] = [0, 0];
  for (let index = 0; index < count; index++) {
    const { name, bytes } = damageJpeg(seeds, run, index);
    const shrink = shrinks[index % shrinks.length] ?? 1;
    const verdict = pair.compare(bytes, shrink);
    if (verdict.problem !== undefined) {
      problems.push(`seed ${run}, number ${index}, ${name}, at 1/${shrink}: ${verdict.problem}`);
    } else if (verdict.declined === undefined) decoded += 1;
    else declined += 1;
    onTried(index + 1);
  }
  return { decoded, declined, problems };
}
