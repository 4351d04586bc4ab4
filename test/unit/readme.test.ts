// What both READMEs promise, held against the code: settings, codes, commands, options, files and links.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { invoke } from '../../src/commands/invoke.ts';
import { replay } from '../../src/commands/replay.ts';
import { type Setting, settings } from '../../src/function/config/settings.ts';
import { type ErrorCode, ThumbnailError } from '../../src/function/errors.ts';
import { optionNames } from '../../src/function/preset/options.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { fits, gravities, type Preset } from '../../src/function/preset/preset.ts';
import type { SkipCode } from '../../src/function/report.ts';
import { runtimes, tooOldRuntimes } from '../../src/local/scf/runtimes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rows: readonly Setting<unknown>[] = Object.values<Setting<unknown>>(settings);

/** Records, so that the compiler asks for a code that is missing here. */
const skipCodes: Readonly<Record<SkipCode, true>> = {
  'target-object': true,
  folder: true,
  'empty-object': true,
  'other-event': true,
  excluded: true,
  'not-an-image': true,
  'source-missing': true,
  'up-to-date': true,
  incomplete: true,
};
const errorCodes: Readonly<Record<ErrorCode, true>> = {
  'record-malformed': true,
  'source-too-big': true,
  'source-corrupt': true,
  'source-unsupported': true,
  'rendition-impossible': true,
  'target-conflict': true,
  'event-malformed': true,
  'config-invalid': true,
  'store-unavailable': true,
  'store-denied': true,
  'source-changed': true,
  'object-missing': true,
  'engine-crashed': true,
  'engine-unavailable': true,
  deadline: true,
};
const isRetryable = (code: string) => new ThumbnailError(code as ErrorCode, '').retryable;
const failures = Object.keys(errorCodes);

/** Option -> what of a preset it sets, in the order of the READMEs. */
const optionKeys: Readonly<Record<string, keyof Preset>> = {
  fit: 'fit',
  gravity: 'gravity',
  format: 'format',
  quality: 'quality',
  lossless: 'lossless',
  effort: 'effort',
  'max-bytes': 'maxBytes',
  background: 'background',
  trim: 'trim',
  dpr: 'width',
  pages: 'pages',
  watermark: 'watermark',
  enlarge: 'enlarge',
};

/** Rows of cells, without the heading and without the marks of code. */
type Table = readonly (readonly string[])[];

function tablesOf(markdown: string): Table[] {
  const blocks = markdown.match(/(?:^ *\|.*\n)+/gm) ?? [];
  return blocks.map((block) => block.trim().split('\n').slice(2).map(cellsOf));
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.replaceAll('`', '').trim());
}

/** The first column of the table in which `member` stands first in a row, sorted. */
function column(tables: readonly Table[], member: string): string[] {
  const table = tables.find((candidate) => candidate.some(([first]) => first === member)) ?? [];
  return table.map(([first = '']) => first).sort();
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function found(markdown: string, pattern: RegExp): string[] {
  return [...new Set([...markdown.matchAll(pattern)].map(([, name = '']) => name))];
}

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const markdown = readFileSync(root + file, 'utf8');
  const tables = tablesOf(markdown);

  test('lists the settings in the order of the code, with their defaults', () => {
    const documented = tables.find(([first]) => first?.[0]?.startsWith('THUMB_')) ?? [];
    expect(documented.map(([name]) => name)).toEqual(rows.map((row) => row.env));
    rows.forEach((row, at) => {
      if (row.default !== undefined) expect(documented[at]?.[1]).toBe(row.default);
      expect(documented[at]?.[2]).not.toBe('');
    });
  });

  test('lists the options of presets, each with an example that sets what it says', () => {
    const options = tables.find((table) => table.some(([first]) => first === 'max-bytes')) ?? [];
    expect(options.map(([name]) => name)).toEqual(Object.keys(optionKeys));
    for (const [name = '', , example = ''] of options) {
      const key = optionKeys[name] as keyof Preset;
      expect(parsePresets(example)[0]?.[key], example).not.toEqual(parsePresets('200x200')[0]?.[key]);
    }
  });

  test('shows every fit and every gravity', () => {
    const wanted = [...fits.map((fit) => `fit-${fit}`), ...gravities.map((gravity) => `gravity-${gravity}`)];
    for (const name of [...wanted, 'focus']) expect(markdown).toContain(`](docs/pictures/${name}.webp)`);
  });

  test('names every word and every name of the options', () => {
    const options = tables.find((table) => table.some(([first]) => first === 'max-bytes')) ?? [];
    const words =
      options
        .flat()
        .join(' ')
        .match(/[a-z-]+/g) ?? [];
    expect(words).toEqual(expect.arrayContaining([...optionNames]));
  });

  test('lists why a record is skipped', () => {
    expect(column(tables, 'folder')).toEqual(Object.keys(skipCodes).sort());
  });

  test('lists what fails for good', () => {
    const final = failures.filter((code) => !isRetryable(code));
    expect(column(tables, 'source-corrupt')).toEqual(final.sort());
  });

  test('lists what is delivered again, bugs among them', () => {
    const retryable = failures.filter(isRetryable);
    expect(column(tables, 'store-denied')).toEqual([...retryable, 'internal'].sort());
  });

  test('names commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const commands = found(markdown, /npm (?:run )?((?<=run )[\w:]+|start|test)/g);
    expect(commands).toEqual(expect.arrayContaining(['build', 'test:runtimes']));
    for (const command of commands) expect(Object.keys(scripts)).toContain(command);
  });

  test('names the options of npm run invoke and, beside those, of npm run replay, with their defaults', () => {
    const usages = `${invoke.usage()}\n${replay.usage()}`;
    const isComparable = (option: string) => !option.startsWith('--runtime');
    const documented = found(markdown, /^\| `(--[^`]+)`/gm).filter(isComparable);
    expect(documented.sort()).toEqual(
      found(usages, /^ +(--[\w-]+(?: \S+)?)(?:, -h)? {2}/gm)
        .filter(isComparable)
        .sort(),
    );
  });

  test('lists every runtime, also those that are too old', () => {
    const names = Object.keys({ ...runtimes, ...tooOldRuntimes });
    expect(column(tables, '16.13')).toEqual(names.sort());
  });

  test('names files that are there', () => {
    const files = found(markdown, /(?<![\w/.:-])((?:src|test|wasm|docs|\.ci)\/[\w./-]*[\w/])/g);
    expect(files).toContain('test/fixtures/events/two-records.json');
    for (const path of files) expect(existsSync(root + path), path).toBe(true);
  });

  test('links to files and headings that are there', () => {
    const links = found(markdown, /\]\(([^)\s]+)\)/g);
    const anchors = anchorsOf(markdown);
    expect(links).toContain('LICENSE');
    for (const link of links) {
      if (link.startsWith('#')) expect(anchors).toContain(link.slice(1));
      else expect(existsSync(root + link), link).toBe(true);
    }
  });
});

test('README.md has the settings in the words of the code', () => {
  const tables = tablesOf(readFileSync(`${root}README.md`, 'utf8'));
  expect(tables).toContainEqual(
    rows.map((row) => {
      const unit = row.unit === undefined ? '' : ` In ${row.unit}.`;
      return [row.env, row.default ?? row.otherwise, row.doc + unit];
    }),
  );
});
