// One cell of the matrix: one event under one fault on one Node.js, and what must hold however it ends.

import type { Invocation } from '../../../src/local/scf/invocation.ts';
import { briefly, outcomesOf } from '../../support/outcomes.ts';
import { rawRecord, SOURCE_BUCKET, TARGET_BUCKET } from '../../support/records.ts';
import { unmet } from './demands.ts';
import { expectedOf, type OperationName, type Row, type Times } from './rows.ts';
import { type Thumbnail, thumbnailAt, type World } from './world.ts';

/** Of one event, the SDK's own repetitions among them. */
const maxRequests = 20;

export interface Cell {
  readonly row: Row;
  readonly operation: OperationName;
  readonly when: Times;
}

export interface CellResult {
  /** How the event ended: `stored`, `removed`, `thrown`, `reported`; else what is wrong. */
  readonly ending: string;
  /** For the first delivery. */
  readonly requests: number;
  /** Sentences; none if all is well. */
  readonly problems: readonly string[];
}

/** The function as a cell needs it, with what it makes of `photo` when nothing goes wrong. */
export interface Bench extends Pick<World, 'server' | 'photo'> {
  invoke(event: unknown): Promise<Invocation>;
  readonly thumbnail: Thumbnail;
}

/** The requests that a fault strikes. */
const struck: Readonly<Record<OperationName, { readonly method: string; readonly bucket: string }>> = {
  get: { method: 'GET', bucket: SOURCE_BUCKET },
  'get over TLS': { method: 'GET', bucket: SOURCE_BUCKET },
  'head of the target': { method: 'HEAD', bucket: TARGET_BUCKET },
  'head of the source': { method: 'HEAD', bucket: SOURCE_BUCKET },
  put: { method: 'PUT', bucket: TARGET_BUCKET },
  delete: { method: 'DELETE', bucket: TARGET_BUCKET },
};

export async function runCell({ row, operation, when }: Cell, bench: Bench): Promise<CellResult> {
  const { server } = bench;
  const key = `${operation}/${row.name}/${when}.jpg`.replaceAll(' ', '-');
  const event = await prepare(operation, key, bench);
  const before = server.requests.length;
  const { method, bucket } = struck[operation];
  server.faults.add({
    ...struck[operation],
    keyPrefix: key,
    kind: row.kind,
    times: when === 'once' ? 1 : Infinity,
  });
  const first = await bench.invoke(event);
  const requests = server.requests.slice(before);
  const isDone = () => (operation === 'delete' ? isRemoved(bench, key) : isStored(bench, key));
  const ending = endingOf(first, operation, isDone());
  server.faults.clear();

  const expected = { done: operation === 'delete' ? 'removed' : 'stored', thrown: 'thrown' };
  const suffered = requests.some((request) => request.method === method && request.bucket === bucket);
  const message = first.error?.message ?? '';
  const problems = unmet([
    [ending === expected[expectedOf(row, operation, when)], `ended ${ending}: ${message || briefly(first)}`],
    [!message.includes(': internal: '), 'a bug was thrown'],
    [isRightOrNone(bench, key), 'wrong bytes were stored'],
    [first.afterAnswer === undefined, 'ran past its timeout after the answer'],
    [requests.length <= maxRequests, `${requests.length} requests, more than ${maxRequests}`],
    [suffered, `never made the request that was to suffer, ${method}`],
  ]);
  if (ending === 'stored' || ending === 'removed') return { ending, requests: requests.length, problems };
  const second = await bench.invoke(event);
  const lasting = unmet([
    [second.statusCode === 200, `thrown again without a fault: ${second.error?.message}`],
    [isDone(), 'not done after the next delivery'],
  ]);
  return { ending, requests: requests.length, problems: [...problems, ...lasting] };
}

/** @returns The event that is to be delivered. */
async function prepare(
  operation: OperationName,
  key: string,
  { server, photo, invoke }: Bench,
): Promise<unknown> {
  server.objects.put(SOURCE_BUCKET, key, photo, { 'Content-Type': 'image/jpeg' });
  const upload = { Records: [rawRecord(key)] };
  if (operation !== 'delete') return upload;
  await invoke(upload);
  server.objects.delete(SOURCE_BUCKET, key);
  return { Records: [rawRecord(key, 'cos:ObjectRemove:Delete')] };
}

function endingOf(invocation: Invocation, operation: OperationName, isDone: boolean): string {
  if (invocation.error?.type === 'RedeliveryError') return 'thrown';
  if (invocation.statusCode !== 200) return `with status ${invocation.statusCode}`;
  if (outcomesOf(invocation).some(({ status }) => status === 'failed')) return 'reported';
  if (!isDone) return 'lost';
  return operation === 'delete' ? 'removed' : 'stored';
}

function isStored(bench: Bench, key: string): boolean {
  return thumbnailAt(bench.server, key) !== undefined && isRightOrNone(bench, key);
}

function isRemoved({ server }: Bench, key: string): boolean {
  return thumbnailAt(server, key) === undefined;
}

function isRightOrNone({ server, thumbnail }: Bench, key: string): boolean {
  return thumbnailAt(server, key)?.bytes.equals(thumbnail.bytes) ?? true;
}
