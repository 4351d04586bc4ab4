// Log lines as the log service receives them.

import { describe, expect, test, vi } from 'vitest';
import { StoreError, ThumbnailError } from '../../src/function/errors.ts';
import { createLog, type Log, type LogLevel } from '../../src/function/log.ts';
import type { RecordReport } from '../../src/function/report.ts';

const report: RecordReport = {
  bucket: 'example-1250000000',
  key: 'photos/cat.jpg',
  etag: '"abc"',
  ms: 412,
  outcomes: [
    {
      preset: 'small',
      status: 'stored',
      bucket: 'exampleresized-1250000000',
      key: 'photos/cat-small.webp',
      format: 'webp',
      width: 200,
      height: 150,
      bytes: 6120,
      contentType: 'image/webp',
      etag: '"def"',
      engine: 'jpeg',
    },
  ],
};
const failed: RecordReport = {
  ...report,
  outcomes: [
    ...report.outcomes,
    { preset: 'large', status: 'failed', code: 'source-corrupt', message: 'cut short' },
  ],
};
const context = { requestId: 'r-1', engine: 'wasm-vips 0.0.19' };

function linesOf(level: LogLevel, use: (log: Log) => void): string[] {
  const lines: string[] = [];
  use(createLog(level, (line) => lines.push(line)));
  return lines;
}

const lineOf = (use: (log: Log) => void) => JSON.parse(linesOf('debug', use)[0] ?? 'null');

describe('a record', () => {
  test('is one line with everything of use on its first level', () => {
    expect(lineOf((log) => log.record(failed, context))).toEqual({
      level: 'error',
      msg: 'photos/cat.jpg: 1 stored, 1 failed',
      requestId: 'r-1',
      engine: 'wasm-vips 0.0.19',
      bucket: 'example-1250000000',
      key: 'photos/cat.jpg',
      etag: '"abc"',
      ms: 412,
      stored: 1,
      skipped: 0,
      removed: 0,
      failed: 1,
      outcomes: [
        'small: stored exampleresized-1250000000/photos/cat-small.webp 200x150 6120 bytes',
        'large: failed source-corrupt: cut short',
      ],
    });
  });

  test('that could not be read is a line too', () => {
    const outcomes = [{ status: 'failed', code: 'record-malformed', message: 'no key' }] as const;
    expect(lineOf((log) => log.record({ ms: 0, outcomes }, {}))).toMatchObject({
      msg: 'unreadable record: 1 failed',
      outcomes: ['failed record-malformed: no key'],
    });
  });

  test('that was skipped says why', () => {
    const outcomes = [{ status: 'skipped', code: 'folder', message: 'the key ends in "/"' }] as const;
    expect(lineOf((log) => log.record({ ms: 0, key: 'a/', outcomes }, {}))).toMatchObject({
      level: 'info',
      outcomes: ['skipped folder: the key ends in "/"'],
    });
  });

  test('that is deleted says which thumbnails went with it, and which are up to date', () => {
    const outcomes = [
      { preset: 'small', status: 'removed', bucket: 'b', key: 'cat-small.webp' },
      { preset: 'large', status: 'skipped', code: 'up-to-date', message: 'b/cat-large.webp was made' },
    ] as const;
    expect(lineOf((log) => log.record({ ms: 0, key: 'cat.jpg', outcomes }, {}))).toMatchObject({
      level: 'info',
      msg: 'cat.jpg: 1 skipped, 1 removed',
      outcomes: ['small: removed b/cat-small.webp', 'large: skipped up-to-date: b/cat-large.webp was made'],
    });
  });

  test('stays on its line whatever its key holds', () => {
    const [line] = linesOf('info', (log) => log.record({ ...report, key: 'a\nb\u2028c\u0000d' }, context));
    expect(line?.includes('\n') || line?.includes('\0')).toBe(false);
    expect(JSON.parse(line ?? '')).toMatchObject({ key: 'a\nb\u2028c\u0000d' });
  });
});

test('a step is one line with when it was done and what it dealt with', () => {
  const step = { bucket: 'b', key: 'k', ms: 40, step: 'inspected', format: 'jpeg', width: 4000 };
  expect(lineOf((log) => log.debug(step, context))).toEqual({
    level: 'debug',
    msg: 'k: inspected',
    ...context,
    bucket: 'b',
    key: 'k',
    ms: 40,
    format: 'jpeg',
    width: 4000,
  });
});

describe('levels', () => {
  const all = (log: Log) => {
    log.record(report, context);
    log.record(failed, context);
    log.error(new Error('x'), context);
    log.debug({ bucket: 'b', key: 'k', ms: 1, step: 'read' }, context);
  };
  test.each<[LogLevel, string[]]>([
    ['silent', []],
    ['error', ['error', 'error']],
    ['info', ['info', 'error', 'error']],
    ['debug', ['info', 'error', 'error', 'debug']],
  ])('%s prints %j', (level, expected) => {
    expect(linesOf(level, all).map((line) => JSON.parse(line).level)).toEqual(expected);
  });
});

describe('an error', () => {
  test('that was expected has its code and no stack', () => {
    const line = lineOf((log) => log.error(new ThumbnailError('engine-crashed', 'gone'), context));
    expect(line).toEqual({ level: 'error', msg: 'gone', ...context, code: 'engine-crashed' });
  });

  test('of the store has what support asks for, and its cause', () => {
    const failure = { operation: 'get', status: 503, requestId: 'q', attempts: 4 };
    const error = new StoreError('store-unavailable', 'COS is away', failure, new Error('ECONNRESET'));
    const line = lineOf((log) => log.error(error, context));
    expect(line).toMatchObject({ code: 'store-unavailable', failure, cause: 'Error: ECONNRESET' });
  });

  test('that is a bug has its stack', () => {
    const line = lineOf((log) => log.error(new TypeError('x is not a function'), context));
    expect(line).toMatchObject({ code: 'internal', stack: expect.stringContaining('log.test.ts') });
  });

  test('may be anything that was thrown', () => {
    expect(lineOf((log) => log.error('odd', {}))).toEqual({ level: 'error', msg: 'odd', code: 'internal' });
  });

  test.each(['q-sign-algorithm=sha1&q-signature=FAKE', 'AKIDFAKE', 'x-cos-security-token: FAKE'])(
    'never shows the credentials of %s',
    (secret) => {
      const bug = new Error(`GET http://x/?${secret} failed`, { cause: new Error(secret) });
      const wrapped = new ThumbnailError('store-denied', 'refused', { cause: bug });
      const lines = linesOf('debug', (log) => {
        log.error(bug, context);
        log.error(wrapped, context);
        log.error(secret, context);
      });
      expect(lines).toHaveLength(3);
      expect(lines.join()).not.toContain('FAKE');
    },
  );
});

test('without a writer the lines go to the console', () => {
  const spy = vi.spyOn(console, 'log').mockImplementation(() => {});
  createLog('info').record(report, context);
  expect(spy).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('photos/cat.jpg'));
  spy.mockRestore();
});
