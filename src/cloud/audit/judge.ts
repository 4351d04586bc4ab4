// Pure: what has one stem -> what is missing, what is left over, and which thumbnail belongs to which photo.

import type { Config } from '../../function/config/config.ts';
import type { Preset } from '../../function/preset/preset.ts';
import { fillManifestKey } from '../../function/target/target.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import type { Finding } from './finding.ts';
import type { PhotoRules } from './photo-rules.ts';
import type { StemGroup, StemTarget } from './stem-groups.ts';

/** A thumbnail and the photo that it should be of. */
export interface ThumbnailPair {
  readonly photo: ListedObject;
  readonly preset: Preset;
  readonly thumbnail: ListedObject;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly pairs: readonly ThumbnailPair[];
  /** Objects that can have thumbnails. */
  readonly photos: number;
  readonly thumbnails: number;
  readonly manifests: number;
}

/** Targets whose keys fit several stems are judged with the last of them. */
export type Undecided = Map<string, { left: number; findings: readonly Finding[]; isSettled: boolean }>;

/** @param undecided Is kept from one group to the next. */
export function judge(
  { photos, targets }: StemGroup,
  rules: PhotoRules,
  config: Config,
  undecided: Undecided,
): Judgement {
  const possible = photos.map((photo) => ({ photo, presets: rules.presetsOf(photo) }));
  const pairs = possible.flatMap(({ photo, presets }) =>
    presets.flatMap((preset): ThumbnailPair[] => {
      const thumbnail = thumbnailOf(photo, preset, { photos, targets, rules });
      return thumbnail ? [{ photo, preset, thumbnail }] : [];
    }),
  );
  const wanted = possible.filter(({ photo, presets }) => {
    const isPhoto = rules.isNamedPhoto(photo.key) || pairs.some((pair) => pair.photo === photo);
    return isPhoto && presets.length > 0;
  });
  const findings: Finding[] = wanted.flatMap(({ photo, presets }): Finding[] => {
    const made = pairs.filter((pair) => pair.photo === photo).map(({ preset }) => preset);
    const missing = presets.filter((preset) => !made.includes(preset)).map(({ name }) => name);
    if (missing.length > 0) return [{ is: 'missing', key: photo.key, presets: missing }];
    return hasManifest(photo, targets, config) ? [] : [{ is: 'manifest-missing', key: photo.key }];
  });
  let [thumbnails, manifests] = [0, 0];
  for (const target of targets) {
    const { object, candidates, pattern } = target;
    const isPaired = pairs.some(({ thumbnail }) => thumbnail === object);
    const own = isPaired ? [] : leftOver(target, photos, config);
    const state = undecided.get(object.key) ?? { left: candidates, findings: [], isSettled: false };
    const isSettled = state.isSettled || own.length === 0;
    // A stem with a photo says more than one without.
    const better = [...own, ...state.findings].sort(
      (a, b) => Number(a.is === 'orphan') - Number(b.is === 'orphan'),
    );
    undecided.set(object.key, { left: state.left - 1, findings: better.slice(0, 1), isSettled });
    if (state.left > 1) continue;
    undecided.delete(object.key);
    if (pattern.of === 'manifest') manifests += 1;
    else thumbnails += 1;
    if (!isSettled) findings.push(...better.slice(0, 1));
  }
  for (const { photo, thumbnail } of pairs) {
    const isOlder = thumbnail.lastModified < photo.lastModified;
    if (isOlder) findings.push({ is: 'older', key: thumbnail.key, photo: photo.key });
  }
  return { findings, pairs, photos: wanted.length, thumbnails, manifests };
}

/** What a target that no pair has is: an orphan, or of a preset that its photo has no more. */
function leftOver(
  { object, pattern }: StemTarget,
  photos: readonly ListedObject[],
  config: Config,
): Finding[] {
  const { key, etag } = object;
  if (pattern.of === 'manifest') {
    const isOfPhoto = photos.some((photo) => manifestKey(photo, config) === key);
    return isOfPhoto ? [] : [{ is: 'orphan', of: 'manifest', key, etag }];
  }
  const [photo] = photos;
  return photo ? [{ is: 'former', key, photo: photo.key }] : [{ is: 'orphan', of: 'thumbnail', key, etag }];
}

/**
 * The thumbnail of a photo, which has the extension that the photo's name lets expect, or another: the photo's bytes decide. Then it
 * may not be the one that another photo's name lets expect.
 */
function thumbnailOf(
  photo: ListedObject,
  preset: Preset,
  { photos, targets, rules }: Pick<StemGroup, 'photos' | 'targets'> & { readonly rules: PhotoRules },
): ListedObject | undefined {
  const there = targets.filter(({ pattern }) => pattern.of === 'thumbnail' && pattern.preset === preset.name);
  const [likely = '', ...others] = rules.extensionsOf(photo.key, preset);
  const isOfAnother = (ext: string) =>
    photos.some((other) => other !== photo && rules.extensionsOf(other.key, preset)[0] === ext);
  const found =
    there.find(({ ext }) => ext === likely) ??
    there.find(({ ext }) => ext === '' || (others.includes(ext) && !isOfAnother(ext)));
  return found?.object;
}

function hasManifest(photo: ListedObject, targets: readonly StemTarget[], config: Config): boolean {
  const key = manifestKey(photo, config);
  return key === undefined || targets.some(({ object }) => object.key === key);
}

function manifestKey({ key }: ListedObject, { manifest }: Config): string | undefined {
  return manifest === undefined ? undefined : fillManifestKey(manifest, key);
}
