// Whose fault each code is, and what the errors say.

import { describe, expect, test } from 'vitest';
import {
  ConfigError,
  type ErrorCode,
  RedeliveryError,
  StoreError,
  ThumbnailError,
} from '../../src/errors.ts';
import { summarise } from '../../src/report.ts';

describe('ThumbnailError', () => {
  test.each<[ErrorCode, boolean]>([
    ['record-malformed', false],
    ['source-too-big', false],
    ['source-corrupt', false],
    ['source-unsupported', false],
    ['rendition-impossible', false],
    ['target-conflict', false],
    ['event-malformed', true],
    ['config-invalid', true],
    ['store-unavailable', true],
    ['store-denied', true],
    ['object-missing', true],
    ['engine-crashed', true],
    ['engine-unavailable', true],
    ['deadline', true],
  ])('%s is worth another delivery: %s', (code, retryable) => {
    expect(new ThumbnailError(code, 'why').retryable).toBe(retryable);
  });

  test('keeps its cause, and has none when there was none', () => {
    const cause = new Error('reset by peer');
    expect(new ThumbnailError('store-unavailable', 'why', { cause }).cause).toBe(cause);
    expect(new ThumbnailError('store-unavailable', 'why')).not.toHaveProperty('cause');
  });

  test('a store failure is one of them, with what COS answered', () => {
    const failure = { operation: 'put', status: 503, reason: 'SlowDown', requestId: 'r-1', attempts: 4 };
    const cause = new Error('SlowDown');
    const error = new StoreError('store-unavailable', 'COS is busy', failure, cause);
    expect(error).toBeInstanceOf(ThumbnailError);
    expect(error).toMatchObject({ name: 'StoreError', retryable: true, failure, cause });
  });
});

describe('ConfigError', () => {
  test.each([
    [['A: wrong'], '1 wrong setting:\n  A: wrong'],
    [['A: wrong', 'B: odd'], '2 wrong settings:\n  A: wrong\n  B: odd'],
  ])('counts and lists its problems: %j', (problems, message) => {
    expect(new ConfigError(problems)).toMatchObject({ code: 'config-invalid', problems, message });
  });
});

describe('RedeliveryError', () => {
  const report = summarise([], 'stub 1.0');
  const busy = new ThumbnailError('store-unavailable', 'COS is busy');
  const late = new ThumbnailError('deadline', 'no time left');

  test.each([
    [[busy], 'to be delivered again, 1 failure:\n  store-unavailable: COS is busy'],
    [
      [busy, late],
      'to be delivered again, 2 failures:\n  store-unavailable: COS is busy\n  deadline: no time left',
    ],
  ])('lists its reasons and carries the report', (reasons, message) => {
    const error = new RedeliveryError(report, reasons);
    expect(error).toMatchObject({ name: 'RedeliveryError', message });
    expect(error.report).toBe(report);
    expect(error.cause).toBe(reasons[0]);
  });
});
