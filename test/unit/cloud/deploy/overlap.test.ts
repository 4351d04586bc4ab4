// Which triggers COS does not allow beside each other.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CosTrigger } from '../../../../src/cloud/api/cloud-api.ts';
import { overlaps } from '../../../../src/cloud/deploy/overlap.ts';
import { triggerOf } from './samples.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
const trigger = fc.record({ prefix: text, suffix: text }).map((filter) => triggerOf(filter));
const fires = ({ prefix, suffix }: CosTrigger, key: string) => key.startsWith(prefix) && key.endsWith(suffix);

test('two overlap exactly if some key fires both', () => {
  fc.assert(
    fc.property(trigger, trigger, (one, other) => {
      // If there is such a key at all, then this one: the longer of each.
      const longest = (a: string, b: string) => (a.length > b.length ? a : b);
      const key = `${longest(one.prefix, other.prefix)}…${longest(one.suffix, other.suffix)}`;
      expect(overlaps(one, other)).toBe(fires(one, key) && fires(other, key));
      expect(overlaps(other, one)).toBe(overlaps(one, other));
    }),
  );
});

test.each([
  [{ event: 'cos:ObjectCreated:Put' }, true],
  [{ event: 'cos:ObjectRemove:*' }, false],
  [{ name: 'other-1250000000.cos.ap-guangzhou.myqcloud.com' }, false],
  [{ type: 'timer' }, false],
])('%j beside one for all that is created: %s', (changes, answer) => {
  expect(overlaps(triggerOf(), triggerOf(changes))).toBe(answer);
});
