// How the benchmarks take contenders in turn, and what they make of what was measured.

import { describe, expect, test } from 'vitest';
import type { Case } from './warm/cases.ts';
import type { Job, Sample } from './warm/contender.ts';
import { measureCase } from './warm/measure.ts';
import { othersSection } from './warm/others.ts';
import { compareSection, throughputSection } from './warm/sections.ts';

const job: Job = { path: '24.jpg', format: 'jpeg', sizes: [200] };
const forever = Number.POSITIVE_INFINITY;

/** Tells who was asked, and takes as much CPU time as it is told, the last for ever. */
function worker(name: string, asked: string[], cpuMs: readonly number[] = [10]) {
  let times = 0;
  return {
    async run(): Promise<Sample> {
      asked.push(name);
      const spent = cpuMs[Math.min(times++, cpuMs.length - 1)] ?? 0;
      return { ms: spent, cpuMs: spent, bytes: 1 };
    },
  };
}

describe('contenders', () => {
  test('come in turn, each first as often as last, once all are warm', async () => {
    const asked: string[] = [];
    await measureCase([worker('a', asked), worker('b', asked)], job, { rounds: 4, budget: forever });
    expect(asked.join(' ')).toBe('a a a b b b a b b a a b b a');
  });

  test('are warmed up until two jobs in a row are no quicker', async () => {
    const asked: string[] = [];
    const [samples] = await measureCase([worker('a', asked, [99, 50, 50, 40, 40, 39, 8, 7])], job, {
      rounds: 3,
      budget: forever,
    });
    expect(samples).toEqual([8, 7, 7].map((ms) => ({ ms, cpuMs: ms, bytes: 1 })));
  });

  test('that get quicker for ever are measured all the same', async () => {
    const asked: string[] = [];
    const quicker = Array.from({ length: 100 }, (_, at) => 1000 * 0.9 ** at);
    await measureCase([worker('a', asked, quicker)], job, { rounds: 3, budget: forever });
    expect(asked).toHaveLength(8 + 3);
  });

  test('that take long are measured three times', async () => {
    const asked: string[] = [];
    const [samples] = await measureCase([worker('a', asked)], job, { rounds: 9, budget: -1 });
    expect(samples).toHaveLength(3);
  });

  test('that fail say why, are not asked again, and disturb nobody', async () => {
    const asked: string[] = [];
    const broken = {
      run: async (): Promise<Sample> => {
        asked.push('broken');
        throw new Error('no such codec');
      },
    };
    const found = await measureCase([broken, worker('a', asked)], job, { rounds: 3, budget: forever });
    expect(found).toEqual([{ reason: 'no such codec' }, expect.objectContaining({ length: 3 })]);
    expect(asked.filter((name) => name === 'broken')).toHaveLength(1);
  });
});

describe('what was measured', () => {
  const main: Case = { name: 'jpeg 24 MP to 200', job, typical: true, peers: true };
  const samples = (...times: number[]): Sample[] =>
    times.map((ms) => ({ ms, cpuMs: ms < 40 ? ms : ms / 2, bytes: 50 }));
  const measured = {
    case: main,
    names: ['ours', 'sharp', 'jimp'] as const,
    findings: [samples(80, 100, 400), samples(32, 50, 50), { reason: 'out of memory' }],
  };

  test('becomes a row and figures of medians, and of the quickest rounds for the guard', () => {
    const { table, figures } = compareSection([measured], 'one core');
    expect(table[1]).toEqual(['jpeg 24 MP to 200', '100', '50', '2.50', '2.00', '1.00']);
    expect(figures).toEqual({
      'warm, jpeg 24 MP to 200, one core: ours, ms': 100,
      'warm, jpeg 24 MP to 200, one core: sharp, ms': 50,
      'warm, jpeg 24 MP to 200, one core: ours to sharp': 2.5,
      'warm, jpeg 24 MP to 200, one core: ours to sharp, quickest': 2.5,
      'warm, jpeg 24 MP to 200, one core: cpu to sharp, quickest': 1.6,
      'warm, jpeg 24 MP to 200, one core: cpu to sharp': 2,
      'warm, jpeg 24 MP to 200, one core: bytes to sharp': 1,
      // The rounds' own ratios are 2.5, 2 and 8 of the time, 1.25, 2 and 8 of the CPU.
      'warm, jpeg 24 MP to 200, one core: ours to sharp, first quartile': 2.25,
      'warm, jpeg 24 MP to 200, one core: ours to sharp, third quartile': 5.25,
      'warm, jpeg 24 MP to 200, one core: cpu to sharp, first quartile': 1.625,
      'warm, jpeg 24 MP to 200, one core: cpu to sharp, third quartile': 5,
      'warm, one core: fewest rounds': 3,
    });
  });

  test('is a dash, a reason and no figure where there is nothing', () => {
    const without = { ...measured, findings: [samples(80), { reason: 'no codec' }, samples(1)] };
    const { table, figures, notes } = compareSection([without], 'one core');
    expect(table[1]).toEqual(['jpeg 24 MP to 200', '80', '-', '-', '-', '-']);
    expect(figures).toEqual({
      'warm, one core: fewest rounds': 1,
      'warm, jpeg 24 MP to 200, one core: ours, ms': 80,
    });
    expect(notes).toContain('sharp could not be measured: no codec');
  });

  test('is counted by the second, and by the second of CPU time', () => {
    const { table } = throughputSection([measured], []);
    expect(table.slice(1, 3)).toEqual([
      ['ours', 'one core', '10.0', '20.0'],
      ['sharp', 'one core', '20.0', '40.0'],
    ]);
  });

  test('stands beside ours for everybody else', () => {
    const { table, notes, figures } = othersSection([measured]);
    expect(table.slice(1)).toEqual([
      ['ours', '100', '1.00'],
      ['sharp', '50', '0.50'],
      ['jimp', '-', '-'],
    ]);
    expect(notes).toContain('jimp could not be measured: out of memory');
    expect(figures['warm, peers, jpeg 24 MP to 200, one core: sharp to ours']).toBe(0.5);
  });
});
