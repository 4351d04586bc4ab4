// `npm start`, with the built function: its table, its page, its files.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../../src/local/cloud.ts';
import {
  bucket,
  type Delivered,
  region,
  renderPresets,
  targetBucket,
  uploadAll,
} from '../../src/play/gallery.ts';
import { hostile, samples } from '../fixtures/images/images.ts';
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

test('exits 1 with the reason when it fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'index.html'));
  const { exitCode, stdout, stderr } = await runCommand('start.ts', ['--no-build', '--out', folder]);
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('EISDIR');
});
