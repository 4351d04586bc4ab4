// Rules of COS triggers: two overlap exactly if there is an event that is for both.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  describeRule,
  isFor,
  type NotificationRule,
  overlap,
  parseRule,
} from '../../../src/local/api/notification.ts';
import { bucket, host, region } from './cloud.ts';

const events = ['cos:ObjectCreated:Put', 'cos:ObjectCreated:Copy', 'cos:ObjectRemove:Delete'];
const part = fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }).map((letters) => letters.join(''));
const rule: fc.Arbitrary<NotificationRule> = fc.record({
  bucket: fc.constantFrom(bucket, 'other-1250000000'),
  event: fc.constantFrom('cos:ObjectCreated:*', 'cos:ObjectRemove:*', ...events),
  prefix: part,
  suffix: part,
});

/** Every key of up to four letters: longer ones add nothing to prefixes and suffixes of two. */
const keys = ['', ...'ab'];
for (const key of keys) if (key.length < 4 && key !== '') keys.push(`${key}a`, `${key}b`);

test('two rules overlap exactly if an event is for both', () => {
  fc.assert(
    fc.property(rule, rule, (one, other) => {
      const both = keys.some((key) =>
        events.some((event) => isFor(one, one.bucket, event, key) && isFor(other, one.bucket, event, key)),
      );
      expect(overlap(one, other)).toBe(both);
      expect(overlap(other, one)).toBe(both);
    }),
    { numRuns: 2000 },
  );
});

test('a rule is read as it was written', () => {
  fc.assert(
    fc.property(rule, (one) => {
      expect(parseRule(host, describeRule(one), region)).toEqual({ ...one, bucket });
    }),
  );
});
