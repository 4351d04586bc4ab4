// Pure: groups the thumbnails of one photo for `<picture>` and `srcset`: those that show the same, by type, by width.

import type { Preset } from '../preset/preset.ts';
import type { Listed } from './listing.ts';

/** What one `<source>` element needs. */
export interface SourceSet {
  readonly type: string;
  /** `photos/cat-small.webp 200w, photos/cat-large.webp 1600w`: keys as paths of URLs, percent-encoded. */
  readonly srcset: string;
  /** Pixels of the largest; all have its aspect ratio. */
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A thumbnail with the preset that it was made by. */
export interface ListedPreset {
  readonly listed: Listed;
  readonly preset: Preset;
}

/** Thumbnails that show the same, the widest first. */
type SamePictures = [ListedPreset, ...ListedPreset[]];

/** The order of types: a browser takes the first that it can show. */
const preferred = ['image/avif', 'image/webp'];

/**
 * Groups thumbnails that show the same into one picture: all that show the whole photo, or those that were fitted in the same way
 * into boxes of one aspect ratio.
 *
 * @param photo Its size in pixels as seen, after EXIF orientation.
 * @returns One entry for each type of each picture; the picture of the whole photo comes first.
 */
export function sourceSets(photo: Size, entries: readonly ListedPreset[]): SourceSet[] {
  const pictures: SamePictures[] = [];
  const widestFirst = [...entries].sort((a, b) => b.listed.width - a.listed.width);
  for (const entry of widestFirst) {
    const same = pictures.find(
      ([widest]) =>
        hasAspectOf(widest.listed, entry.listed) && looksOf(widest, photo) === looksOf(entry, photo),
    );
    if (same) same.push(entry);
    else pictures.push([entry]);
  }
  const isWhole = ([widest]: SamePictures) => showsAll(widest, photo);
  const wholeFirst = [...pictures.filter(isWhole), ...pictures.filter((one) => !isWhole(one))];
  const sets: SourceSet[] = [];
  for (const picture of wholeFirst) sets.push(...byType(picture));
  return sets;
}

function byType(picture: SamePictures): SourceSet[] {
  const present = picture.map(({ listed }) => listed.contentType);
  const types = [...preferred, ...present].filter((type, at, all) => all.indexOf(type) === at);
  return types.filter((type) => present.includes(type)).map((type) => toSet(type, picture));
}

function toSet(type: string, picture: SamePictures): SourceSet {
  const widths = new Map<number, Listed>();
  for (const { listed } of picture) {
    if (listed.contentType === type && !widths.has(listed.width)) widths.set(listed.width, listed);
  }
  const [widest, ...rest] = [...widths.values()] as [Listed, ...Listed[]];
  const narrowestFirst = [widest, ...rest].reverse();
  const srcset = narrowestFirst.map(({ key, width }) => `${urlPath(key)} ${width}w`).join(', ');
  return { type, srcset, width: widest.width, height: widest.height };
}

/**
 * Tells apart thumbnails of one aspect ratio that were cropped, trimmed or watermarked differently, or have another background, or
 * of which one is animated.
 */
function looksOf(entry: ListedPreset, photo: Size): string {
  const { fit, gravity, trim, watermark, background } = entry.preset;
  const view = showsAll(entry, photo) ? 'all' : [fit, gravity, trim].join(' ');
  return [view, watermark, JSON.stringify(background), entry.listed.pages ?? 1].join(' ');
}

function showsAll({ listed, preset }: ListedPreset, photo: Size): boolean {
  return preset.trim === undefined && hasAspectOf(photo, listed);
}

/** Compares aspect ratios. Both sides were rounded to whole pixels, so the smaller picture may be off by one along its longer side. */
function hasAspectOf(large: Size, small: Size): boolean {
  const offHeight = Math.abs(small.height - (small.width * large.height) / large.width);
  const offWidth = Math.abs(small.width - (small.height * large.width) / large.height);
  return Math.min(offHeight, offWidth) <= 1;
}

function urlPath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
