// Fills in the templates of target/template.ts: which bucket and key an object of ours gets, and which keys may be ours already.

import { splitKey } from './object-key.ts';
import { type KeyParts, literalFolder } from './template.ts';

/**
 * A template that ends like an appid, ten digits, has one; fewer may be a date.
 *
 * @param sourceBucket With its appid.
 * @returns The bucket with its appid: `{bucket}resized` of `example-1250000000` is `exampleresized-1250000000`.
 */
export function fillTargetBucket(template: string, sourceBucket: string, appid: string): string {
  const name = sourceBucket.slice(0, -appid.length - 1);
  const complete = /-\d{10}$/.test(template) ? template : `${template}-${appid}`;
  return complete.replace(/\{bucket\}/g, name);
}

export function fillTargetKey(template: string, parts: KeyParts): string {
  return template.replace(/\{(dir|name|ext|preset)\}/g, (_, variable: keyof KeyParts) => parts[variable]);
}

/**
 * The key of a source's manifest. `{ext}` is the source's own extension here; where it has none, the dot before it goes, too.
 *
 * @example fillManifestKey('{dir}{name}.{ext}.json', 'photos/cat.jpg') // photos/cat.jpg.json
 */
export function fillManifestKey(template: string, sourceKey: string): string {
  const { dir, name, extension } = splitKey(sourceKey);
  const parts = { dir, name, ext: extension, preset: '' };
  return fillTargetKey(extension === '' ? template.replace(/\.?\{ext\}/g, '') : template, parts);
}

/** May the key be that of a failure record? Photos may lie in the same folder. */
export function isFailureKey(key: string, prefix: string | undefined): boolean {
  return prefix !== undefined && key.startsWith(prefix) && key.endsWith('.json');
}

/** May the key be that of a manifest? Photos may lie in the same folder. */
export function isManifestKey(key: string, template: string | undefined): boolean {
  return template !== undefined && key.startsWith(literalFolder(template)) && key.endsWith('.json');
}

/**
 * The problems with a target bucket that is the source's own and has no folder for what is written: it would be a source again.
 *
 * @param targetBucket For the message.
 */
export function loopProblems(
  targetBucket: string,
  { targetKey, manifest }: { readonly targetKey: string; readonly manifest: string | undefined },
): string[] {
  const problems: string[] = [];
  if (literalFolder(targetKey) === '') {
    problems.push(
      `THUMB_TARGET_BUCKET: ${targetBucket} is the source bucket, so every thumbnail would be made a thumbnail of, ` +
        'without end. Name another bucket, or let THUMB_TARGET_KEY begin with a folder of its own, ' +
        'like thumbs/{dir}{name}.{ext}',
    );
  } else if (manifest !== undefined && literalFolder(manifest) === '') {
    problems.push(
      `THUMB_MANIFEST: ${targetBucket} is the source bucket, so every manifest would come back as an upload. ` +
        'Let its key begin with a folder of its own, like thumbs/{dir}{name}.{ext}.json, or say on',
    );
  }
  return problems;
}
