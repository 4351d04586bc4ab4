// What the benchmarks make of starts at a share of the CPU: loading and the event apart, and nothing left out that failed.

import { describe, expect, test } from 'vitest';
import { withinTime } from './shares/outcomes.ts';
import { noSharesSection, type Share, sharesSection } from './shares/section.ts';
import type { Outcome } from './shares/start.ts';

const times = (...pairs: (readonly [loadMs: number, eventMs: number])[]): Outcome[] =>
  pairs.map(([loadMs, eventMs]) => ({ loadMs, eventMs }));

const share: Share = {
  memoryMb: 128,
  cores: 0.1,
  name: 'jpeg 12 MP',
  outcomes: {
    ours: times([1000, 2000], [1200, 3300], [1100, 2200]),
    sharp: times([4000, 3100], [4000, 3200], [4000, 3300]),
    sharpb: times([2000, 2000], [2000, 3000], [2200, 2200]),
  },
};

test('loading and the event have medians of their own, and ratios to the peer that is bundled, too', () => {
  const { table, figures } = sharesSection([share], 3);
  expect(table.slice(1)).toEqual([
    ['128', '0.10', 'jpeg 12 MP', 'ours', '1100', '2200', '0.50', '1.00', '2 of 3'],
    ['', '', '', 'sharp', '4000', '3200', '2.00', '1.50', 'no'],
    ['', '', '', 'sharpb', '2000', '2200', '-', '-', 'yes'],
  ]);
  expect(figures).toMatchObject({
    'shares: rounds': 3,
    'shares, 128 MB, jpeg 12 MP: ours, load ms': 1100,
    'shares, 128 MB, jpeg 12 MP: ours, event ms': 2200,
    'shares, 128 MB, jpeg 12 MP: ours, within 3 s of all': 2 / 3,
    'shares, 128 MB, jpeg 12 MP: load to sharpb': 0.5,
    'shares, 128 MB, jpeg 12 MP: load to sharpb, third quartile': 0.55,
    'shares, 128 MB, jpeg 12 MP: event to sharpb': 1,
  });
});

test('the notes tell the greatest spread of the ratios', () => {
  // Of the event the ratios are 1, 1.1 and 1; of loading 0.5, 0.6 and 0.5, of which the middle half spans a tenth of the median.
  expect(sharesSection([share], 3).notes.join(' ')).toContain('spans 10 % of the median at most');
});

describe('a start that fails', () => {
  const killed = { failure: 'out of memory' };

  test.each([
    ['in one round', [...times([1, 1], [1, 1]), killed], '1 of 3: out of memory', 2 / 3],
    ['in each', [killed, killed, killed], 'out of memory', 0],
  ] as const)('%s has no time and no ratio, but a reason', (_name, ours, reason, stored) => {
    const { table, figures } = sharesSection([{ ...share, outcomes: { ...share.outcomes, ours } }], 3);
    expect(table[1]).toEqual(['128', '0.10', 'jpeg 12 MP', 'ours', '-', '-', '-', '-', reason]);
    expect(figures['shares, 128 MB, jpeg 12 MP: ours, stored of all']).toBe(stored);
    expect(Object.keys(figures).filter((name) => / to |ours, (load|event)/.test(name))).toEqual([]);
  });

  test('of the peer leaves nothing to be compared with', () => {
    const outcomes = { ...share.outcomes, sharpb: [...times([1, 1], [1, 1]), killed] };
    expect(sharesSection([{ ...share, outcomes }], 3).table[1]).toEqual([
      '128',
      '0.10',
      'jpeg 12 MP',
      'ours',
      '1100',
      '2200',
      '-',
      '-',
      '2 of 3',
    ]);
  });
});

test.each([
  [[3000, 2999], 'yes'],
  [[3001, 9000], 'no'],
  [[3000, 3001], '1 of 2'],
])('events of %j ms are within 3 s: %s', (events, expected) => {
  expect(withinTime(events.map((eventMs) => ({ loadMs: 5000, eventMs })))).toBe(expected);
});

test('without control groups there are no figures, and a reason', () => {
  const { figures, notes } = noSharesSection('that takes Linux');
  expect(figures).toEqual({});
  expect(notes.join(' ')).toContain('that takes Linux');
});
