// When the main thread collects what photos have left: a little for each, and all of it when that is much or memory is short.

import { expect, test } from 'vitest';
import { createTidy } from '../../../wasm/host/tidy.ts';

const MB = 1024 * 1024;

/** @returns What was collected for each of so many photos. */
function collected(photos: number, photoMb: number, memoryMb: number, residentMb: number | undefined) {
  const done: ('all' | 'young' | 'none')[] = [];
  const collect = (what: 'all' | 'young') => () => void done.splice(-1, 1, what);
  const tidy = createTidy({
    resident: () => residentMb && residentMb * MB,
    collectAll: collect('all'),
    collectYoung: collect('young'),
  });
  for (let n = 0; n < photos; n++) {
    done.push('none');
    tidy(photoMb * MB, memoryMb);
  }
  return done;
}

test.each([
  ['young objects where there is room', 3, 1, 128, 60, ['none', 'young', 'young']],
  ['everything where more than an eighth is left', 4, 10, 128, 60, ['none', 'young', 'all', 'young']],
  ['everything for each photo where memory is short', 4, 1, 128, 109, ['none', 'all', 'all', 'all']],
  ['not so where as much memory is used, and more is there', 3, 1, 256, 109, ['none', 'young', 'young']],
  ['young objects where the memory is not known', 3, 1, 0, 4000, ['none', 'young', 'young']],
  ['young objects where the system does not tell', 3, 1, 128, undefined, ['none', 'young', 'young']],
] as const)('%s', (_, photos, photoMb, memoryMb, residentMb, expected) => {
  expect(collected(photos, photoMb, memoryMb, residentMb)).toEqual(expected);
});
