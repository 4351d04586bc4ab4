// The manifest that the docs show is one that the code writes.

import { expect, test } from 'vitest';
import { describeAll } from '../../../src/function/manifest/content.ts';
import type { Listed } from '../../../src/function/manifest/listing.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import { codeOf } from '../../support/markdown.ts';
import { languages, readPage } from '../../support/pages.ts';
import { ordinaryPhoto } from '../../support/photo.ts';
import { sourceRef } from '../../support/records.ts';
import { stubPreview } from '../../support/stub-engine.ts';

const crop = { left: 500, top: 0, width: 3000, height: 3000 };
const listed: Listed = {
  preset: 'square',
  bucket: 'b',
  key: 'k',
  format: 'jpeg',
  contentType: 'image/jpeg',
  width: 100,
  height: 100,
  bytes: 1,
  etag: '"e"',
  crop,
};

/** Names in their order, and what they hold. */
function outline(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(outline(one))))];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([name, held]) => [name, outline(held)]);
}

test.each(languages)('the manifest in the language of $readme', (language) => {
  const shown = codeOf(readPage(language, 'manifest.md'), 'json').find((json) => json.includes('thumbHash'));
  const [preset] = parsePresets('square:100x100,cover');
  if (!preset) throw new Error('there is no preset');
  const source = { etag: '"e"', size: 1, headers: { metadata: {} } };
  const entries = [{ preset, listed }];
  const written = describeAll(sourceRef('cat.jpg'), source, ordinaryPhoto, entries, stubPreview());
  expect(outline(JSON.parse(shown ?? ''))).toEqual(outline(written));
});
