// A process that runs a backfill: everything is real but the function, which is behind its port. Kills itself where it is told to,
// as nothing can be done about.

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { backfill } from '../../../src/cloud/backfill/backfill.ts';
import { openBucket } from '../../../src/cloud/cos/bucket-client.ts';
import { readPrices } from '../../../src/cloud/prices.ts';
import { photoMs } from './model.ts';

export interface ProgramOptions {
  readonly endpoint: string;
  readonly folder: string;
  /** Every key that the function was called with, a line each, is added to this file. */
  readonly ledger: string;
  readonly budget?: number;
  /** Only keys that begin so. */
  readonly prefix: string;
  readonly concurrency: number;
  /** Counts the journal's writes and the function's calls, and ends the process with SIGKILL at that number. */
  readonly killAt?: number;
  /** Where the result goes, and the memory in use after every so many records. */
  readonly result: string;
}

export interface ProgramResult {
  readonly end: string | undefined;
  readonly records: number;
  readonly failed: number;
  readonly yuan: number;
  readonly unansweredCalls: number;
  readonly quoted: { readonly low: number; readonly middle: number; readonly high: number };
  readonly objects: number;
  readonly heapMb: readonly number[];
}

const options: ProgramOptions = JSON.parse(readFileSync(0, 'utf8'));
const source = { bucket: 'example-1250000000', region: 'ap-guangzhou' };
const credentials = { secretId: 'id', secretKey: 'key', token: undefined };
let events = 0;
const heapMb: number[] = [];
let records = 0;

function passEvent(): void {
  events += 1;
  if (events === options.killAt) process.kill(process.pid, 'SIGKILL');
}

async function invoke(event: unknown) {
  passEvent();
  const { Records } = event as { Records: { cos: { cosObject: { key: string; size: number } } }[] };
  const photos = Records.map(({ cos }) => ({
    key: cos.cosObject.key.slice('/1250000000/example/'.length),
    size: cos.cosObject.size,
  }));
  appendFileSync(options.ledger, photos.map(({ key }) => `${key}\n`).join(''));
  // The calls end in another order than they began.
  for (let turns = photos.length % 3; turns >= 0; turns--)
    await new Promise((resolve) => setImmediate(resolve));
  passEvent();
  const reports = photos.map(({ key, size }) => ({
    bucket: source.bucket,
    key,
    ms: Math.round(photoMs(key, size)),
    outcomes: [{ preset: '', status: 'stored', bucket: 'exampleresized-1250000000', key }],
  }));
  const ms = reports.reduce((sum, report) => sum + report.ms, 0);
  return {
    requestId: 'r',
    json: JSON.stringify({ stored: photos.length, skipped: 0, failed: 0, engine: 'stub', records: reports }),
    error: undefined,
    log: '',
    billedMs: ms + 4,
    memoryBytes: 1e8,
  };
}

async function main(): Promise<void> {
  const { ended, quote, unanswered } = await backfill({
    functions: {
      invoke: (_name, event) => invoke(event),
      get: async (name) => ({
        ...{ name, status: 'Active', statusReasons: [], availability: 'Available', description: '' },
        ...{ runtime: 'Nodejs16.13', handler: 'index.main_handler', memoryMb: 512, timeoutS: 60, role: 'r' },
        ...{ environment: {}, tags: {}, codeBytes: 1, modified: '', logTopic: undefined },
        deadLetterQueue: undefined,
      }),
    },
    openListing: (bucket) =>
      openBucket({ bucket, region: source.region, credentials, endpoint: new URL(options.endpoint) }),
    function: 'cos-thumbnailer',
    source,
    ...{ prefix: options.prefix, missing: false, anyName: false, sample: 40, restart: false },
    concurrency: options.concurrency,
    prices: readPrices({}),
    budget: options.budget,
    folder: options.folder,
    signal: new AbortController().signal,
    watcher: {
      onListed: () => {},
      onMeasured: () => passEvent(),
      onQuote: () => {},
      onProgress(progress) {
        passEvent();
        if (Math.floor(progress.records / 5000) === Math.floor(records / 5000)) return;
        records = progress.records;
        globalThis.gc?.();
        heapMb.push(process.memoryUsage().heapUsed / 1024 ** 2);
      },
    },
  });
  const result: ProgramResult = {
    end: ended?.end,
    records: ended?.progress.records ?? 0,
    failed: ended?.progress.counts.failed ?? 0,
    yuan: ended?.progress.yuan ?? 0,
    unansweredCalls: unanswered.calls,
    quoted: quote.yuan,
    objects: quote.taken.objects,
    heapMb,
  };
  writeFileSync(options.result, JSON.stringify(result));
}

void main();
