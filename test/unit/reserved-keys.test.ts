// Thumbnails, manifests and failure records share a bucket: no kind has a key that another kind may have.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../../src/function/config/config.ts';
import { ConfigError } from '../../src/function/errors.ts';
import { placeFailure } from '../../src/function/failure-record/place.ts';
import { manifestKeyProblem, placeManifest } from '../../src/function/manifest/place.ts';
import { keyProblem, possibleRenditions } from '../../src/function/plan.ts';
import { objectRecord } from '../support/records.ts';

/** Every key that this function may write for a source, by kind. */
function keysOf(key: string, config: Config) {
  const record = objectRecord(key);
  const thumbnails = possibleRenditions(record, config).filter((one) => !keyProblem(one, config));
  const manifest = placeManifest(record, config);
  const failure = placeFailure(record, undefined, config);
  return {
    thumbnails: thumbnails.map(({ target }) => target.key),
    manifests: manifest && !manifestKeyProblem(manifest, config) ? [manifest.key] : [],
    failures: failure ? [failure.key] : [],
  };
}

const bucket = 'example-1250000000';
/** Parts that make collisions likely. */
const part = fc.constantFrom(
  ...[
    'a',
    'b.jpg',
    '.json',
    'json',
    'x.json',
    '/',
    '/',
    'failed/',
    'thumbs/',
    `${bucket}/`,
    '.',
    'n',
    'sha256/',
    '猫',
  ],
);
const sourceKey = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
const templatePart = fc.oneof(
  part,
  fc.constantFrom('{dir}', '{name}', '{ext}', '{preset}', '.{ext}', '{name}'),
);
const template = fc.array(templatePart, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const env = fc.record({
  THUMB_TARGET_KEY: fc.oneof(
    template,
    fc.constantFrom('', '{dir}{name}.json', '{dir}{name}.{preset}', '{name}'),
  ),
  THUMB_PRESETS: fc.constantFrom('200x', 'json:200x', 'on:200x;n:100x,webp', 'a:1x'),
  THUMB_MANIFEST: fc.oneof(
    template.map((text) => `${text}.json`),
    fc.constantFrom('', 'on', '{dir}{name}.json', 'failed/{dir}{name}.json', '{name}{ext}.json'),
  ),
  THUMB_FAILED_PREFIX: fc.constantFrom('', 'failed/', 'thumbs/', 'thumbs/failed/', `failed/${bucket}/`, 'a/'),
});

function load(settings: Record<string, string>): Config | undefined {
  try {
    return loadConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

test('no two kinds of object share a key, whatever the settings and the sources are', () => {
  let tried = 0;
  let written = 0;
  fc.assert(
    fc.property(env, fc.uniqueArray(sourceKey, { minLength: 2, maxLength: 12 }), (settings, keys) => {
      const config = load(settings);
      if (!config) return;
      // Every failure record that these sources could have is also tried as a source, with and without its extension.
      const failureKeys = keys.flatMap((key) => keysOf(key, config).failures);
      const nasty = failureKeys.flatMap((key) => [key, key.slice(0, -'.json'.length), `${key}.jpg`]);
      const all = [...new Set([...keys, ...nasty])].map((key) => keysOf(key, config));
      const [thumbnails, manifests, failures] = (['thumbnails', 'manifests', 'failures'] as const).map(
        (kind) => new Set(all.flatMap((one) => one[kind])),
      );
      for (const key of failures ?? []) {
        expect(thumbnails?.has(key), key).toBe(false);
        expect(manifests?.has(key), key).toBe(false);
      }
      for (const key of manifests ?? []) expect(thumbnails?.has(key), key).toBe(false);
      expect(failures?.size).toBe(config.failedPrefix === undefined ? 0 : all.length);
      tried++;
      written += (manifests?.size ?? 0) + (failures?.size ?? 0);
    }),
    { numRuns: 3000 },
  );
  expect(tried).toBeGreaterThan(300);
  expect(written).toBeGreaterThan(3000);
});

describe('a photo whose manifest or thumbnail would take the key of another kind', () => {
  const json = { THUMB_MANIFEST: 'on', THUMB_FAILED_PREFIX: 'failed/' };
  const nasty = objectRecord(`failed/${bucket}/cat.jpg`);

  test('gets no manifest where a failure record goes', () => {
    const config = loadConfig(json);
    const manifest = placeManifest(nasty, config);
    expect(manifest?.key).toBe(placeFailure(objectRecord('cat.jpg'), undefined, config)?.key);
    expect(manifest && manifestKeyProblem(manifest, config)).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringMatching(
        /the manifest would be ".*", which THUMB_FAILED_PREFIX keeps for failure records/,
      ),
    });
    const calm = placeManifest(objectRecord('cat.jpg'), config);
    expect(calm && manifestKeyProblem(calm, config)).toBeUndefined();
  });

  test.each([
    ['THUMB_MANIFEST', { THUMB_MANIFEST: 'on' }, 'cat.jpg.json.jpg'],
    ['THUMB_FAILED_PREFIX', { THUMB_FAILED_PREFIX: 'failed/' }, `failed/${bucket}/cat.jpg.json.jpg`],
  ])('gets no thumbnail where %s has its objects', (setting, settings, key) => {
    const config = loadConfig({ THUMB_TARGET_KEY: '{dir}{name}', ...settings });
    const [rendition] = possibleRenditions(objectRecord(key), config);
    expect(rendition && keyProblem(rendition, config)).toMatchObject({
      code: 'rendition-impossible',
      message: expect.stringContaining(`which ${setting} keeps for`),
    });
  });
});
