// What the READMEs and the pages of the docs say, held against the code: settings, codes, commands, options, files.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { invoke } from '../../../src/commands/invoke.ts';
import { replay } from '../../../src/commands/replay.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { type Setting, settings } from '../../../src/function/config/settings.ts';
import { type ErrorCode, ThumbnailError } from '../../../src/function/errors.ts';
import { createLog } from '../../../src/function/log.ts';
import { planRenditions } from '../../../src/function/plan.ts';
import { optionNames } from '../../../src/function/preset/options.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import type { Preset } from '../../../src/function/preset/preset.ts';
import type { SkipCode } from '../../../src/function/report.ts';
import { runtimes, tooOldRuntimes } from '../../../src/local/scf/runtimes.ts';
import { codeOf, column, matches, tablesOf, tableWith } from '../../support/markdown.ts';
import { isThere, languages, pagesOf, read, readPage } from '../../support/pages.ts';
import { objectRecord } from '../../support/records.ts';

const rows: readonly Setting<unknown>[] = Object.values<Setting<unknown>>(settings);
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

/** Records, so that the compiler asks for a code that is missing here. */
const skipCodes: Readonly<Record<SkipCode, true>> = {
  'target-object': true,
  folder: true,
  'empty-object': true,
  'other-event': true,
  excluded: true,
  'no-preset': true,
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
  'source-archived': true,
  'source-encrypted': true,
  'source-blocked': true,
  'rendition-impossible': true,
  'target-conflict': true,
  'event-malformed': true,
  'config-invalid': true,
  'store-unavailable': true,
  'store-denied': true,
  'store-kms-denied': true,
  'store-method-refused': true,
  'source-changed': true,
  'object-missing': true,
  'engine-crashed': true,
  'engine-unavailable': true,
  deadline: true,
};
/** All of the function's code, its texts joined where they are written in parts. */
const codeText = readdirSync(fileURLToPath(new URL('../../../src/function/', import.meta.url)), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(`src/function/${path}`).replace(/['`] \+\s+['`]/g, ''))
  .join('\n');
const isRetryable = (code: string) => new ThumbnailError(code as ErrorCode, '').retryable;
const failures = Object.keys(errorCodes);

/** Field of a preset -> the option that sets it, in the order of the pages. The compiler asks for a field that is missing here. */
const optionsOf: Readonly<Record<Exclude<keyof Preset, 'name' | 'height'>, string>> = {
  fit: 'fit',
  gravity: 'gravity',
  format: 'format',
  quality: 'quality',
  lossless: 'lossless',
  effort: 'effort',
  maxBytes: 'max-bytes',
  background: 'background',
  trim: 'trim',
  // It multiplies both sides.
  width: 'dpr',
  pages: 'pages',
  watermark: 'watermark',
  enlarge: 'enlarge',
};

describe.each(languages)('$readme and its pages', (language) => {
  const settingsPage = tablesOf(readPage(language, 'settings.md'));
  const outcomes = tablesOf(readPage(language, 'outcomes.md'));

  test('list the settings in the order of the code, with their defaults', () => {
    const documented = settingsPage.find(([first]) => first?.[0]?.startsWith('THUMB_')) ?? [];
    expect(documented.map(([name]) => name)).toEqual(rows.map((row) => row.env));
    rows.forEach((row, at) => {
      if (row.default !== undefined) expect(documented[at]?.[1]).toBe(row.default);
      expect(documented[at]?.[2]).not.toBe('');
    });
  });

  test('list the options of presets, each with an example that sets what it says', () => {
    const options = tableWith(settingsPage, 'max-bytes');
    expect(options.map(([name]) => name)).toEqual(Object.values(optionsOf));
    for (const [at, key] of (Object.keys(optionsOf) as (keyof typeof optionsOf)[]).entries()) {
      const example = options[at]?.[2] ?? '';
      expect(parsePresets(example)[0]?.[key], example).not.toEqual(parsePresets('200x200')[0]?.[key]);
    }
  });

  test('name every word and every name of the options', () => {
    const words =
      tableWith(settingsPage, 'max-bytes')
        .flat()
        .join(' ')
        .match(/[a-z-]+/g) ?? [];
    expect(words).toEqual(expect.arrayContaining([...optionNames]));
  });

  test('list why a record is skipped', () => {
    expect(column(outcomes, 'folder')).toEqual(Object.keys(skipCodes).sort());
  });

  test('list what fails for good', () => {
    const final = failures.filter((code) => !isRetryable(code));
    expect(column(outcomes, 'source-corrupt')).toEqual(final.sort());
  });

  test('list what is delivered again, bugs among them', () => {
    const retryable = failures.filter(isRetryable);
    expect(column(outcomes, 'store-denied')).toEqual([...retryable, 'internal'].sort());
  });

  test('quote messages as the code has them', () => {
    const quoted = tableWith(outcomes, 'not all thumbnails are in place: …').map(([message = '']) => message);
    expect(quoted.length).toBeGreaterThan(5);
    const parts = quoted.flatMap((message) => message.split('…').map((part) => part.trim()));
    expect(parts.filter((part) => part.length > 3 && !codeText.includes(part))).toEqual([]);
  });

  test('name commands that exist', () => {
    const pages = [...pagesOf(language).values()].join('\n');
    const commands = matches(pages, /npm (?:run )?(?:-s )?((?<=run (?:-s )?)[\w:]+|start|test)/g);
    expect(commands).toEqual(expect.arrayContaining(['build', 'test:runtimes']));
    for (const command of commands) expect(Object.keys(scripts)).toContain(command);
  });

  test('name the options of npm run invoke and, beside those, of npm run replay, with their defaults', () => {
    const pages = `${readPage(language, 'local-cloud.md')}\n${readPage(language, 'outcomes.md')}`;
    const usages = `${invoke.usage()}\n${replay.usage()}`;
    const isComparable = (option: string) => !option.startsWith('--runtime');
    const documented = matches(pages, /^\| `(--[^`]+)`/gm).filter(isComparable);
    expect(documented.sort()).toEqual(
      matches(usages, /^ +(--[\w-]+(?: \S+)?)(?:, -h)? {2}/gm)
        .filter(isComparable)
        .sort(),
    );
  });

  test('list every runtime, also those that are too old', () => {
    const names = Object.keys({ ...runtimes, ...tooOldRuntimes });
    expect(column(tablesOf(readPage(language, 'limits.md')), '16.13')).toEqual(names.sort());
  });
});

test('settings.md has the settings in the words of the code', () => {
  expect(tablesOf(read('docs/settings.md'))).toContainEqual(
    rows.map((row) => {
      const unit = row.unit === undefined ? '' : ` In ${row.unit}.`;
      return [row.env, row.default ?? row.otherwise, row.doc + unit];
    }),
  );
});

describe.each(languages)('the pages in $folder', (language) => {
  test('list the fields of a record in the log', () => {
    const lines: string[] = [];
    const log = createLog('debug', (line) => lines.push(line));
    const context = { requestId: 'r', engine: 'e' };
    const source = { bucket: 'b', key: 'k', etag: '"e"', ms: 1 };
    const figures = { bytesIn: 1, pixels: 1, queueMs: 1, coldStart: true };
    log.record({ ...source, outcomes: [] }, figures, context);
    log.error(new Error('a bug', { cause: new Error('its cause') }), context);
    const written = lines.flatMap((line) => Object.keys(JSON.parse(line)));
    const documented = column(tablesOf(readPage(language, 'outcomes.md')), 'requestId').flatMap((names) =>
      names.split(', '),
    );
    expect(documented).toEqual(expect.arrayContaining(written));
  });

  test('name files that are there', () => {
    const named = [...pagesOf(language)].flatMap(([page, text]) =>
      matches(text, /(?<![\w/.:-])((?:src|test|wasm|docs|\.ci)\/[\w./-]*[\w/])/g).map((path) => ({
        page,
        path,
      })),
    );
    expect(named.map(({ path }) => path)).toContain('test/fixtures/events/two-records.json');
    expect(named.filter(({ path }) => !isThere(path))).toEqual([]);
  });

  test('import files that are there', () => {
    const imports = codeOf(readPage(language, 'local-cloud.md'), 'ts').flatMap((code) =>
      matches(code, /from '\.\/([^']+)'/g),
    );
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((path) => !isThere(path))).toEqual([]);
  });

  test('compute the key of a thumbnail as the function does', () => {
    const page = readPage(language, 'use-in-your-app.md');
    const [setting = ''] = matches(page, /^THUMB_PRESETS=(.+)$/gm);
    const [, snippet = ''] = /^```js\n(.*?function thumbnailUrl.*?)^```/ms.exec(page) ?? [];
    const thumbnailUrl = new Function(`${snippet}; return thumbnailUrl`)();
    const presets = parsePresets(setting);
    for (const key of ['photos/cat.jpg', '夏天 1.png', 'a.b/c', 'a/.hidden', 'a/b.c.JPG', 'a/end.']) {
      const planned = planRenditions(objectRecord(key), 'jpeg', loadConfig({ THUMB_PRESETS: setting }));
      const urls = presets.map(({ name }) => new URL(thumbnailUrl(key, name)));
      expect(urls.map(({ pathname }) => decodeURIComponent(pathname.slice(1)))).toEqual(
        planned.map(({ target }) => target.key),
      );
    }
  });

  test('read the key of a thumbnail with a digest from the manifest', async () => {
    const page = readPage(language, 'use-in-your-app.md');
    const snippet = codeOf(page, 'js').find((code) => code.includes('function freshThumbnailUrl')) ?? '';
    const asked: string[] = [];
    const manifest = { renditions: [{ preset: 'small', key: '头像/me-small-0a1b2c3d4e.webp' }] };
    const fetched = async (url: string) => ({ json: async () => asked.push(url) && manifest });
    const freshThumbnailUrl = new Function('fetch', `${snippet}; return freshThumbnailUrl`)(fetched);
    const { pathname } = new URL(await freshThumbnailUrl('头像/me.jpg', 'small'));
    expect(decodeURIComponent(pathname)).toBe('/头像/me-small-0a1b2c3d4e.webp');
    expect(asked.map((url) => decodeURIComponent(new URL(url).pathname))).toEqual(['/头像/me.jpg.json']);
    const block = /^THUMB_PRESETS=.*?^```/gms.exec(page.slice(page.indexOf('{hash}')))?.[0] ?? '';
    const env = Object.fromEntries(
      [...block.matchAll(/^(THUMB_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(env)).toContain('THUMB_TARGET_KEY');
    expect(() => loadConfig(env)).not.toThrow();
  });

  test('show the settings of the README as they are valid', () => {
    const documented =
      tablesOf(read(language.readme)).find(([first]) => first?.[0] === 'THUMB_PRESETS') ?? [];
    expect(documented.length).toBeGreaterThan(0);
    for (const [name, example = ''] of documented) {
      const row = rows.find(({ env }) => env === name);
      expect(() => row?.parse(example), name).not.toThrow();
      expect(row, name).toBeDefined();
    }
  });
});

test('CONTRIBUTING.md lists every command', () => {
  const listed = matches(read('CONTRIBUTING.md'), /^\| `npm (?:run )?([\w:]+)/gm);
  const hooks = Object.keys(scripts).filter((name) => name === 'setup' || /^pre(?!pare)/.test(name));
  expect([...listed].sort()).toEqual(
    Object.keys(scripts)
      .filter((name) => !hooks.includes(name))
      .sort(),
  );
});

test('tccli is given its region in lower case, the only way that it takes it', () => {
  const commands = codeOf(read('docs/outcomes.md'), 'sh').join('\n');
  expect(commands).toMatch(/tccli scf Invoke --region /);
  expect(commands).not.toContain('--Region');
});
