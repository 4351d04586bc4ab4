// Figures that several pages have: what was measured is in docs/performance.md, the sizes are the build's, and a message is the code's.

import { describe, expect, test } from 'vitest';
import { checkSourceBytes, resolveLimits } from '../../../src/function/source/limits.ts';
import { vipsFootprint } from '../../../wasm/host/footprint.ts';
import { tablesOf } from '../../support/markdown.ts';
import { languages, read, readPage } from '../../support/pages.ts';

const measured = tablesOf(read('docs/performance.md')).flat();
const photo = 'JPEG, 12 megapixels';

/** A fresh start with the share of a core that a function of so much memory has; in seconds. */
interface Start {
  readonly cores: number;
  readonly loading: number;
  readonly event: number;
}

/** Memory, as limits.md writes it -> what was measured. */
const starts = new Map(
  measured.flatMap(([machine = '', of, loading = '', , event = '']): [string, Start][] => {
    const [, memory, cores] = /^(\d+) MB, ([\d.]+) of a core$/.exec(machine) ?? [];
    if (of !== photo || memory === undefined) return [];
    const seconds = (text: string) => Number.parseInt(text, 10) / 1000;
    const name = `${Number(memory).toLocaleString('en')} MB`;
    return [[name, { cores: Number(cores), loading: seconds(loading), event: seconds(event) }]];
  }),
);

/** The ratios of a cold start to each handler with sharp. */
const coldStarts = measured
  .filter(([what]) => what === `cold start: ${photo}, to 200`)
  .map(([, , time = '', cpu = '', memory = '']) => ({
    time: Number.parseFloat(time),
    cpu: Number.parseFloat(cpu),
    memory: Number.parseFloat(memory),
  }));

/** @returns The least and the most of some figures, with so many decimals. */
const rangeOf = (figures: readonly number[], decimals: number) =>
  [Math.min(...figures), Math.max(...figures)].map((figure) => figure.toFixed(decimals));

/** Whether a page says what was measured: times of another run may differ by a fifth. */
const isAbout = (said: number, found: number) => Math.abs(said - found) <= Math.max(0.1, found / 5);

test('the results have these rows', () => {
  expect([...starts.keys()]).toEqual(['128 MB', '256 MB', '512 MB', '1,024 MB']);
  expect(coldStarts).toHaveLength(2);
});

describe.each(languages)('$readme and its pages', (language) => {
  test('say how long a photo takes with a share of a core', () => {
    const rows = tablesOf(readPage(language, 'limits.md')).find(([first]) => first?.[1] === '0.1') ?? [];
    expect(rows.map(([memory]) => memory)).toEqual([...starts.keys()]);
    for (const [memory = '', cores, ...times] of rows) {
      const start = starts.get(memory);
      expect(Number(cores)).toBe(start?.cores);
      const { loading = 0, event = 0 } = start ?? {};
      const found = [loading, event, loading + event];
      const said = times.map((time) => Number.parseFloat(time));
      expect(
        said.map((one, at) => isAbout(one, found[at] ?? 0)),
        `${memory}: ${found}`,
      ).toEqual([true, true, true]);
    }
  });

  test('say how much of a core that is, and how much of the time of sharp', () => {
    const [, core, from, to] =
      /\| [^|]*12[^|]* ([\d.]+) (?:s of one core|秒)[^|]*?(0\.\d)(?: to |–)(0\.\d)[^|]*performance\.md/.exec(
        read(language.readme),
      ) ?? [];
    for (const { cores, loading, event } of starts.values()) {
      expect(Math.abs((loading + event) * cores - Number(core))).toBeLessThan(0.05);
    }
    expect([from, to]).toEqual(
      rangeOf(
        coldStarts.map(({ time }) => time),
        1,
      ),
    );
  });

  test('say how large the built files are at most', () => {
    const [, index, zip] =
      /'index\.js': (\d+_\d+_\d+), 'cos-thumbnailer\.zip': (\d+_\d+_\d+)/.exec(read('build.mjs')) ?? [];
    const megabytes = (bytes = '') => Number(bytes.replaceAll('_', '')) / 1e6;
    const said = /`dist\/index\.js`[^`]*?([\d.]+) MB.*?`dist\/cos-thumbnailer\.zip`[^`]*?([\d.]+) MB/.exec(
      readPage(language, 'deploy.md').replace(/^.*?npm run build/s, ''),
    );
    expect(said?.slice(1).map(Number)).toEqual([megabytes(index), megabytes(zip)]);
  });

  test('show a failure record with a message that the code writes', () => {
    const none = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
    const json = /```json\n(\{\n {2}"failed".*?)```/s.exec(readPage(language, 'outcomes.md'))?.[1] ?? '{}';
    const { failed, memoryMb } = JSON.parse(json);
    const [, megabytes] = /the photo has ([\d.]+) MB/.exec(failed[0].message) ?? [];
    const limits = resolveLimits(none, memoryMb, vipsFootprint);
    const check = () => checkSourceBytes(Number(megabytes) * 1024 * 1024, limits);
    expect(check).toThrow(expect.objectContaining(failed[0]));
  });
});

test('CHANGELOG.md says how much of the CPU and the memory of sharp a cold start takes', () => {
  const [, ...said] =
    /from a cold start ([\d.]+) to ([\d.]+) of the CPU and ([\d.]+) to ([\d.]+) of the memory/.exec(
      read('CHANGELOG.md'),
    ) ?? [];
  const cpu = coldStarts.map((one) => one.cpu);
  const memory = coldStarts.map((one) => one.memory);
  const found = [...rangeOf(cpu, 2), ...rangeOf(memory, 2)].map(Number);
  expect(said.map((text, at) => Math.abs(Number(text) - (found[at] ?? 0)) <= 0.05)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});
