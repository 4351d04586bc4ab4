// Ours at a share of the CPU on each runtime: what is printed of it.

import { describe, expect, test } from 'vitest';
import { runtimeShareSection } from './runtimes/share-section.ts';

const share = { photo: 'jpeg 12 MP', memoryMb: 128, cores: 0.1, missing: undefined };

describe('a runtime', () => {
  test('has medians of loading and of the event, and whether the event is in time', () => {
    const outcomes = [
      { loadMs: 3000, eventMs: 2900 },
      { loadMs: 5000, eventMs: 3100 },
      { loadMs: 4000, eventMs: 2800 },
    ];
    const { table, figures, title, notes } = runtimeShareSection([{ runtime: '10.15', outcomes }], share);
    expect(table.slice(1)).toEqual([['10.15', '4000', '2900', '2 of 3']]);
    expect(figures).toEqual({
      'runtimes, 10.15, 128 MB: ours, load ms': 4000,
      'runtimes, 10.15, 128 MB: ours, event ms': 2900,
    });
    expect(title).toContain('128 MB and 0.10 of a core');
    expect(notes.join(' ')).toContain('Medians of 3 fresh starts');
  });

  test('that fails once has a reason and no figure', () => {
    const outcomes = [{ loadMs: 1, eventMs: 1 }, { failure: 'out of memory' }];
    const { table, figures } = runtimeShareSection([{ runtime: '14.18', outcomes }], share);
    expect(table.slice(1)).toEqual([['14.18', '-', '-', '1 of 2: out of memory']]);
    expect(figures).toEqual({});
  });
});

test('without control groups there is a reason', () => {
  const { table, notes } = runtimeShareSection([], { ...share, missing: 'that takes Linux' });
  expect(table).toHaveLength(1);
  expect(notes.join(' ')).toContain('that takes Linux');
});
