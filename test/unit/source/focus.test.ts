// The uploader's point of interest: read where it can be, told of where it cannot, and bounded either way.

import { describe, expect, test } from 'vitest';
import { readFocus } from '../../../src/function/source/focus.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { objectRecord } from '../../support/records.ts';
import { createStubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

const read = (focus: string) => readFocus({ metadata: { focus } });

test('a photo without it has none', () => {
  expect(readFocus({ metadata: { artist: '0.3,0.7' } })).toEqual({});
});

test.each([
  ['0.3,0.7', 0.3, 0.7],
  ['0,1', 0, 1],
  [' .25 , 0.5 ', 0.25, 0.5],
  ['1.0,0.0', 1, 0],
  ['0.3%2C0.7', 0.3, 0.7],
  ['0.3%2c0.7', 0.3, 0.7],
])('reads "%s"', (text, x, y) => {
  expect(read(text)).toEqual({ focus: { x, y } });
});

test.each([
  '',
  ',',
  '0.3',
  '0.3,',
  '0.3,0.7,0.1',
  '1.1,0.5',
  '0.5,-0.1',
  '30,70',
  '30%,70%',
  'NaN,NaN',
  'Infinity,0',
  '1e-1,0.5',
  '0x0,0.5',
  'left,top',
  '%E5%B7%A6',
  '0.3;0.7',
  '{"x":0.3}',
])('tells that "%s" cannot be read', (text) => {
  expect(read(text)).toEqual({
    warning: expect.stringContaining(
      `x-cos-meta-focus: expected two fractions like 0.3,0.7 (of the width from the left, of the height from the top), ` +
        `found ${JSON.stringify(text)};`,
    ),
  });
});

test.each(['0.'.repeat(1000), '1'.repeat(2000), ','.repeat(2000)])(
  'shows no more than the beginning',
  (text) => {
    expect(read(text).warning).toContain(`found "${text.slice(0, 40)}..."`);
    expect(read(text).warning?.length).toBeLessThan(250);
  },
);

describe('a photo that comes with one', () => {
  const cat = objectRecord('cat.jpg');
  const env = { THUMB_PRESETS: 'square:200x200,cover,attention;whole:200x200' };

  async function deliver(focus: string) {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, cat.ref, JPEG_START, { metadata: { focus } });
    const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
    return { results: result.results, specs: engine.rendered[0] };
  }

  test('is cropped around it, whatever the gravity', async () => {
    const { results, specs } = await deliver('0.3,0.7');
    expect(specs?.map(({ focus }) => focus)).toEqual([{ x: 0.3, y: 0.7 }, undefined]);
    expect(results.map((one) => 'warnings' in one)).toEqual([false, false]);
  });

  test('that cannot be read is cropped by its gravity, and its outcome says so', async () => {
    const { results, specs } = await deliver('middle');
    expect(specs).toMatchObject([{ gravity: 'attention' }, {}]);
    expect(specs?.map(({ focus }) => focus)).toEqual([undefined, undefined]);
    expect(results).toMatchObject([
      { status: 'stored', warnings: [expect.stringMatching(/^x-cos-meta-focus: .*, found "middle"/)] },
      { status: 'stored' },
    ]);
    expect(results[1]).not.toHaveProperty('warnings');
  });
});
