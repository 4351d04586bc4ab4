// The faults of the matrix: what goes wrong, which operations it can strike, and how an event must end then.

import type { FaultKind } from '../../../src/local/cos/cos.ts';

export const operations = [
  'get',
  'get over TLS',
  'head of the target',
  'head of the source',
  'put',
  'delete',
] as const;
export type OperationName = (typeof operations)[number];

/** The first request that can suffer does, or every one. */
export const times = ['once', 'always'] as const;
export type Times = (typeof times)[number];

/** `done`: the thumbnail is stored, or removed, when the function answers. `thrown`: it is so after the next delivery. */
export type Ending = 'done' | 'thrown';

export interface Row {
  /** At most 18 letters. */
  readonly name: string;
  readonly kind: FaultKind;
  readonly strikes: readonly OperationName[];
  readonly once: Ending;
  readonly always: Ending;
  /** Operations for which it ends otherwise. */
  readonly but?: Partial<Record<OperationName, Partial<Record<Times, Ending>>>>;
}

const any: readonly OperationName[] = ['get', 'head of the target', 'head of the source', 'put', 'delete'];
const bodies: readonly OperationName[] = ['get', 'get over TLS'];
const content: readonly OperationName[] = [...bodies, 'put'];

/** Mended by another attempt, and beyond mending when it strikes them all. */
const passing = { once: 'done', always: 'thrown' } as const;
/** No attempt helps. */
const lasting = { once: 'thrown', always: 'thrown' } as const;
const harmless = { once: 'done', always: 'done' } as const;

export const rows: readonly Row[] = [
  { name: '500', kind: { status: 500 }, strikes: any, ...passing },
  { name: '503 SlowDown', kind: { status: 503 }, strikes: any, ...passing },
  { name: '429', kind: { status: 429 }, strikes: any, ...passing },
  {
    name: '403',
    kind: { status: 403 },
    strikes: any,
    ...lasting,
    // A HEAD of what is not there is forbidden to who may not list: the PUT finds out, on its condition.
    but: { 'head of the target': harmless },
  },
  { name: '502 of a gateway', kind: { status: 502, html: true }, strikes: any, ...passing },
  { name: '404 of a gateway', kind: { status: 404, html: true }, strikes: any, ...passing },
  { name: 'redirect', kind: { redirect: 'http://127.0.0.1:9/' }, strikes: any, ...lasting },
  {
    name: 'clock 5000 s off',
    kind: { clockSkewSeconds: 5000 },
    strikes: any,
    ...harmless,
  },
  { name: 'RST, request lost', kind: { reset: 'mid-request' }, strikes: any, ...passing },
  { name: 'FIN, request lost', kind: { close: 'mid-request' }, strikes: any, ...passing },
  { name: 'RST before answer', kind: { reset: 'before-response' }, strikes: any, ...passing },
  { name: 'FIN before answer', kind: { close: 'before-response' }, strikes: any, ...passing },
  { name: 'no answer', kind: { stall: 'before-response' }, strikes: any, ...passing },
  { name: 'wrong ETag', kind: { wrongEtag: true }, strikes: any, ...harmless },
  { name: 'wrong CRC64', kind: { wrongCrc64: true }, strikes: any, ...harmless },
  { name: 'no CRC64', kind: { dropCrc64: true }, strikes: any, ...harmless },
  {
    name: 'both sums wrong',
    kind: { wrongSums: true },
    strikes: content,
    ...passing,
    // The second attempt finds the key taken, and asks by HEAD whether it was the first that took it.
    but: { put: { always: 'done' } },
  },
  { name: 'damaged byte', kind: { corruptByte: true }, strikes: content, ...passing },
  { name: 'half as if whole', kind: { shortLength: true }, strikes: bodies, ...passing },
  { name: 'RST in mid-body', kind: { reset: 'mid-body' }, strikes: bodies, ...passing },
  { name: 'FIN in mid-body', kind: { close: 'mid-body' }, strikes: bodies, ...passing },
  { name: 'no last chunk', kind: { unterminatedChunked: true }, strikes: bodies, ...passing },
  { name: 'silent in mid-body', kind: { stall: 'mid-body' }, strikes: bodies, ...passing },
  { name: 'slow drip', kind: { drip: { bytes: 2000, everyMs: 30 } }, strikes: ['get'], ...harmless },
  // Never silent for long enough to be given up, it takes all the time that there is.
  { name: 'drip without end', kind: { drip: { bytes: 1, everyMs: 50 } }, strikes: ['get'], ...lasting },
];

export function expectedOf(row: Row, operation: OperationName, when: Times): Ending {
  return row.but?.[operation]?.[when] ?? row[when];
}
