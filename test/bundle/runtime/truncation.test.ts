// A download that ends early. Before Node.js 16 the SDK takes what has come for the whole object, without a word: the
// function must notice on every runtime, over HTTP and TLS, and ask again.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/local/cos/cos.ts';
import { samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import { briefly } from '../../support/outcomes.ts';
import { openStage, TARGET } from '../../support/stage.ts';
import { bySharp } from '../../support/thumbnails.ts';

const photo = readFileSync(samples.landscape.path);
const expected = await bySharp(photo, '200x200,jpeg');

const faults: readonly (readonly [string, FaultKind])[] = [
  ['is closed in mid-body', { close: 'mid-body' }],
  ['ends without its last chunk', { unterminatedChunked: true }],
  ['is reset in mid-body', { reset: 'mid-body' }],
  ['claims to be whole after half', { shortLength: true }],
  ['has a wrong byte', { corruptByte: true }],
];

describe.each(['http', 'https'] as const)('over %s', async (protocol) => {
  const stage = await openStage({ protocol });
  const event = await stage.upload('photos/cat.jpg', photo);
  const thumbnailer = stage.start();

  afterEach(() => {
    stage.server.faults.clear();
    for (const key of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, key);
  });

  test.each(faults)('a download that %s once is repeated', async (_, kind) => {
    const before = stage.server.requests.length;
    stage.server.faults.add({ method: 'GET', kind });
    expect(briefly(await thumbnailer.invoke(event))).toEqual(['stored photos/cat.jpg']);
    const reads = stage.server.requests.slice(before).filter(({ method }) => method === 'GET');
    expect(reads).toHaveLength(2);
    const stored = stage.server.objects.get(TARGET, 'photos/cat.jpg');
    await expectAlike(stored?.bytes ?? Buffer.alloc(0), expected);
  });

  test.each(faults)('a download that %s every time is thrown back', async (_, kind) => {
    stage.server.faults.add({ method: 'GET', kind, times: Infinity });
    const { statusCode, error } = await thumbnailer.invoke(event);
    expect(statusCode).toBe(430);
    expect(error).toMatchObject({
      type: 'RedeliveryError',
      message: expect.stringContaining('store-unavailable'),
    });
    expect(stage.server.objects.keys(TARGET)).toEqual([]);
  });
});
