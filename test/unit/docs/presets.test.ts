// docs/presets.md and the pictures of the docs, held against the code and the files: every option, every text, every picture, every size.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fillBlocks, findPages, readBlocks } from '../../../src/commands/pictures/page-blocks.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { optionNames, words } from '../../../src/function/preset/options.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = 'docs/pictures/';
const presetsPage = 'docs/presets.md';
/** What to do about most of what is found here. */
const stale = 'the pictures are stale: run npm run docs:pictures';

interface Page {
  /** Path inside the repository. */
  readonly path: string;
  readonly text: string;
}

const pages: Page[] = findPages(root).map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));
const presets = pages.find(({ path }) => path === presetsPage)?.text ?? '';
/** The pages that the command writes into. */
const filled = pages.filter(({ text }) => readBlocks(text).size > 0);

/** Files in the repository that a page shows or links to. */
function linked({ path, text }: Page): string[] {
  const markdown = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)];
  const html = [...text.matchAll(/<img [^>]*src="([^"]+)"/g)];
  return [...markdown, ...html]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => posix.join(posix.dirname(path), link));
}

/** Heading of the second level -> what stands below it. */
const sections = new Map(
  presets
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

/** The option that an option's name belongs to: `fit` of `cover`. */
function optionOf(name: string): string {
  const [key = name] = Object.keys(words.get(name) ?? {});
  return key;
}

/** Texts of code in the tables of pictures. */
function codeIn(block: string): string[] {
  return [...block.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

const blocks = [...readBlocks(presets)];

describe('docs/presets.md', () => {
  test.each([...new Set(optionNames.map(optionOf))])(
    'has a section about %s, with a table that is made',
    (option) => {
      expect(sections.get(option) ?? '', stale).toMatch(/^<!-- pictures: [a-z-]+ -->\n\|/m);
    },
  );

  test.each(optionNames)('says %s in the section of its option', (name) => {
    const code = codeIn(sections.get(optionOf(name)) ?? '').join(' ');
    expect(code.split(/[^a-z-]+/)).toContain(name);
  });

  test('gives texts that are presets', () => {
    const texts = blocks.flatMap(([, block]) => codeIn(block)).filter((code) => /^\d*x\d*(,|$)/.test(code));
    expect(texts.length).toBeGreaterThan(50);
    for (const text of texts) expect(parsePresets(text), text).toHaveLength(1);
  });

  test('gives settings of the watermark that are right', () => {
    const settings = blocks.flatMap(([, block]) => codeIn(block)).filter((code) => code.startsWith('THUMB_'));
    expect(settings).toHaveLength(3);
    for (const setting of settings) {
      const [name = '', ...value] = setting.split('=');
      const env = { [name]: value.join('='), THUMB_PRESETS: '240x240,watermark' };
      expect(() => loadConfig(env), setting).not.toThrow();
    }
  });

  test('refuses what it says is refused', () => {
    const table = sections.get('What does not go together') ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `') || line.startsWith('| a '));
    const refused = [
      '200x200,outside,north',
      '200x200,contain,attention',
      '200x,cover',
      '200x200,png,q75',
      '200x200,png,lossless',
      '200x200,lossless',
      '200x200,webp,lossless,q75',
      '200x200,webp,lossless,max-bytes=8k',
      '200x200,jpeg,background=ffffff80',
      '200x200,jpeg,pages=all',
    ];
    // The row about the watermark is about two settings.
    expect(rows).toHaveLength(refused.length + 1);
    for (const preset of refused) expect(() => parsePresets(preset), preset).toThrow();
  });
});

describe('the pictures of the docs', () => {
  const files = readdirSync(root + folder);
  const used = new Set(pages.flatMap(linked));

  test('are there', () => {
    const shown = filled.flatMap(linked).filter((path) => path.startsWith(folder));
    expect(
      shown.filter((path) => !existsSync(root + path)),
      stale,
    ).toEqual([]);
    expect(shown.length).toBeGreaterThan(files.length);
  });

  test('are all used', () => {
    expect(
      files.filter((file) => !used.has(folder + file)),
      stale,
    ).toEqual([]);
  });

  test('are each another', () => {
    const first = new Map<string, string>();
    const same = files.flatMap((file) => {
      const digest = createHash('sha256')
        .update(readFileSync(root + folder + file))
        .digest('hex');
      const other = first.get(digest);
      first.set(digest, other ?? file);
      return other === undefined ? [] : [`${file} is ${other}`];
    });
    expect(same).toEqual([]);
  });

  test('take less than 600 kB', () => {
    const total = files.reduce((sum, file) => sum + statSync(root + folder + file).size, 0);
    expect(total).toBeLessThan(600_000);
  });

  test.each(filled.map(({ path }) => path))('have as many bytes as %s says', (path) => {
    const text = pages.find((page) => page.path === path)?.text ?? '';
    const wrong = [...text.matchAll(/\[([\d,]+) B\]\(([^)]+)\)/g)].flatMap(([, said = '', link = '']) => {
      const { size } = statSync(root + posix.join(posix.dirname(path), link));
      return size === Number(said.replaceAll(',', '')) ? [] : [`${link} has ${size} bytes, not ${said}`];
    });
    expect(wrong, stale).toEqual([]);
  });

  test('are the same on the pages of all languages', () => {
    const seen = new Map<string, string>();
    for (const { path, text } of filled) {
      for (const [name, block] of readBlocks(text)) {
        // Links without the way there.
        const content = block.replace(/(?<=\]\(|src=")(?:[^)"]*\/)?(?=[^)"/]+[)"])/g, '');
        expect(content, `${name} in ${path}: ${stale}`).toBe(seen.get(name) ?? content);
        seen.set(name, content);
      }
    }
    expect([...seen.keys()]).toContain('fit');
  });
});

describe('the marks of a page', () => {
  const marks = (name: string, content = '') =>
    `a\n\n<!-- pictures: ${name} -->\n${content}<!-- /pictures -->\n\nb\n`;
  const write = { fit: (link: (path: string) => string) => `[x](${link('docs/pictures/x.jpg')})` };

  test('are filled with links from the page, and what is around them stays', () => {
    const was = marks('fit', '| old |\n');
    expect(fillBlocks(was, 'docs/zh-CN/presets.md', write)).toBe(marks('fit', '[x](../pictures/x.jpg)\n'));
    expect(fillBlocks(was, 'README.md', write)).toBe(marks('fit', '[x](docs/pictures/x.jpg)\n'));
  });

  test('name a block that there is', () => {
    expect(() => fillBlocks(marks('fits'), presetsPage, write)).toThrow(/no block "fits".* fit$/);
  });

  test.each([
    ['not closed', '<!-- pictures: fit -->\n'],
    ['named twice', marks('fit') + marks('fit')],
  ])('are refused when %s', (_, text) => {
    expect(() => fillBlocks(text, presetsPage, write)).toThrow(/needs a <!-- \/pictures -->/);
  });
});
