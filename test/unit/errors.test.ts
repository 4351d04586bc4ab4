// Whose fault each code is, and what the errors say.

import { describe, expect, test } from 'vitest';
import { ConfigError, type ErrorCode, StoreError, ThumbnailError } from '../../src/function/errors.ts';
import { RedeliveryError } from '../../src/function/redelivery.ts';
import { summarise } from '../../src/function/report.ts';

describe('ThumbnailError', () => {
  test.each<[ErrorCode, boolean]>([
    ['record-malformed', false],
    ['source-too-big', false],
    ['source-corrupt', false],
    ['source-unsupported', false],
    ['source-archived', false],
    ['source-encrypted', false],
    ['source-blocked', false],
    ['rendition-impossible', false],
    ['target-conflict', false],
    ['event-malformed', true],
    ['config-invalid', true],
    ['store-unavailable', true],
    ['store-denied', true],
    ['store-kms-denied', true],
    ['store-method-refused', true],
    ['source-changed', true],
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

  test('hides secrets in what it quotes, because it is logged, reported and stored', () => {
    expect(new ThumbnailError('store-denied', 'Bucket said: password=FAKE').message).not.toContain('FAKE');
    const settings = new ConfigError(['THUMB_COS_ENDPOINT: found "https://me:FAKE@host"']);
    expect(settings.message + settings.problems.join()).not.toContain('FAKE');
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
  const busy = { object: 'b-1/a.jpg', error: new ThumbnailError('store-unavailable', 'COS is busy') };
  const late = { object: 'b-1/a.jpg', preset: 'large', error: new ThumbnailError('deadline', 'no time') };
  const bug = { object: 'b-1/b.jpg', error: new TypeError('not a function') };

  test.each([
    [
      [busy],
      'this event should be delivered again because of 1 failure:\n  b-1/a.jpg: store-unavailable: COS is busy',
    ],
    [
      [busy, late, bug],
      'this event should be delivered again because of 3 failures:\n  b-1/a.jpg: store-unavailable: COS is busy\n' +
        '  b-1/a.jpg as "large": deadline: no time\n  b-1/b.jpg: internal: TypeError: not a function',
    ],
  ])(
    'lists what is to be delivered again, by object and preset, and carries the report',
    (reasons, message) => {
      const error = new RedeliveryError(report, reasons);
      expect(error).toMatchObject({ name: 'RedeliveryError', message });
      expect(error.report).toBe(report);
      expect(error.cause).toBe(reasons[0]?.error);
    },
  );

  test.each([
    ['a key with line breaks', { ...busy, object: 'b-1/a\n  b-1/fake.jpg: x\u007f\u0085.jpg' }],
    ['a message with line breaks', { ...busy, error: new ThumbnailError('config-invalid', 'A\r\n B') }],
  ])('has one line for each, also for %s', (_, reason) => {
    const [, ...lines] = new RedeliveryError(report, [reason, busy]).message.split(/\p{Cc}/u);
    expect(lines).toHaveLength(2);
  });

  test('lists as many as SCF can show, counts the rest, and cuts what is endless', () => {
    const endless = { object: 'b-1/a.jpg', error: new ThumbnailError('store-denied', 'x'.repeat(5000)) };
    const { message } = new RedeliveryError(report, Array(200).fill(endless));
    const lines = message.split('\n  ').slice(1);
    expect(lines[0]).toMatch(/^b-1\/a\.jpg: store-denied: x+\.\.\.$/);
    expect(lines.at(-1)).toBe(`and ${201 - lines.length} more: see the log`);
    expect(lines.length).toBeGreaterThan(4);
    expect(message.length).toBeLessThan(8200);
  });
});
