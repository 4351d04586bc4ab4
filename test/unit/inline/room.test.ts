// What is freed before a photo is decoded in the function's own thread, and what is told if that does not suffice.

import { expect, test } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { atStart, makeRoom } from '../../../wasm/inline/room.ts';

const MB = 1024 * 1024;

/** What was freed for a photo, in its order. */
type Freed = readonly ('kept' | 'others')[];

/** @param left MB that the process holds more than at its start; without what is kept; and once the others have ended. */
async function freedFor(
  estimateMb: number,
  [before, withoutKept, after]: readonly [before: number, withoutKept: number, after: number],
): Promise<Freed> {
  const freed: ('kept' | 'others')[] = [];
  const wanted = { estimate: estimateMb * MB, held: MB, memoryMb: 256 };
  const holders = {
    kept: { forgetAll: () => void freed.push('kept') },
    endOthers: async () => void freed.push('others'),
  };
  const left = () => (freed.includes('others') ? after : freed.includes('kept') ? withoutKept : before);
  await makeRoom(wanted, holders, Deadline.in(10_000), () => atStart + left() * MB);
  return freed;
}

test.runIf(process.platform === 'linux').each([
  ['nothing is freed where there is room', 80, [80, 80, 80], []],
  [
    'all that is left is freed for a photo that is too big for a new instance, too, which is tried all the same',
    300,
    [80, 80, 80],
    ['kept', 'others'],
  ],
  ['nothing is freed for it where nothing is left', 300, [0, 0, 0], []],
  ['what is kept for the next photo is freed first', 150, [80, 30, 30], ['kept']],
  ['another engine is ended where that is not enough', 150, [80, 80, 30], ['kept', 'others']],
] as const)('%s', async (_, estimate, left, freed) => {
  expect(await freedFor(estimate, left)).toEqual(freed);
});

test.runIf(process.platform === 'linux')('what does not fit all the same is for a new instance', async () => {
  await expect(freedFor(160, [80, 70, 60])).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: expect.stringMatching(/too little of the function's 256 MB is left.*give the function more/),
  });
});

test('where the memory is not known, nothing is done', async () => {
  const never = {
    kept: {
      forgetAll() {
        throw new Error('forgotten');
      },
    },
    endOthers: () => Promise.reject(new Error('ended')),
  };
  const wanted = { estimate: 4000 * MB, held: 0, memoryMb: 0 };
  await makeRoom(wanted, never, Deadline.in(10_000), () => 4000 * MB);
  await makeRoom({ ...wanted, memoryMb: 128 }, never, Deadline.in(10_000), () => undefined);
});
