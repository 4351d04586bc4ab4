// Fills in the templates that target/template.ts has read: which bucket and key each object of this function gets, and which keys
// may be its own. Does not ask the store.

import { withAppid } from './bucket-name.ts';
import { fillTargetKey } from './key-parts.ts';
import { splitKey } from './object-key.ts';
import { literalFolder } from './template.ts';

/**
 * Makes the name of the target bucket. The appid is added unless the template ends in ten digits, which are one; fewer digits
 * may be a date.
 *
 * @param sourceBucket The source bucket's name with its appid.
 * @returns The target bucket's name with its appid.
 * @example fillTargetBucket('{bucket}resized', 'example-1250000000', '1250000000') // exampleresized-1250000000
 */
export function fillTargetBucket(template: string, sourceBucket: string, appid: string): string {
  const name = sourceBucket.slice(0, -appid.length - 1);
  return withAppid(template, appid).replace(/\{bucket\}/g, name);
}

/**
 * Makes the key of a source's manifest. `{ext}` is the source's own extension here; where it has none, the dot before `{ext}` is
 * left out as well.
 *
 * @example fillManifestKey('{dir}{name}.{ext}.json', 'photos/cat.jpg') // photos/cat.jpg.json
 */
export function fillManifestKey(template: string, sourceKey: string): string {
  const { dir, name, extension } = splitKey(sourceKey);
  const parts = { dir, name, ext: extension, preset: '', hash: '' };
  return fillTargetKey(extension === '' ? template.replace(/\.?\{ext\}/g, '') : template, parts);
}

/** Whether a key may be that of a failure record: in its folder, where photos may be too, and with its extension. */
export function isFailureKey(key: string, prefix: string | undefined): boolean {
  return prefix !== undefined && key.startsWith(prefix) && key.endsWith('.json');
}

/** Whether a key may be that of a manifest: in its folder, where photos may be too, and with its extension. */
export function isManifestKey(key: string, template: string | undefined): boolean {
  return template !== undefined && key.startsWith(literalFolder(template)) && key.endsWith('.json');
}

/**
 * Finds the setting that keeps a key of the target bucket for JSON of this function, so that no kind of object takes the key of
 * another: failure records have the keys that end in `.json` in their folder, and manifests the others in theirs.
 *
 * @returns undefined for a key that a thumbnail may have.
 */
export function keeperOf(
  key: string,
  {
    manifest,
    failedPrefix,
  }: { readonly manifest: string | undefined; readonly failedPrefix: string | undefined },
): 'THUMB_FAILED_PREFIX' | 'THUMB_MANIFEST' | undefined {
  if (isFailureKey(key, failedPrefix)) return 'THUMB_FAILED_PREFIX';
  return isManifestKey(key, manifest) ? 'THUMB_MANIFEST' : undefined;
}

/**
 * Finds why writing into the source bucket would never end: what is written there without a folder of its own is a source again.
 * To be called when the target bucket is the source bucket.
 *
 * @param targetBucket The bucket's name or template, for the message.
 * @returns One sentence for each wrong setting; none if both kinds of object have their folder.
 */
export function loopProblems(
  targetBucket: string,
  { targetKey, manifest }: { readonly targetKey: string; readonly manifest: string | undefined },
): string[] {
  const problems: string[] = [];
  if (literalFolder(targetKey) === '') {
    problems.push(
      `THUMB_TARGET_BUCKET: ${targetBucket} is the source bucket, so thumbnails would be made of every thumbnail, ` +
        'without end. Use another bucket, or let THUMB_TARGET_KEY begin with a folder for thumbnails only, ' +
        'like thumbs/{dir}{name}.{ext}',
    );
  } else if (manifest !== undefined && literalFolder(manifest) === '') {
    problems.push(
      `THUMB_MANIFEST: ${targetBucket} is the source bucket, so every manifest would cause another event. ` +
        'Use on, or a key that begins with a folder for manifests only, like thumbs/{dir}{name}.{ext}.json',
    );
  }
  return problems;
}
