// Lines of CLS as the real log of the function makes them, in both forms.

import { describe, expect, test } from 'vitest';
import { readLogLine } from '../../../../src/cloud/logs/log-entry.ts';
import { ThumbnailError } from '../../../../src/function/errors.ts';
import { createLog, type Log } from '../../../../src/function/log.ts';
import type { Outcome } from '../../../../src/function/report.ts';
import { clsLine, clsReport } from '../../../support/cls.ts';

const context = { requestId: 'r-1', engine: 'wasm-vips 0.0.19' };
const figures = { bytesIn: 81920, pixels: 12_000_000, queueMs: 1300, coldStart: true };
const failed: Outcome = {
  preset: 'a',
  status: 'failed',
  code: 'target-conflict',
  message: 'b/c.jpg: is there',
};
const skipped: Outcome = { preset: 'b', status: 'skipped', code: 'up-to-date', message: 'x' };

function written(use: (log: Log) => void): string {
  const lines: string[] = [];
  use(createLog('debug', (line) => lines.push(line)));
  return lines[0] ?? '';
}

describe.each(['fields', 'text'] as const)('a line in the form of %s', (form) => {
  const entryOf = (use: (log: Log) => void) => readLogLine(clsLine(written(use), 5, form));

  test('of a record has its figures', () => {
    const report = { bucket: 'example-1250000000', key: 'a/cat.jpg', etag: '"e"', ms: 412 };
    const entry = entryOf((log) => log.record({ ...report, outcomes: [failed, skipped] }, figures, context));
    expect(entry).toEqual({
      kind: 'record',
      time: 5,
      requestId: 'r-1',
      source: 'example-1250000000/a/cat.jpg',
      message: 'a/cat.jpg: 1 skipped, 1 failed',
      ms: 412,
      stored: 0,
      skipped: 1,
      removed: 0,
      failed: 1,
      bytesIn: 81920,
      bytesOut: 0,
      isColdStart: true,
      codes: ['target-conflict', 'up-to-date'],
      outcomes: ['a: failed target-conflict: b/c.jpg: is there', 'b: skipped up-to-date: x'],
    });
  });

  test('of a record that could not be read says so in place of the key', () => {
    const outcomes = [{ status: 'failed', code: 'record-malformed', message: 'x' }] as const;
    const entry = entryOf((log) => log.record({ ms: 1, outcomes }, {}, context));
    expect(entry).toMatchObject({ source: 'unreadable record: 1 failed', bytesIn: undefined });
  });

  test('of an error has its code, and the stack of a bug', () => {
    const error = new ThumbnailError('store-denied', 'no', { cause: new Error('why') });
    expect(entryOf((log) => log.error(error, context))).toMatchObject({
      kind: 'error',
      code: 'store-denied',
      message: 'no',
      details: ['Error: why'],
    });
    expect(entryOf((log) => log.error(new Error('a bug'), context))).toMatchObject({
      code: 'internal',
      details: [expect.stringContaining('Error: a bug')],
    });
  });

  test('of a step says nothing', () => {
    const step = { bucket: 'b', key: 'k', step: 'read', ms: 1 };
    expect(entryOf((log) => log.debug(step, context))).toBeUndefined();
  });
});

test('an older function, without codes, tells them in its outcomes', () => {
  const line = {
    level: 'error',
    msg: 'k: 1 failed',
    bucket: 'b',
    key: 'k',
    ms: 1,
    failed: 1,
    outcomes: ['small: failed source-corrupt: cut', 'failed store-denied: 403', 'stored b/k 10x10 5 bytes'],
  };
  expect(readLogLine(clsLine(JSON.stringify(line), 1, 'fields'))).toMatchObject({
    codes: ['source-corrupt', 'store-denied'],
    isColdStart: undefined,
  });
});

test('a line that was cut in its outcomes still counts', () => {
  const fields = {
    level: 'error',
    msg: 'k: 1 failed',
    key: 'k',
    bucket: 'b',
    failed: '1',
    outcomes: '["failed sto',
  };
  expect(readLogLine({ time: 1, fields })).toMatchObject({
    failed: 1,
    codes: [],
    outcomes: ['["failed sto'],
  });
});

test('of the lines of SCF only the report of an invocation counts', () => {
  expect(readLogLine(clsReport(433, 7))).toEqual({
    kind: 'invocation',
    time: 7,
    requestId: 'r-1',
    status: 433,
  });
  const start = { SCF_Type: 'Platform', SCF_Message: 'START RequestId:r-1', SCF_StatusCode: '202' };
  expect(readLogLine({ time: 1, fields: start })).toBeUndefined();
});

test('what is not ours says nothing', () => {
  const other = { SCF_Type: 'Custom', SCF_Message: 'hello {"level": 1' };
  expect(readLogLine({ time: 1, fields: other })).toBeUndefined();
});
