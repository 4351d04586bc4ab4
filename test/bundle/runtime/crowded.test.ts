// Pictures in files of very many small parts: each is made, or refused by name, in a function of little memory, and the photo
// after it is made by the same instance. test:fuzz tries all kinds of them, and lets the kernel enforce the memory.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { makeCrowds } from '../../support/crowded.ts';
import { briefly, outcomesOf } from '../../support/outcomes.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage } from '../../support/stage.ts';

const stage = await openStage();
const thumbnailer = stage.start({ memoryMb: 256 });
const crowds = await makeCrowds();
const photo = readFileSync(samples.landscape.path);
await thumbnailer.invoke(await stage.upload('first.jpg', photo));

const isStored = (name: string) => runtime.engine === 'vips' || !name.startsWith('a GIF');

test.each([
  ['a JPEG of empty segments', 600_000],
  ['a JPEG of empty segments', 4_000_000],
  ['a GIF of empty extensions', 3_000_000],
  ['a PNG of empty chunks', 3_000_000],
  ['a PNG of empty data', 3_000_000],
  ['a PNG of texts that inflate', 3_000_000],
])('%s, %i bytes', async (name, bytes) => {
  const crowd = crowds.find((one) => one.name === name);
  if (!crowd) throw new Error(`there is no ${name}`);
  const key = `${name} ${bytes}`;
  const invocation = await thumbnailer.invoke(await stage.upload(key, crowd.make(bytes)));
  expect(invocation.coldStart).toBeUndefined();
  const outcomes = outcomesOf(invocation);
  if (isStored(name)) {
    expect(outcomes).toEqual([
      expect.objectContaining({
        status: 'stored',
        width: 64,
        height: 48,
        warnings: [expect.stringMatching(/^metadata of the photo was left out.* more than \d+/)],
      }),
    ]);
  } else {
    expect(outcomes).toEqual([expect.objectContaining({ code: 'source-unsupported' })]);
  }
  const next = await thumbnailer.invoke(await stage.upload(`after ${key}.jpg`, photo));
  expect(next.coldStart).toBeUndefined();
  expect(briefly(next)).toEqual([`stored after ${key}.jpg`]);
});
