// Every fault that answers, once and for good, against every operation: no wrong byte, no storm of requests.

import { describe, expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import { type ErrorCode, ThumbnailError } from '../../src/function/errors.ts';
import type { FaultKind } from '../../src/local/cos/cos.ts';
import { at, BUCKET, noise } from './lab.ts';
import { shareLab } from './share.ts';

const bytes = noise(200_000);
const headers = { contentType: 'image/jpeg', metadata: {} };

/** `once` and `always`: how a call ends, and after how many requests when the fault strikes once or every time. */
interface Row {
  readonly fault: string;
  readonly kind: FaultKind;
  readonly once: readonly [result: 'ok' | ErrorCode, requests: number];
  readonly always: readonly [result: 'ok' | ErrorCode, requests: number];
}

const anyOperation: readonly Row[] = [
  { fault: '500', kind: { status: 500 }, once: ['ok', 2], always: ['store-unavailable', 3] },
  { fault: '503 SlowDown', kind: { status: 503 }, once: ['ok', 2], always: ['store-unavailable', 3] },
  { fault: '429', kind: { status: 429 }, once: ['ok', 2], always: ['store-unavailable', 3] },
  { fault: '408', kind: { status: 408 }, once: ['ok', 2], always: ['store-unavailable', 3] },
  {
    fault: '502 of a gateway',
    kind: { status: 502, html: true },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
  {
    fault: '404 of a gateway',
    kind: { status: 404, html: true },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
  { fault: '403', kind: { status: 403 }, once: ['store-denied', 1], always: ['store-denied', 1] },
  { fault: 'RST', kind: { reset: 'before-response' }, once: ['ok', 2], always: ['store-unavailable', 3] },
  { fault: 'FIN', kind: { close: 'before-response' }, once: ['ok', 2], always: ['store-unavailable', 3] },
  {
    fault: 'a redirect',
    kind: { redirect: 'http://127.0.0.1:9/' },
    once: ['store-denied', 1],
    always: ['store-denied', 1],
  },
  { fault: 'no CRC64', kind: { dropCrc64: true }, once: ['ok', 1], always: ['ok', 1] },
  {
    fault: 'a wrong ETag beside a right CRC64',
    kind: { wrongEtag: true },
    once: ['ok', 1],
    always: ['ok', 1],
  },
];

const content: readonly Row[] = [
  {
    fault: 'a wrong CRC64 beside a right ETag',
    kind: { wrongCrc64: true },
    once: ['ok', 1],
    always: ['ok', 1],
  },
  { fault: 'a damaged byte', kind: { corruptByte: true }, once: ['ok', 2], always: ['store-unavailable', 3] },
];

const download: readonly Row[] = [
  {
    fault: 'RST in mid-body',
    kind: { reset: 'mid-body' },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
  {
    fault: 'FIN in mid-body',
    kind: { close: 'mid-body' },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
  {
    fault: 'chunks without an end',
    kind: { unterminatedChunked: true },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
  {
    fault: 'half an object that claims to be whole',
    kind: { shortLength: true },
    once: ['ok', 2],
    always: ['store-unavailable', 3],
  },
];

const lab = await shareLab();
let count = 0;

const times = ['once', 'always'] as const;
const each = (rows: readonly Row[]) => rows.flatMap((row) => times.map((when) => ({ ...row, when })));

/** Runs one operation under one fault; checks what must hold however it ends. */
async function suffer(
  row: Row & { when: 'once' | 'always' },
  run: (key: string, deadline: Deadline) => Promise<unknown>,
) {
  const key = `fault-${++count}`;
  const before = lab.server.requests.length;
  const deadline = Deadline.in(120_000);
  lab.server.faults.add({ kind: row.kind, keyPrefix: key, times: row.when === 'once' ? 1 : Infinity });
  const result = await run(key, deadline).then(
    () => 'ok',
    (error: unknown) => {
      expect(error).toBeInstanceOf(ThumbnailError);
      return (error as ThumbnailError).code;
    },
  );
  await expect.poll(() => lab.inFlight(), { interval: 5 }).toBe(0);
  return [result, lab.server.requests.length - before];
}

describe('get', () => {
  const get = async (key: string, deadline: Deadline) => {
    lab.server.objects.put(BUCKET, key, bytes);
    const object = await lab.store.get(at(key), { maxBytes: bytes.length, deadline });
    expect(Buffer.from(object.bytes).equals(bytes), 'the very bytes').toBe(true);
  };
  test.each(each([...anyOperation, ...content, ...download]))('meets $fault $when', async (row) => {
    expect(await suffer(row, get)).toEqual(row[row.when]);
  });
});

describe('get of what was uploaded in parts, whose ETag is no MD5,', () => {
  const get = async (key: string, deadline: Deadline) => {
    lab.server.objects.put(BUCKET, key, bytes, { ETag: '"ee8de918d05640145b18f70f4c3aa602-2"' });
    const object = await lab.store.get(at(key), { maxBytes: bytes.length, deadline });
    expect(Buffer.from(object.bytes).equals(bytes), 'the very bytes').toBe(true);
  };
  const rows: readonly Row[] = [
    { fault: 'a wrong CRC64', kind: { wrongCrc64: true }, once: ['ok', 2], always: ['store-unavailable', 3] },
    {
      fault: 'a damaged byte',
      kind: { corruptByte: true },
      once: ['ok', 2],
      always: ['store-unavailable', 3],
    },
  ];
  test.each(each(rows))('meets $fault $when', async (row) => {
    expect(await suffer(row, get)).toEqual(row[row.when]);
  });
});

describe('put', () => {
  const put = async (key: string, deadline: Deadline) => {
    const stored = () => lab.server.objects.get(BUCKET, key)?.bytes;
    try {
      await lab.store.put(at(key), bytes, { headers, deadline });
      expect(stored()?.equals(bytes), 'the very bytes').toBe(true);
    } finally {
      expect(stored()?.equals(bytes) ?? true, 'the very bytes or none').toBe(true);
    }
  };
  test.each(each([...anyOperation, ...content]))('meets $fault $when', async (row) => {
    expect(await suffer(row, put)).toEqual(row[row.when]);
  });
});

describe('head', () => {
  const head = async (key: string, deadline: Deadline) => {
    lab.server.objects.put(BUCKET, key, bytes);
    expect((await lab.store.head(at(key), { deadline }))?.size).toBe(bytes.length);
  };
  test.each(each(anyOperation))('meets $fault $when', async (row) => {
    expect(await suffer(row, head)).toEqual(row[row.when]);
  });
});

describe('delete', () => {
  const remove = async (key: string, deadline: Deadline) => {
    lab.server.objects.put(BUCKET, key, bytes);
    await lab.store.delete(at(key), { deadline });
    expect(lab.server.objects.get(BUCKET, key)).toBeUndefined();
  };
  test.each(each(anyOperation))('meets $fault $when', async (row) => {
    expect(await suffer(row, remove)).toEqual(row[row.when]);
  });
});
