// How the benchmarks' figures are printed.

import { describe, expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import { renderSection, renderTable } from './table.ts';

describe('a table', () => {
  test('ends figures at the right and begins words at the left', () => {
    expect(
      renderTable([
        ['photo', 'ms', 'verdict'],
        ['jpeg', '7', 'holds'],
        ['progressive jpeg', '1,234.5', 'fails'],
        ['png', '-', ''],
        ['webp', '0.8-1.1', ''],
      ]),
    ).toEqual([
      'photo                  ms  verdict',
      '----------------  -------  -------',
      'jpeg                    7  holds',
      'progressive jpeg  1,234.5  fails',
      'png                     -',
      'webp              0.8-1.1',
    ]);
  });

  test('breaks a last column that leaves no room into lines below each other', () => {
    const words = Array.from({ length: 30 }, (_, at) => `word${at}`).join(' ');
    const lines = renderTable([
      ['photo', 'notes'],
      ['jpeg', words],
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.slice(3).every((line) => /^ {7}word\d+/.test(line))).toBe(true);
    expect(lines.slice(2).join(' ').split(/ +/)).toEqual(['jpeg', ...words.split(' ')]);
  });
});

test('a section is its title, its table and its notes, within 100 columns', () => {
  const long = 'a note that is long '.repeat(12).trim();
  const text = renderSection({
    title: 'Warm',
    table: [['photo'], ['jpeg']],
    notes: ['Medians.', long],
    figures: {},
  });
  const lines = text.split('\n');
  expect(lines.slice(0, 8)).toEqual(['Warm', '====', '', 'photo', '-----', 'jpeg', '', 'Medians.']);
  expect(lines.slice(8).join(' ')).toBe(long);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

describe('progress', () => {
  const record = (isTTY: boolean, columns = 80) => {
    const written: string[] = [];
    let at = 0;
    const terminal = { isTTY, columns, write: (text: string) => written.push(text) };
    const progress = createProgress(terminal, () => at);
    return {
      progress,
      written,
      wait: (ms: number) => {
        at += ms;
      },
    };
  };

  test('rewrites one line of a terminal, and never one that wraps', () => {
    const { progress, written } = record(true, 10);
    progress.say('short');
    progress.say('rather long a line');
    progress.clear();
    expect(written).toEqual(['\r\u001b[2Kshort', '\r\u001b[2Krather lo', '\r\u001b[2K']);
  });

  test('writes a line now and then where none can be rewritten', () => {
    const { progress, written, wait } = record(false);
    progress.say('first');
    wait(9_999);
    progress.say('too soon');
    wait(1);
    progress.say('third');
    progress.clear();
    expect(written).toEqual(['first\n', 'third\n']);
  });
});
