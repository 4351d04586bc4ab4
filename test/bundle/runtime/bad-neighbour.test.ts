// A record that fails between two that do not: both are stored, wherever it stands, whatever is wrong with it.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/local/cos/cos.ts';
import { hostile } from '../../fixtures/images/images.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const { objects, faults } = stage.server;
const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#268' } })
  .jpeg()
  .toBuffer();
const recordOf = async (key: string) => (await stage.upload(key, photo)).Records[0];
const [first, second, bad] = [await recordOf('a.jpg'), await recordOf('b.jpg'), await recordOf('bad.jpg')];

interface Fault {
  readonly what: string;
  /** In place of the record of bad.jpg. */
  readonly record?: unknown;
  /** In place of the photo at bad.jpg. */
  readonly bytes?: Uint8Array;
  /** What every request for bad.jpg suffers, its source or its thumbnail. */
  readonly request?: { readonly method: string; readonly kind: FaultKind };
  /** What is in the target bucket already. */
  readonly taken?: string;
  /** Is the event to be delivered again for it? */
  readonly thrown: boolean;
}

const rows: readonly Fault[] = [
  { what: 'a record that is null', record: null, thrown: false },
  { what: 'a record without a key', record: { cos: { cosBucket: {}, cosObject: {} } }, thrown: false },
  {
    what: 'a key of a lone surrogate',
    record: { ...bad, cos: { ...bad?.cos, cosObject: { key: '/\ud800.jpg' } } },
    thrown: true,
  },
  {
    what: 'an object that is gone',
    record: JSON.parse(JSON.stringify(bad).replaceAll('bad.jpg', 'gone.jpg')),
    thrown: false,
  },
  {
    what: 'a bucket that is not there',
    record: JSON.parse(JSON.stringify(bad).replaceAll('example', 'elsewhere')),
    thrown: true,
  },
  { what: 'a text', bytes: readFileSync(hostile.text.path), thrown: false },
  { what: 'half a photo', bytes: readFileSync(hostile.truncated.path), thrown: false },
  { what: 'a bomb', bytes: readFileSync(hostile.bomb.path), thrown: false },
  { what: 'a target that is taken', taken: 'bad.jpg', thrown: false },
  { what: 'a store that is busy', request: { method: 'GET', kind: { status: 503 } }, thrown: true },
  { what: 'a store that refuses to read', request: { method: 'GET', kind: { status: 403 } }, thrown: true },
  { what: 'a store that refuses to write', request: { method: 'PUT', kind: { status: 403 } }, thrown: true },
  {
    what: 'a connection that is reset',
    request: { method: 'GET', kind: { reset: 'mid-body' } },
    thrown: true,
  },
  {
    what: 'a download without end',
    request: { method: 'GET', kind: { drip: { bytes: 1, everyMs: 100 } } },
    thrown: true,
  },
];

const positions = [1, 2, 3];
const env = { THUMB_MAX_MEGAPIXELS: '100' };
/** Only a download without end takes all of its time: whatever else is slow on a busy machine, it is not at the deadline. */
const [thumbnailer, hasty] = [stage.start({ timeoutS: 120, env }), stage.start({ timeoutS: 20, env })];

beforeEach(() => objects.put(BUCKET, 'bad.jpg', photo));
afterEach(() => {
  faults.clear();
  for (const key of objects.keys(TARGET)) objects.delete(TARGET, key);
});

/** An event of the two good records and, as its first, second or third, the bad one. */
function eventOf(record: unknown, position: number) {
  const Records: unknown[] = [first, second];
  Records.splice(position - 1, 0, record);
  return { Records };
}

test.each(rows.flatMap((row) => positions.map((position) => ({ ...row, position }))))(
  '$what, as number $position',
  async ({ record = bad, bytes = photo, request, taken, thrown, position }) => {
    objects.put(BUCKET, 'bad.jpg', bytes);
    if (taken) objects.put(TARGET, taken, Buffer.from('somebody else'));
    if (request) faults.add({ ...request, keyPrefix: 'bad', times: Infinity });
    const instance = request && 'drip' in request.kind ? hasty : thumbnailer;
    const { statusCode, error } = await instance.invoke(eventOf(record, position));
    expect(objects.keys(TARGET).filter((key) => key !== taken)).toEqual(['a.jpg', 'b.jpg']);
    expect(statusCode).toBe(thrown ? 430 : 200);
    // Of all that is thrown only the bad one is to be delivered again.
    expect(error?.message ?? 'this event should be delivered again because of 1 failure:').toContain(
      'again because of 1 failure:',
    );
  },
);
