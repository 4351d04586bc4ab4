// Two sorted listings, brought together by stem.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byLiteral, keyPatterns, stemOf } from '../../../../src/cloud/audit/key-pattern.ts';
import { groupByStem, type StemGroup } from '../../../../src/cloud/audit/stem-groups.ts';
import type { ListedObject } from '../../../../src/cloud/cos/bucket-client.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { collect } from '../../../support/collect.ts';
import { listed, listing } from '../../../support/listing.ts';

const name = fc.stringMatching(/^[ab.\-0/]{1,6}$/);
const keys = fc.uniqueArray(
  fc.tuple(name, fc.constantFrom('', '.jpg', '.png')).map(([stem, extension]) => stem + extension),
  { maxLength: 12 },
);

function groups(source: readonly string[], target: readonly string[], env: Readonly<Record<string, string>>) {
  const others: string[] = [];
  const targets = [...byLiteral(keyPatterns(loadConfig(env)))].map(([literal, patterns]) => {
    const objects = listing(target.filter((key) => key.startsWith(literal)));
    return { literal, patterns, objects };
  });
  const onOther = ({ key }: ListedObject) => others.push(key);
  return { found: groupByStem({ source: listing(source), targets, onOther }), others };
}

const shown = ({ stem, photos, targets }: StemGroup) => ({
  stem,
  photos: photos.map(({ key }) => key).sort(),
  targets: targets.map(({ object, pattern }) => `${pattern.preset} ${object.key}`).sort(),
});

test.each([
  {},
  { THUMB_PRESETS: 'a:9x;b:9x' },
  { THUMB_PRESETS: 'a:9x;b:9x', THUMB_TARGET_KEY: '{preset}/{dir}{name}.{ext}' },
  { THUMB_PRESETS: 'a:9x;b-a:9x', THUMB_TARGET_KEY: '{dir}b/{name}-{preset}.{ext}' },
])('each stem comes once, with all that has it: %o', async (env) => {
  const patterns = keyPatterns(loadConfig(env));
  await fc.assert(
    fc.asyncProperty(keys, keys, async (source, target) => {
      const expected = new Map<string, { photos: string[]; targets: string[] }>();
      const of = (stem: string) => {
        const known = expected.get(stem) ?? { photos: [], targets: [] };
        expected.set(stem, known);
        return known;
      };
      for (const key of source) of(stemOf(key)).photos.push(key);
      for (const key of target) {
        for (const pattern of patterns) {
          const match = pattern.read(key);
          if (match) of(match.stem).targets.push(`${pattern.preset} ${key}`);
        }
      }
      const found = (await collect(groups(source, target, env).found)).map(shown);
      const byStem = (one: { stem: string }, other: { stem: string }) => (one.stem < other.stem ? -1 : 1);
      expect(found.sort(byStem)).toEqual(
        [...expected]
          .map(([stem, { photos, targets }]) => ({ stem, photos: photos.sort(), targets: targets.sort() }))
          .sort(byStem),
      );
    }),
    { numRuns: 200 },
  );
});

test('what fits no pattern is told', async () => {
  const { found, others } = groups(['a.jpg'], ['a.jpg', 'notes.txt'], {});
  await collect(found);
  expect(others).toEqual(['notes.txt']);
});

test('a stem is given away once the listings have left it behind', async () => {
  let read = 0;
  const count = 5000;
  const many = async function* (): AsyncGenerator<ListedObject> {
    for (let at = 0; at < count; at++) {
      read = at;
      yield listed(`photos/${String(at).padStart(6, '0')}.jpg`);
    }
  };
  const [literal, patterns] = [...byLiteral(keyPatterns(loadConfig({})))][0] ?? ['', []];
  const targets = [{ literal, patterns, objects: many() }];
  let given = 0;
  for await (const group of groupByStem({ source: many(), targets, onOther: () => {} })) {
    expect([group.photos.length, group.targets.length]).toEqual([1, 1]);
    expect(read - given).toBeLessThan(5);
    given += 1;
  }
  expect(given).toBe(count);
});
