// A listing goes by: what is let through, what is told of it, and what is refused.

import { expect, test } from 'vitest';
import { scan } from '../../../../src/cloud/backfill/scan.ts';
import { collect } from '../../../support/collect.ts';
import { listed } from '../../../support/listing.ts';
import { memoryListing } from './memory-listing.ts';

const objects = ['a/1.jpg', 'a/2.mp4', 'a/3.jpg', 'b/4.jpg'].map((key) => listed(key));

async function scanned(options: { readonly after?: string; readonly there?: readonly string[] } = {}) {
  const seen: string[] = [];
  const pages = await collect(
    scan({
      listing: memoryListing(objects, 2),
      prefix: 'a/',
      after: options.after ?? '',
      choose: ({ key }) => (key.endsWith('.mp4') ? 'named-otherwise' : undefined),
      absent: options.there && (async (page) => page.filter(({ key }) => !options.there?.includes(key))),
      see: ({ key }, reason) => seen.push(`${key} ${reason}`),
    }),
  );
  return { pages: pages.map((page) => page.map(({ key }) => key)), seen };
}

test('lets through what is chosen, page by page, and tells of everything', async () => {
  expect(await scanned()).toEqual({
    pages: [['a/1.jpg'], ['a/3.jpg']],
    seen: ['a/2.mp4 named-otherwise', 'a/1.jpg undefined', 'a/3.jpg undefined'],
  });
});

test('begins after a key', async () => {
  expect((await scanned({ after: 'a/2.mp4' })).pages).toEqual([['a/3.jpg']]);
});

test('leaves out what is there', async () => {
  const { pages, seen } = await scanned({ there: ['a/1.jpg'] });
  expect(pages).toEqual([['a/3.jpg']]);
  expect(seen).toContain('a/1.jpg there');
});

test('refuses a listing out of order, which might have no end', async () => {
  async function* pages() {
    for (;;) yield { objects: [listed('b'), listed('a')], marker: 'a' };
  }
  const listing = { ...memoryListing([]), pages };
  const all = collect(scan({ listing, prefix: '', after: '', choose: () => undefined }));
  await expect(all).rejects.toThrow('not in the order of its keys ("b", "a")');
});
