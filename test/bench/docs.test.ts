// The results in the docs: what is written of a run, in which language, and what is refused.

import { describe, expect, test } from 'vitest';
import { renderResults } from './docs/results.ts';
import { chinese, english } from './docs/words.ts';
import { fillResults } from './docs/write.ts';
import type { SavedRun } from './saved-run.ts';

const run: SavedRun = {
  date: '2026-03-04T05:06:07.000Z',
  machine: { cpu: 'AMD EPYC', cores: 2, memoryMb: 16_000, node: '20.20.2', platform: 'linux x64' },
  options: {
    parts: ['warm', 'cold', 'shares'],
    guard: false,
    short: false,
    rounds: undefined,
    photos: [],
    formats: [],
    cpuPerGb: 0.8,
  },
  failures: [],
  sections: [],
  figures: {
    'warm, one core: fewest rounds': 4,
    'warm, jpeg 24 MP to five sizes, one core: ours to sharp': 1.15,
    'warm, jpeg 24 MP to five sizes, one core: cpu to sharp': 1.2,
    'warm, jpeg 24 MP to five sizes, one core: cpu to sharp, first quartile': 1.1,
    'warm, jpeg 24 MP to five sizes, one core: cpu to sharp, third quartile': 1.3,
    'cold: rounds': 9,
    'cold, 24 MP: wall to sharp': 0.6,
    'cold, 24 MP: cpu to sharp': 0.61,
    'cold, 24 MP: memory to sharp': 0.62,
    'cold, 24 MP: wall to sharpb': 0.83,
    'cold, 24 MP: wall to sharpb, first quartile': 0.8,
    'cold, 24 MP: wall to sharpb, third quartile': 0.9,
    'cold, 24 MP: cpu to sharpb': 0.84,
    'cold, 24 MP: memory to sharpb': 0.85,
    'shares: rounds': 5,
    'shares, 128 MB, jpeg 12 MP: ours, stored of all': 1,
    'shares, 128 MB, jpeg 12 MP: ours, load ms': 1400.4,
    'shares, 128 MB, jpeg 12 MP: sharp, load ms': 3600,
    'shares, 128 MB, jpeg 12 MP: sharpb, load ms': 3200,
    'shares, 128 MB, jpeg 12 MP: ours, event ms': 1800,
    'shares, 128 MB, jpeg 12 MP: sharp, event ms': 1900,
    'shares, 128 MB, jpeg 12 MP: sharpb, event ms': 1850,
    'shares, 128 MB, jpeg 12 MP: ours, within 3 s of all': 0.8,
    'shares, 128 MB, jpeg 12 MP: load to sharpb': 0.44,
    'shares, 128 MB, jpeg 12 MP: event to sharpb': 0.97,
    'shares, 128 MB, screenshot 8 MP: ours, stored of all': 0.4,
    'shares, 128 MB, screenshot 8 MP: sharpb, load ms': 3100,
  },
};

/** Only these figures. */
const having = (pattern: RegExp): SavedRun => ({
  ...run,
  figures: Object.fromEntries(Object.entries(run.figures).filter(([name]) => pattern.test(name))),
});

describe('the results', () => {
  test('are tables of ratios, the fair peer first, and of shares, and say where they are from', () => {
    expect(renderResults(run, english).split('\n')).toEqual([
      '|  | compared with | time | CPU | memory |',
      '| --- | --- | --- | --- | --- |',
      '| warm: JPEG, 24 megapixels, to five sizes | `sharp` | 1.15 | 1.20 (1.10–1.30) | – |',
      '| cold start: JPEG, 24 megapixels, to 200 | `sharpb` | 0.83 (0.80–0.90) | 0.84 | 0.85 |',
      '| cold start: JPEG, 24 megapixels, to 200 | `sharp` | 0.60 | 0.61 | 0.62 |',
      '',
      "A fresh start with SCF's share of the CPU, to 200:",
      '',
      '| function | photo | loading, ms: ours, sharp, sharpb | ours to sharpb | event, ms: ours, sharp, sharpb | ours to sharpb | event within 3 s |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| 128 MB, 0.1 of a core | JPEG, 12 megapixels | 1400, 3600, 3200 | 0.44 | 1800, 1900, 1850 | 0.97 | in 80 % of the rounds |',
      '| 128 MB, 0.1 of a core | screenshot, 8 megapixels | fails, fails, 3100 | – | fails, fails, fails | – | fails |',
      '',
      'Measured on 2026-03-04 on 2 cores of AMD EPYC, Node.js 20.20.2: medians of at least 4 rounds warm, 9 cold starts, ' +
        '5 starts at a share of the CPU. The range after a ratio holds the middle half of the ratios of single rounds.',
    ]);
  });

  test('have the same rows and numbers in Chinese', () => {
    const cells = (text: string) => text.split('\n').map((line) => line.match(/\d+\.\d+/g));
    const translated = renderResults(run, chinese);
    expect(cells(translated)).toEqual(cells(renderResults(run, english)));
    expect(translated).toContain('| 热实例：JPEG，2400 万像素，到五种尺寸 |');
    expect(translated).toContain('| 128 MB，0.1 个核 | 屏幕截图（PNG），800 万像素 |');
  });

  test('leave out what was not measured', () => {
    const text = renderResults(having(/^cold/), english);
    expect(text).not.toMatch(/warm|share|undefined|NaN/);
    expect(text).toContain('medians of 9 cold starts.');
  });

  test.each([
    ['short', { ...run, options: { ...run.options, short: true } }, /was short/],
    [
      'measured twice',
      { ...run, figures: { ...run.figures, 'cold: rounds': 2 } },
      /the cold part had 2 rounds, expected at least 3/,
    ],
    ['incomplete', { ...run, failures: ['the cold part could not be measured'] }, /not complete: the cold/],
    ['of other parts', having(/^quality/), /no figures of the warm, cold and shares parts/],
  ])('of a run that was %s are refused', (_name, refused, message) => {
    expect(() => renderResults(refused, english)).toThrow(message);
  });
});

describe('the page', () => {
  const page = 'a\n\n<!-- bench -->\n\nold\n\n<!-- /bench -->\n\nb\n';

  test('has new results between its marks, and the same text around them', () => {
    expect(fillResults('p.md', page, 'for $& more')).toBe(page.split('old').join('for $& more'));
  });

  test.each(['<!-- bench -->\n', '<!-- /bench -->\n<!-- bench -->\n', ''])(
    'without the marks is refused: %j',
    (text) => {
      expect(() => fillResults('p.md', text, 'new')).toThrow(/^p\.md needs <!-- bench -->/);
    },
  );
});
