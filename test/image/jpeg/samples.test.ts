// The decoder's samples are those of libjpeg, each of them, at every scale.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { openPair, shrinks } from '../../support/decoder-pair.ts';
import { makeJpeg } from '../../support/jpeg-maker/jpeg-maker.ts';

const pair = await openPair();
afterAll(() => pair.stop());

const made = Array.from({ length: 300 }, (_, seed) => makeJpeg(seed));

describe.each(shrinks)('one sample for each %d', (shrink) => {
  test('of files of all kinds', () => {
    const problems = made.flatMap(({ name, bytes }) => {
      const { declined, problem } = pair.compare(bytes, shrink);
      return declined === undefined && problem === undefined
        ? []
        : [`${name}: ${problem ?? `declines ${declined}`}`];
    });
    expect(problems).toEqual([]);
  });

  test.each([samples.landscape, samples.portrait, samples.wideGamut])('of $file', ({ path }) => {
    const { declined, problem } = pair.compare(readFileSync(path), shrink);
    expect([declined, problem]).toEqual([undefined, undefined]);
  });
});
