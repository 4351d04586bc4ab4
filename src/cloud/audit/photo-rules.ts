// Pure: what the function would make of an object of the source bucket, as far as a listing tells. Its own rules decide.

import type { Config } from '../../function/config/config.ts';
import { otherExtensions, refusedExtensions } from '../../function/format/extensions.ts';
import { outputFormatOf, type SourceFormat, sourceFormats } from '../../function/format/format.ts';
import { extensionFor, planRecord } from '../../function/plan.ts';
import type { Preset } from '../../function/preset/preset.ts';
import { splitKey } from '../../function/target/object-key.ts';
import type { ListedObject } from '../cos/bucket-client.ts';

export interface SourcePlace {
  readonly bucket: string;
  readonly region: string;
}

export interface PhotoRules {
  /** The presets that a listed object may have thumbnails of; empty if it has none: no photo by its name, left out, empty … */
  presetsOf(object: ListedObject): readonly Preset[];
  /** Whether a key has the extension of a format that is read. Of any other only the bytes tell whether it is a photo. */
  isNamedPhoto(key: string): boolean;
  /**
   * @param key Of the photo.
   * @returns The extensions that a thumbnail can have, whatever the photo's bytes are. The first is that of the format in the
   * photo's name, if it has one.
   */
  extensionsOf(key: string, preset: Preset): readonly string[];
}

const formats = Object.keys(sourceFormats) as SourceFormat[];

/** @throws {ConfigError} from its functions if the settings let the function make thumbnails of its thumbnails. */
export function photoRules(place: SourcePlace, config: Config): PhotoRules {
  const appid = place.bucket.slice(place.bucket.lastIndexOf('-') + 1);
  const known = new Map<string, readonly string[]>();
  return {
    presetsOf({ key, size }) {
      const ref = { ...place, key };
      const eventName = 'cos:ObjectCreated:Put';
      const plan = planRecord({ kind: 'object', ref, appid, eventName, size, delivered: undefined }, config);
      return plan.kind === 'render' && size > 0 && mayBePhoto(key) ? plan.presets : [];
    },
    isNamedPhoto: (key) => namedFormats(splitKey(key).extension).length > 0,
    extensionsOf(key, preset) {
      const { extension } = splitKey(key);
      const id = `${preset.format} ${extension}`;
      const found = known.get(id) ?? extensions(preset, extension);
      known.set(id, found);
      return found;
    },
  };
}

function mayBePhoto(key: string): boolean {
  const { name, extension } = splitKey(key);
  const lowerCase = extension.toLowerCase();
  // macOS keeps the attributes of cat.jpg in ._cat.jpg where the file system has no place for them.
  const isNamedOtherwise = otherExtensions.includes(lowerCase) || refusedExtensions.includes(lowerCase);
  return !isNamedOtherwise && !name.startsWith('._');
}

function namedFormats(extension: string): SourceFormat[] {
  return formats.filter((format) => sourceFormats[format].extensions.includes(extension.toLowerCase()));
}

function extensions(preset: Preset, extension: string): string[] {
  const named = namedFormats(extension);
  const ordered = [...named, ...formats.filter((format) => !named.includes(format))];
  return [
    ...new Set(ordered.map((format) => extensionFor(outputFormatOf(preset.format, format), extension))),
  ];
}
