// Pure: the templates of target keys, read backwards. From the key of a thumbnail it follows which photos it can be of.

import type { Config } from '../../function/config/config.ts';
import { type OutputFormat, outputFormats, sourceFormats } from '../../function/format/format.ts';
import { fillTargetKey } from '../../function/target/key-parts.ts';
import { splitKey } from '../../function/target/object-key.ts';

/** The keys of one kind of object in the target bucket. */
export interface KeyPattern {
  readonly of: 'thumbnail' | 'manifest';
  /** Empty for a manifest, and for the preset without a name. */
  readonly preset: string;
  /** The text with which every such key begins. */
  readonly literal: string;
  /** Whether the stem follows right behind that: then these keys are listed in the order of their stems. */
  readonly keepsOrder: boolean;
  /** @returns undefined for a key that is of another kind. */
  read(key: string): PatternMatch | undefined;
}

export interface PatternMatch {
  /** The photo's key without its extension and the dot before it. */
  readonly stem: string;
  /** That of the thumbnail, or of the manifest's photo; empty where the template has none. */
  readonly ext: string;
}

/** The photo's key without its extension. */
export function stemOf(key: string): string {
  const { dir, name } = splitKey(key);
  return dir + name;
}

/** All kinds of keys that the function writes for photos, each once. */
export function keyPatterns(config: Config): KeyPattern[] {
  const { presets, targetKey, unnamedTargetKey, manifest } = config;
  const names = [...new Set(presets.map(({ name }) => name))];
  const thumbnails = names.map((preset) => {
    const template = preset === '' ? unnamedTargetKey : targetKey;
    return patternOf('thumbnail', preset, template.replaceAll('{preset}', preset));
  });
  return manifest === undefined ? thumbnails : [...thumbnails, patternOf('manifest', '', manifest)];
}

function patternOf(of: KeyPattern['of'], preset: string, template: string): KeyPattern {
  const [literal = ''] = template.split('{');
  // The key of a photo without extension has neither an extension nor the dot before it in its manifest's key.
  const bare = of === 'manifest' ? [template.replace(/\.?\{ext\}/g, '')] : [];
  const forms = [template, ...bare].map((form) => ({ form, expression: expressionOf(form) }));
  return {
    of,
    preset,
    literal,
    keepsOrder: template.startsWith(`${literal}{dir}{name}`),
    read(key) {
      for (const { form, expression } of forms) {
        const { dir = '', name = '', ext = '', hash = '' } = expression.exec(key)?.groups ?? {};
        if (name === '' || (of === 'thumbnail' && ext !== '' && !isOfThumbnail(ext))) continue;
        // A text may be found twice in one key in two ways: what was read must give the same key again.
        if (fillTargetKey(form, { dir, name, ext, preset, hash }) === key) return { stem: dir + name, ext };
      }
      return undefined;
    },
  };
}

const thumbnailExtensions = (Object.keys(outputFormats) as OutputFormat[]).flatMap(
  (format) => sourceFormats[format].extensions,
);

function isOfThumbnail(ext: string): boolean {
  return thumbnailExtensions.includes(ext.toLowerCase());
}

const variables = {
  dir: '(?<dir>(?:.*/)?)',
  name: '(?<name>[^/]+)',
  ext: '(?<ext>[^./]+)',
  hash: '(?<hash>[0-9a-f]{10})',
};

/** Variables that are there twice match twice the same. */
function expressionOf(template: string): RegExp {
  const seen = new Set<string>();
  const parts = template.split(/\{(dir|name|ext|hash)\}/).map((part, at) => {
    if (at % 2 === 0) return part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return variables[part as keyof typeof variables];
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** The folders of the target bucket that must be listed to see all keys of these kinds, each with its kinds. */
export function byLiteral(patterns: readonly KeyPattern[]): Map<string, KeyPattern[]> {
  const found = new Map<string, KeyPattern[]>();
  for (const pattern of patterns) {
    found.set(pattern.literal, [...(found.get(pattern.literal) ?? []), pattern]);
  }
  return found;
}
