// Servers that do not answer, or not to the end: every call ends by its deadline and leaves nothing on its way.

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import type { ObjectStore } from '../../src/function/store.ts';
import { at, BUCKET, connect, noise } from './lab.ts';
import { shareLab } from './share.ts';

const bytes = noise(200_000);
const headers = { contentType: 'image/jpeg', metadata: {} };

const lab = await shareLab();
let count = 0;

type Run = (store: ObjectStore, key: string, deadline: Deadline) => Promise<unknown>;
const operations: Record<'get' | 'head' | 'put' | 'delete', Run> = {
  get: (store, key, deadline) => store.get(at(key), { maxBytes: bytes.length, deadline }),
  head: (store, key, deadline) => store.head(at(key), { deadline }),
  put: (store, key, deadline) => store.put(at(key), bytes, { headers, deadline }),
  delete: (store, key, deadline) => store.delete(at(key), { deadline }),
};

/** Halving the time left with each silence, attempts all but use it up: which ends first is a matter of milliseconds. */
const late = { code: expect.stringMatching(/^(deadline|store-unavailable)$/) };

/** The server is silent for ever: a call that knows no deadline goes on, or is given up after 5 seconds in each attempt. */
async function expectInTime(deadline: Deadline): Promise<void> {
  expect(deadline.at - Date.now(), 'time left').toBeGreaterThan(-4000);
  await expect.poll(() => lab.inFlight(), { interval: 5 }).toBe(0);
}

describe.each([
  { operation: 'get', moment: 'before-response', most: 3 },
  { operation: 'get', moment: 'mid-body', most: 3 },
  { operation: 'put', moment: 'before-response', most: 3 },
  { operation: 'head', moment: 'before-response', most: 3 },
  { operation: 'delete', moment: 'before-response', most: 3 },
] as const)('$operation, when the server falls silent $moment', ({ operation, moment, most }) => {
  test('tries again in the time that is left', async () => {
    const key = `silence-${++count}`;
    if (operation !== 'put') lab.server.objects.put(BUCKET, key, bytes);
    lab.server.faults.add({ kind: { stall: moment }, keyPrefix: key });
    // The silence takes half of it: the other half is enough for a request on a busy machine.
    const deadline = Deadline.in(4000);
    await operations[operation](lab.store, key, deadline);
    const kept = operation === 'delete' ? undefined : true;
    expect(lab.server.objects.get(BUCKET, key)?.bytes.equals(bytes)).toBe(kept);
    await expectInTime(deadline);
  });

  test('gives up by the deadline', async () => {
    const key = `silence-${++count}`;
    if (operation !== 'put') lab.server.objects.put(BUCKET, key, bytes);
    lab.server.faults.add({ kind: { stall: moment }, keyPrefix: key, times: Infinity });
    const before = lab.server.requests.length;
    const deadline = Deadline.in(500);
    await expect(operations[operation](lab.store, key, deadline)).rejects.toMatchObject(late);
    await expectInTime(deadline);
    expect(lab.server.requests.length - before).toBeLessThanOrEqual(most);
  });
});

test('get gives up a body that comes in drops at the deadline', async () => {
  lab.server.objects.put(BUCKET, 'drops', bytes);
  lab.server.faults.add({ kind: { drip: { bytes: 100, everyMs: 20 } }, times: Infinity });
  const deadline = Deadline.in(400);
  await expect(operations.get(lab.store, 'drops', deadline)).rejects.toMatchObject({ code: 'deadline' });
  await expectInTime(deadline);
});

test.each(['get', 'put'] as const)(
  '%s aborts at the deadline a request that is only ever put off',
  async (operation) => {
    const putOff = (response: ServerResponse) => {
      const timer = setInterval(() => response.writeProcessing(), 20);
      response.on('close', () => clearInterval(timer));
    };
    const server = createServer((_request, response) => putOff(response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const store = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const deadline = Deadline.in(400);
    await expect(operations[operation](store, 'put-off', deadline)).rejects.toMatchObject({
      code: 'deadline',
    });
    await expectInTime(deadline);
    server.closeAllConnections();
    server.close();
  },
);
