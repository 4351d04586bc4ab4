// Both buckets, compared: many keys, and random ones against what was done to them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CloudError } from '../../../../src/cloud/api/cloud-error.ts';
import { audit } from '../../../../src/cloud/audit/audit.ts';
import type { Finding } from '../../../../src/cloud/audit/finding.ts';
import { settleOrphan } from '../../../../src/cloud/audit/orphans.ts';
import type { BucketClient, ListedObject, ObjectHead } from '../../../../src/cloud/cos/bucket-client.ts';
import { compareKeys } from '../../../../src/cloud/cos/key-order.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { planRenditions } from '../../../../src/function/plan.ts';
import { heldHeap } from '../../../support/held-heap.ts';
import { listed } from '../../../support/listing.ts';
import { objectRecord } from '../../../support/records.ts';

type Lister = (prefix: string) => AsyncIterable<ListedObject>;

/** A bucket that can only be listed. */
function bucketOf(name: string, list: Lister): BucketClient {
  return {
    bucket: name,
    region: 'ap-guangzhou',
    list: ({ prefix = '' } = {}) => list(prefix),
  } as Partial<BucketClient> as BucketClient;
}

function fixed(keys: readonly string[]): Lister {
  const sorted = [...keys].sort(compareKeys);
  return async function* (prefix) {
    for (const key of sorted) if (key.startsWith(prefix)) yield listed(key);
  };
}

async function compare(source: Lister, target: Lister, env: Readonly<Record<string, string>>) {
  const findings: Finding[] = [];
  const counts = await audit({
    source: bucketOf('example-1250000000', source),
    target: bucketOf('exampleresized-1250000000', target),
    config: loadConfig(env),
    ...{ prefix: '', marks: false, orphans: undefined },
    onFinding: (finding) => findings.push(finding),
  });
  const keysOf = (kind: Finding['is']) =>
    findings
      .filter(({ is }) => is === kind)
      .map(({ key }) => key)
      .sort();
  return { counts, keysOf };
}

const stem = fc.stringMatching(/^[ab]{1,2}([-/][ab0]{1,3}){0,2}$/);
const photo = fc.record({
  stem,
  there: fc.boolean(),
  gaps: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
});

test.each([
  { THUMB_PRESETS: 'small:100x;large:300x,webp' },
  { THUMB_PRESETS: 'a:9x;b-a:9x' },
  { THUMB_PRESETS: 's:9x;t:9x', THUMB_TARGET_KEY: '{preset}/{dir}{name}.{ext}' },
  { THUMB_PRESETS: 's:9x;t:9x', THUMB_TARGET_KEY: '{dir}thumbs/{name}-{preset}.{ext}' },
  { THUMB_PRESETS: 'for=a/**;s:9x;t:9x;for=**;u:9x' },
])('finds what was removed, on either side, and nothing else: %o', async (env) => {
  const config = loadConfig(env);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(photo, { selector: (one) => one.stem }), async (photos) => {
      const made = photos.map(({ stem, there, gaps }) => {
        const key = `${stem}.jpg`;
        const keys = planRenditions(objectRecord(key), 'jpeg', config).map(({ target }) => target.key);
        return {
          key,
          there,
          keys: keys.filter((_, at) => gaps[at]),
          isWhole: keys.every((_, at) => gaps[at]),
        };
      });
      // One key may be that of two photos: then nobody can tell whose it is.
      const all = made
        .flatMap(({ key }) => planRenditions(objectRecord(key), 'jpeg', config))
        .map(({ target }) => target.key);
      fc.pre(new Set(all).size === all.length);
      const there = made.filter((one) => one.there);
      const { keysOf, counts } = await compare(
        fixed(there.map(({ key }) => key)),
        fixed(made.flatMap(({ keys }) => keys)),
        env,
      );
      expect(keysOf('missing')).toEqual(
        there
          .filter(({ isWhole }) => !isWhole)
          .map(({ key }) => key)
          .sort(),
      );
      const orphans = made.filter((one) => !one.there).flatMap(({ keys }) => keys);
      // A stem that another photo continues may have that one's preset: it is told as former then.
      const found = [...keysOf('orphan'), ...keysOf('former')].sort();
      expect(found).toEqual(orphans.sort());
      expect(counts.photos).toBe(there.length);
      expect(counts.thumbnails).toBe(made.flatMap(({ keys }) => keys).length);
    }),
    { numRuns: 150 },
  );
});

describe('two photos of one name', () => {
  test('have thumbnails of their own, by their formats', async () => {
    const { keysOf } = await compare(fixed(['a.jpg', 'a.png']), fixed(['a.jpg']), {});
    expect(keysOf('missing')).toEqual(['a.png']);
  });

  test('may have swapped names: the bytes decide', async () => {
    const { keysOf } = await compare(fixed(['a.jpg']), fixed(['a.png']), {});
    expect([keysOf('missing'), keysOf('orphan')]).toEqual([[], []]);
  });
});

test('an object that is no photo by its name needs no thumbnail, and may have one', async () => {
  const { counts, keysOf } = await compare(fixed(['a.txt', 'b', 'c.pdf', 'd']), fixed(['d.jpg']), {});
  expect([counts.photos, keysOf('missing'), keysOf('orphan')]).toEqual([1, [], []]);
});

test('a thumbnail that is older than its photo is told', async () => {
  const newer: Lister = async function* () {
    yield listed('a.jpg', { lastModified: '2026-11-28T00:00:00.000Z' });
  };
  const { keysOf } = await compare(newer, fixed(['a.jpg']), {});
  expect(keysOf('older')).toEqual(['a.jpg']);
});

test('many keys take no more memory than few', async () => {
  const count = 100_000;
  const held: number[] = [];
  const many: Lister = async function* () {
    for (let at = 0; at < count; at++) {
      if (at > 0 && at % 10_000 === 0) held.push(heldHeap());
      yield listed(`photos/${String(at).padStart(7, '0')}.jpg`);
    }
  };
  const { counts } = await compare(many, many, {});
  expect(counts).toMatchObject({ objects: count, photos: count, thumbnails: count });
  expect(held).toHaveLength(2 * 9);
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(4 * 1024 * 1024);
});

describe('an orphan', () => {
  const marks = {
    'x-cos-meta-thumbnail-source': 'example-1250000000/a%20b.jpg',
    'x-cos-meta-thumbnail-recipe': 'r',
  };
  const head: ObjectHead = { size: 1, etag: '"e"', headers: marks };

  async function settle(photoHeads: readonly boolean[], onDelete = async () => {}) {
    const asked: string[] = [];
    const left = [...photoHeads];
    const deleted: unknown[] = [];
    const source = {
      bucket: 'example-1250000000',
      async head(key: string) {
        asked.push(key);
        return left.shift() ? head : undefined;
      },
    };
    const target = {
      head: async () => head,
      async delete(...args: unknown[]) {
        deleted.push(args);
        await onDelete();
      },
    };
    return { fate: await settleOrphan('a b.jpg', { source, target }, true), asked, deleted };
  }

  test('is removed as it was looked at, if its photo is not there', async () => {
    expect(await settle([false, false])).toEqual({
      fate: 'removed',
      asked: ['a b.jpg', 'a b.jpg'],
      deleted: [['a b.jpg', { ifMatch: '"e"' }]],
    });
  });

  test('stays if its photo is there', async () => {
    expect(await settle([true])).toMatchObject({ fate: 'photo-there', deleted: [] });
  });

  test('whose photo came back at that moment is told', async () => {
    expect(await settle([false, true])).toMatchObject({ fate: 'removed-in-vain' });
  });

  test('that was changed meanwhile stays', async () => {
    const changed = async () => {
      throw new CloudError({ code: 'PreconditionFailed', text: { en: '', zh: '' } });
    };
    expect(await settle([false], changed)).toMatchObject({ fate: 'changed' });
  });

  test('stays where COS does not say whether the photo is there', async () => {
    const source = {
      bucket: 'example-1250000000',
      async head(): Promise<undefined> {
        throw new CloudError({ code: 'AccessDenied', text: { en: 'denied', zh: '' } });
      },
    };
    let isDeleted = false;
    const target = {
      head: async () => head,
      async delete() {
        isDeleted = true;
      },
    };
    await expect(settleOrphan('a b.jpg', { source, target }, true)).rejects.toThrow('denied');
    expect(isDeleted).toBe(false);
  });
});
