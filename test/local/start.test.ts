// `npm start`, with the built function: its table, its page, its files.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../../src/local/cloud.ts';
import {
  bucket,
  type Delivered,
  region,
  renderPresets,
  targetBucket,
  uploadAll,
} from '../../src/play/gallery.ts';
import { heic, hostile, samples } from '../fixtures/images/images.ts';
import { type Finished, runCommand } from './command.ts';

const out = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(out, { recursive: true }));
let started: Finished;
let page: string;

beforeAll(async () => {
  mkdirSync(join(out, 'photos'));
  writeFileSync(join(out, 'photos', 'mine.jpg'), 'mine');
  started = await runCommand('start.ts', ['--no-build', '--out', out]);
  page = readFileSync(join(out, 'index.html'), 'utf8');
});

/** Every `<img>` of the page. */
function images() {
  const pattern = /<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)">/g;
  return [...page.matchAll(pattern)].map(([, src = '', width, height, alt = '']) => {
    return {
      file: join(out, decodeURIComponent(src)),
      src,
      width: Number(width),
      height: Number(height),
      alt,
    };
  });
}

test('exits 0 without a complaint', () => {
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
});

test('prints a row for every sample photo and where the page is, within 100 columns', () => {
  const lines = started.stdout.split('\n');
  for (const { file, width, height } of Object.values(samples)) {
    const row = lines.find((line) => line.startsWith(file));
    expect(row).toMatch(new RegExp(`${width} x ${height} .* kB +\\d+ x \\d+ .* kB +\\d+$`));
  }
  expect(started.stdout).toContain(join(out, 'index.html'));
  const table = lines.slice(0, Object.keys(samples).length + 1);
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('shows every photo beside its thumbnail, and one photo by each fit', () => {
  const shown = images();
  expect(shown).toHaveLength([...page.matchAll(/<img/g)].length);
  for (const { file } of Object.values(samples)) {
    expect(shown.filter(({ src }) => src.endsWith(`/${file}`)).map(({ src }) => src)).toEqual([
      `photos/${file}`,
      `thumbnails/${file}`,
    ]);
  }
  const fits = shown.slice(-5).map(({ width, height, alt }) => `${alt.split(':')[0]} ${width}x${height}`);
  expect(fits).toEqual([
    'fit inside 150x84',
    'fit cover 150x150',
    'fit contain 150x150',
    'fit outside 267x150',
    'fit fill 150x150',
  ]);
});

test('states the sizes that the files have', async () => {
  for (const { file, width, height } of images()) {
    const { autoOrient } = await sharp(file).metadata();
    expect({ file, ...autoOrient }).toEqual({ file, width, height });
    expect(page).toContain(`${width} × ${height}, ${(statSync(file).size / 1000).toFixed(1)} kB`);
  }
});

test('makes thumbnails that fit the default box', () => {
  const thumbnails = images().filter(({ alt }) => alt.endsWith('thumbnail'));
  expect(thumbnails.map(({ width, height }) => Math.max(width, height))).toEqual(
    Object.values(samples).map(() => 200),
  );
});

test('deletes nothing in a folder that the user names', () => {
  expect(readFileSync(join(out, 'photos', 'mine.jpg'), 'utf8')).toBe('mine');
});

test('needs nothing from elsewhere', () => {
  expect(page).not.toMatch(/https?:|\/\/|<script|<link|@import|url\(/);
});

test.each([
  { what: 'is damaged', image: hostile.truncated, says: 'source-corrupt' },
  { what: 'is no photo', image: hostile.text, says: 'source-unsupported' },
])('gives up with a clear message when an upload $what', async ({ image, says }) => {
  const cloud = await startCloud([bucket, targetBucket], region);
  onTestFinished(() => cloud.close());
  const uploads = uploadAll(cloud, [image]);
  await expect(uploads).rejects.toThrow(`${image.file} has no thumbnail`);
  await expect(uploads).rejects.toThrow(says);
});

test.each([
  { what: 'a preset that is none', presets: 'huge', says: 'THUMB_PRESETS' },
  {
    what: 'one preset of two that cannot be met',
    presets: 'a:100x;b:16000x,enlarge,webp',
    says: 'rendition-impossible',
  },
])('gives up with a clear message for $what', async ({ presets, says }) => {
  const cloud = await startCloud([bucket, targetBucket], region);
  onTestFinished(() => cloud.close());
  const [photo] = await uploadAll(cloud, [samples.portrait]);
  const rendered = renderPresets(cloud, photo as Delivered, presets);
  await expect(rendered).rejects.toThrow('has no thumbnail, or not all');
  await expect(rendered).rejects.toThrow(says);
});

describe('photos of one’s own', () => {
  const mine = mkdtempSync(join(tmpdir(), 'mine-'));
  const made = mkdtempSync(join(tmpdir(), 'made-'));
  afterAll(() => {
    for (const folder of [mine, made]) rmSync(folder, { recursive: true });
  });
  const presets = 'small:60x60;square:40x40,cover,webp';
  let own: Finished;
  let ownPage: string;

  beforeAll(async () => {
    mkdirSync(join(mine, 'album', 'trip'), { recursive: true });
    copyFileSync(samples.wideGamut.path, join(mine, 'album', 'trip', 'beach & sun.jpg'));
    copyFileSync(samples.cmyk.path, join(mine, 'album', 'print.jpg'));
    copyFileSync(hostile.truncated.path, join(mine, 'album', 'cut.jpg'));
    copyFileSync(heic.photo.path, join(mine, 'album', 'phone.heic'));
    writeFileSync(join(mine, 'album', 'notes.txt'), 'no photo');
    const args = [join(mine, 'album'), samples.cmyk.path, '--presets', presets, '--memory', '1024'];
    own = await runCommand('start.ts', ['--no-build', '--out', made, ...args], {
      env: { THUMB_METADATA: 'strip', LC_ALL: 'zh_CN.UTF-8' },
    });
    ownPage = readFileSync(join(made, 'index.html'), 'utf8');
  });

  test('each has a row for each preset, or the reason, and exit code 1 says that one has none', () => {
    expect(own.exitCode).toBe(1);
    expect(own.stderr).toBe('');
    expect(own.stdout).toMatch(/^trip\/beach & sun\.jpg .* small +60 x 40 .*\n .* square +40 x 40 /m);
    expect(own.stdout).toMatch(/^cut\.jpg .*无.*\n {2}source-corrupt: /m);
    expect(own.stdout).not.toContain('notes.txt');
    expect(own.stdout).toContain('npm run play');
  });

  test('the page says which preset made what, and why colours changed', () => {
    const pictures = [...ownPage.matchAll(/<img src="([^"]+)"/g)].map(([, href]) =>
      decodeURIComponent(href ?? ''),
    );
    for (const href of pictures) expect(statSync(join(made, href)).size).toBeGreaterThan(0);
    expect(pictures).toContain('thumbnails/trip/beach & sun-square.webp');
    // No browser shows HEIC.
    expect(pictures.filter((href) => href.endsWith('.heic'))).toEqual([]);
    expect(readFileSync(join(made, 'photos', 'phone.heic.jpg')).subarray(0, 2)).toEqual(
      Buffer.from([0xff, 0xd8]),
    );
    expect(ownPage).toContain('<b>square</b>');
    expect(ownPage).toContain('颜色采用 Display P3');
    expect(ownPage).toContain('CMYK 且没有配置文件');
    expect(ownPage).toContain('source-corrupt');
    expect(ownPage).toContain('<code>npm run play</code>');
    expect(ownPage).toContain('<html lang="zh-CN">');
    expect(ownPage).not.toMatch(/https?:|<script|<link|@import/);
  });
});

describe('refuses, with exit code 2 and without building,', () => {
  test.each([
    { what: 'a photo that is not there', args: ['nowhere.jpg'], says: 'nowhere.jpg: there is no such file' },
    { what: 'a folder without photos', args: ['src/commands'], says: 'no photo in this folder' },
    { what: 'an option that is none', args: ['--memroy', '5'], says: 'did you mean --memory?' },
    { what: 'a preset that is none', args: ['--presets', '200x200,corver'], says: 'did you mean "cover"?' },
    { what: 'a setting that is none', args: ['--env', 'THUMB_LOGS=info'], says: 'did you mean THUMB_LOG?' },
    {
      what: 'a setting of the environment that is none',
      args: [],
      env: { THUMB_PRESET: '60x60' },
      says: 'did you mean THUMB_PRESETS?',
    },
    { what: 'a runtime that is none', args: ['--runtime', '9'], says: 'expected one of' },
  ])('$what', async ({ args, env = {}, says }) => {
    const { exitCode, stdout, stderr } = await runCommand('start.ts', args, { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n').length).toBeLessThan(4);
  });
});

test('exits 1 with the reason when it fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'index.html'));
  const { exitCode, stdout, stderr } = await runCommand('start.ts', ['--no-build', '--out', folder]);
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('index.html is a folder, expected a file');
});
