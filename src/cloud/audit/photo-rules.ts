// Pure: what the function would make of an object of the source bucket, as far as a listing tells. Its own rules decide.

import type { Config } from '../../function/config/config.ts';
import { isNamedOtherwise, isNamedRefused } from '../../function/format/extensions.ts';
import {
  formatOfExtension,
  outputFormatOf,
  type SourceFormat,
  sourceFormats,
} from '../../function/format/format.ts';
import { extensionFor, planRecord } from '../../function/plan.ts';
import type { Preset } from '../../function/preset/preset.ts';
import { splitKey } from '../../function/target/object-key.ts';
import type { ListedObject } from '../cos/bucket-client.ts';
import { type SourceBucket, uploadOf } from '../source-bucket.ts';

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
export function photoRules(source: SourceBucket, config: Config): PhotoRules {
  const known = new Map<string, readonly string[]>();
  return {
    presetsOf({ key, size }) {
      const plan = planRecord(uploadOf(source, { key, size }), config);
      return plan.kind === 'render' && size > 0 && mayBePhoto(key) ? plan.presets : [];
    },
    isNamedPhoto: (key) => formatOfExtension(splitKey(key).extension) !== undefined,
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
  const named = splitKey(key);
  return !isNamedOtherwise(named) && !isNamedRefused(named);
}

function extensions(preset: Preset, extension: string): string[] {
  const named = formatOfExtension(extension);
  const ordered = [...(named ? [named] : []), ...formats.filter((format) => format !== named)];
  return [
    ...new Set(ordered.map((format) => extensionFor(outputFormatOf(preset.format, format), extension))),
  ];
}
