// Log lines as the log service receives them.

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { StoreError, ThumbnailError } from '../../src/function/errors.ts';
import { createLog, type Log, type LogLevel } from '../../src/function/log.ts';
import type { Outcome, RecordReport } from '../../src/function/report.ts';

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
const figures = { bytesIn: 81920, pixels: 12_000_000, queueMs: 1300, coldStart: true };
const context = { requestId: 'r-1', engine: 'wasm-vips 0.0.19' };

function linesOf(level: LogLevel, use: (log: Log) => void): string[] {
  const lines: string[] = [];
  use(createLog(level, (line) => lines.push(line)));
  return lines;
}

const lineOf = (use: (log: Log) => void) => JSON.parse(linesOf('debug', use)[0] ?? 'null');

describe('a record', () => {
  test('is one line with everything of use on its first level', () => {
    expect(lineOf((log) => log.record(failed, figures, context))).toEqual({
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
      bytesIn: 81920,
      bytesOut: 6120,
      pixels: 12_000_000,
      presets: 2,
      coldStart: 1,
      queueMs: 1300,
      codes: 'source-corrupt',
      outcomes: [
        'small: stored exampleresized-1250000000/photos/cat-small.webp 200x150 6120 bytes',
        'large: failed source-corrupt: cut short',
      ],
    });
  });

  test('that could not be read is a line too', () => {
    const outcomes = [{ status: 'failed', code: 'record-malformed', message: 'no key' }] as const;
    expect(lineOf((log) => log.record({ ms: 0, outcomes }, {}, {}))).toMatchObject({
      msg: 'unreadable record: 1 failed',
      outcomes: ['failed record-malformed: no key'],
    });
  });

  test('that was skipped says why', () => {
    const outcomes = [{ status: 'skipped', code: 'folder', message: 'the key ends in "/"' }] as const;
    expect(lineOf((log) => log.record({ ms: 0, key: 'a/', outcomes }, {}, {}))).toMatchObject({
      level: 'info',
      outcomes: ['skipped folder: the key ends in "/"'],
    });
  });

  test('that is deleted says which thumbnails went with it, and which are up to date', () => {
    const outcomes = [
      { preset: 'small', status: 'removed', bucket: 'b', key: 'cat-small.webp' },
      { preset: 'large', status: 'skipped', code: 'up-to-date', message: 'b/cat-large.webp was made' },
    ] as const;
    expect(lineOf((log) => log.record({ ms: 0, key: 'cat.jpg', outcomes }, {}, {}))).toMatchObject({
      level: 'info',
      msg: 'cat.jpg: 1 skipped, 1 removed',
      outcomes: ['small: removed b/cat-small.webp', 'large: skipped up-to-date: b/cat-large.webp was made'],
    });
  });

  test('stays on its line whatever its key holds', () => {
    const [line] = linesOf('info', (log) =>
      log.record({ ...report, key: 'a\nb\u2028c\u0000d' }, {}, context),
    );
    expect(line?.includes('\n') || line?.includes('\0')).toBe(false);
    expect(JSON.parse(line ?? '')).toMatchObject({ key: 'a\nb\u2028c\u0000d' });
  });
});

describe('numbers and codes of a record', () => {
  test('are left out where they are not known, and 0 where nothing was stored', () => {
    const outcomes = [{ status: 'skipped', code: 'folder', message: 'a folder' }] as const;
    const line = lineOf((log) => log.record({ ms: 0, key: 'a/', outcomes }, {}, {}));
    expect(line).toMatchObject({ bytesOut: 0, presets: 0, coldStart: 0, codes: 'folder' });
    for (const name of ['bytesIn', 'pixels', 'queueMs']) expect(line).not.toHaveProperty(name);
  });

  test('count what was stored, manifests too, and name each code once', () => {
    const upToDate = { status: 'skipped', code: 'up-to-date', message: 'there' } as const;
    const outcomes: Outcome[] = [
      ...report.outcomes,
      { preset: 'a', ...upToDate },
      { preset: 'b', ...upToDate },
      { preset: 'c', status: 'failed', code: 'target-conflict', message: 'taken' },
      {
        manifest: true,
        status: 'stored',
        bucket: 'b',
        key: 'k.json',
        bytes: 80,
        contentType: 'a/b',
        etag: '""',
      },
    ];
    expect(lineOf((log) => log.record({ ...report, outcomes }, {}, context))).toMatchObject({
      bytesOut: 6200,
      presets: 4,
      codes: 'up-to-date,target-conflict',
    });
  });
});

describe('a line', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 3000 }),
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.nat(3000).map((length) => '\u0007'.repeat(length)),
    fc.nat(1500).map((length) => '猫'.repeat(length)),
  );
  const preset = fc.string({ maxLength: 60 });
  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.record({
      preset,
      status: fc.constant('failed' as const),
      code: fc.constantFrom('source-corrupt' as const, 'target-conflict' as const, 'internal' as const),
      message: text,
    }),
    fc.record({
      preset,
      status: fc.constant('skipped' as const),
      code: fc.constant('up-to-date' as const),
      message: text,
    }),
    fc.record({ preset, status: fc.constant('removed' as const), bucket: text, key: text }),
  );
  const reports = fc.record({
    bucket: text,
    key: text,
    etag: text,
    ms: fc.nat(),
    outcomes: fc.array(outcome, { maxLength: 30 }),
  });
  const contexts = fc.record({ requestId: text, engine: text });

  test('has less than 4 KB, its numbers, and as many outcomes as it says, whatever the record holds', () => {
    fc.assert(
      fc.property(reports, contexts, (one, from) => {
        const [line = ''] = linesOf('debug', (log) => log.record(one, figures, from));
        expect(Buffer.byteLength(line)).toBeLessThan(4096);
        const read = JSON.parse(line);
        expect(read.outcomes.length + (read.outcomesLeftOut ?? 0)).toBe(one.outcomes.length);
        expect(read).toMatchObject({ ...one, ...figures, coldStart: 1, ...textsOf(read) });
        const kept = (status: string) =>
          read.outcomes.filter((words: string) => words.includes(`${status} `)).length;
        const isWhole = read.outcomesLeftOut === undefined;
        const failures = one.outcomes.filter(({ status }) => status === 'failed').length;
        expect(isWhole || kept('failed') > 0 || failures === 0).toBe(true);
      }),
    );
  });

  /** Fields that may be cut. */
  const textsOf = ({ bucket, key, etag, outcomes }: Record<string, unknown>) => ({
    bucket,
    key,
    etag,
    outcomes,
  });

  test('that would be too long keeps the key whole that COS may have, and the failures', () => {
    const key = '猫'.repeat(280);
    const outcomes: Outcome[] = Array.from({ length: 20 }, (_, at) =>
      at === 19
        ? { preset: 'last', status: 'failed', code: 'target-conflict', message: `${key} is taken` }
        : { preset: `p${at}`, status: 'skipped', code: 'up-to-date', message: `${key} is there` },
    );
    const line = lineOf((log) => log.record({ bucket: 'b', key, ms: 1, outcomes }, figures, context));
    expect(line).toMatchObject({ key, codes: 'up-to-date,target-conflict', skipped: 19, failed: 1 });
    expect(line.msg).toMatch(/^猫+\.\.\.: 19 skipped, 1 failed$/);
    expect(line.outcomes[0]).toMatch(/^last: failed target-conflict: 猫+\.\.\.$/);
    expect(line.outcomesLeftOut).toBe(20 - line.outcomes.length);
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
    log.record(report, {}, context);
    log.record(failed, {}, context);
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
  createLog('info').record(report, {}, context);
  expect(spy).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('photos/cat.jpg'));
  spy.mockRestore();
});
