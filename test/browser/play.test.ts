// The page of `npm run play` in a real Chromium, with the built function behind it. Screenshots go to out/play/, to be looked at.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../../src/local/cloud.ts';
import { type Play, startPlay } from '../../src/play/play.ts';
import { heic, hostile, samples } from '../fixtures/images/images.ts';
import { startChromium } from './chromium.ts';

const shots = join(root, 'out', 'play');
let browser: Browser;
let play: Play;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await startChromium();
  const watermark = readFileSync(samples.transparent.path);
  const photos = [samples.landscape, samples.portrait, samples.transparent, samples.cmyk];
  play = await startPlay({
    port: 0,
    samples: photos.map(({ path }) => path),
    watermark,
    deployCommand: 'npm run deploy --',
  });
});
afterAll(async () => {
  await browser?.close();
  await play?.close();
});

/** Opens the page. Any error in it, and any request to elsewhere, fails the test. */
async function open(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1440, height: 1000 },
    ...options,
  });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.stack ?? error.message));
  page.on('console', (message) => {
    // A deleted photo and a wrong setting are answered with a status that Chromium logs, too.
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(play.url) && !request.url().startsWith('blob:')) wrong.push(request.url());
  });
  onTestFinished(async () => {
    await context.close();
    expect(wrong).toEqual([]);
  });
  await page.goto(`${play.url}${hash}`);
  await page.waitForSelector('#preset-text');
  return page;
}

/** Drops files on the page, as from a file manager. */
async function drop(
  page: Page,
  files: readonly { readonly path: string; readonly file: string }[],
): Promise<void> {
  const contents = files.map(({ path, file }) => ({ name: file, base64: readFileSync(path, 'base64') }));
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }));
    }
    return transfer;
  }, contents);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

const preset = (name: string, changes = '') => `#presets=${encodeURIComponent(`${name}:120x120${changes}`)}`;

/** The text of the THUMB_PRESETS field. */
const textOf = (page: Page) => page.inputValue('#preset-text');

test('a dropped photo is uploaded, and its thumbnails appear with their figures', async () => {
  const page = await open(`${preset('drop', ';square:90x90,cover,webp')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68, jpeg")');
  await page.waitForSelector('[data-result="1"]:has-text("90 × 90, webp")');
  const image = page.locator('[data-result="1"] img');
  expect(await image.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth)).toBe(90);
  await page.waitForSelector('[data-crop="square"]');
  for (const figure of ['time', 'memory', 'estimated', 'cost']) {
    expect(await page.textContent(`[data-figure="${figure}"]`)).toMatch(/\d/);
  }
  expect(await page.textContent('#photo-p1 .state, .photo[aria-pressed="true"] .state')).toBe('stored');
});

test('a preset that is changed by the form changes text and thumbnail', async () => {
  const page = await open(`${preset('form')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68")');
  await page.check('.pick input[value="cover"]', { force: true });
  await page.check('.pick input[value="west"]', { force: true });
  await page.selectOption('#preset-0-format', 'webp');
  await page.fill('#preset-0-quality', '60');
  await page.waitForSelector('[data-result="0"]:has-text("120 × 120, webp")');
  expect(await textOf(page)).toBe('form:120x120,cover,west,webp,q60');
  expect(new URL(page.url()).hash).toContain(encodeURIComponent('cover,west'));
});

test('a preset that is changed as text changes form and thumbnail', async () => {
  const page = await open(`${preset('text')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.fill('#preset-text', 'text:64x64,fill,png;other:40x,lossless,webp');
  await page.waitForSelector('[data-result="0"]:has-text("64 × 64, png")');
  await page.waitForSelector('[data-result="1"]:has-text("40 × 23, webp")');
  expect(await page.isChecked('input[name="fit-0"][value="fill"]')).toBe(true);
  expect(await page.inputValue('#preset-1-name')).toBe('other');
  expect(await page.isChecked('#preset-1-lossless')).toBe(true);
});

test('a wrong preset is said at its field in the words of the function, and nothing is run', async () => {
  const page = await open(preset('wrong'));
  await page.fill('#preset-0-quality', '101');
  const problem = page.locator('form[data-preset="0"] [data-problems="quality"] .problem');
  await problem.waitFor();
  expect(await problem.textContent()).toContain(
    'quality must be a whole number from 1 to 100 or auto, found "q101"',
  );
  expect(await page.getAttribute('#preset-0-quality', 'aria-invalid')).toBe('true');
  expect(play.studio.configuration.env['THUMB_PRESETS']).not.toContain('q101');
  await page.fill('#preset-text', 'wrong:120x120,corver');
  await page.waitForSelector('#preset-problems:has-text("did you mean \\"cover\\"")');
  await page.fill('#preset-text', 'wrong:120x120,cover');
  await page.waitForFunction(() => document.querySelectorAll('.problem').length === 0);
  await page.click('#language');
  await page.fill('#preset-0-quality', '101');
  await page.waitForSelector('[data-problems="quality"] .problem:has-text("最接近的是 q100")');
});

test('a click on the photo sets the focus, and the crop follows; so do the keys', async () => {
  const page = await open(`${preset('focus', ',cover')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-crop="focus"]');
  const image = page.locator('#photo img');
  const { width = 0, height = 0 } = (await image.boundingBox()) ?? {};
  await image.click({ position: { x: width * 0.05, y: height * 0.5 } });
  await page.waitForFunction(
    () => document.querySelector<HTMLElement>('[data-crop="focus"]')?.style.left === '0%',
  );
  expect(await page.textContent('#stage')).toMatch(/Focus: 0\.0\d+,0\.\d+/);
  await page.focus('#photo');
  for (let n = 0; n < 46; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => {
    const left = document.querySelector<HTMLElement>('[data-crop="focus"]')?.style.left ?? '';
    return Number.parseFloat(left) > 40;
  });
  await page.click('#clear-focus');
  await page.waitForFunction(() => !document.querySelector('#stage')?.textContent?.includes('Focus: '));
});

test('a refused photo says why, and the others are not touched', async () => {
  const page = await open(`${preset('refused')}&photo=truncated.jpg`);
  await drop(page, [hostile.truncated, samples.portrait]);
  await page.waitForSelector('#bench .refusal.failed:has-text("source-corrupt")');
  await page.click('.photo:has-text("portrait")');
  await page.waitForSelector('[data-result="0"]:has-text("90 × 120")');
});

test('a photo that no browser shows is said to be one', async () => {
  const page = await open(`${preset('odd')}&photo=text.jpg`);
  await drop(page, [hostile.text]);
  await page.waitForSelector('#stage:has-text("does not show this format")');
  await page.waitForSelector('#bench .refusal.failed:has-text("source-unsupported")');
});

test('the language is the browser’s, and can be switched', async () => {
  const page = await open('', { locale: 'zh-CN' });
  expect(await page.textContent('h1')).toBe('用自己的照片试试预设');
  expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
  await page.click('#language');
  expect(await page.textContent('h1')).toBe('Try presets on your photos');
  expect(page.url()).toContain('lang=en');
  await page.reload();
  await page.waitForSelector('h1:has-text("Try presets")');
});

test('the chain can be opened: event, log, report, headers, manifest with its ThumbHash', async () => {
  const page = await open(`${preset('chain')}&THUMB_MANIFEST=on&photo=landscape.jpg`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await drop(page, [samples.landscape]);
  await page.waitForSelector('#step-Result:has-text("2 stored")');
  await page.click('#step-Upload');
  await page.waitForSelector('#step-content:has-text("content-type")');
  await page.click('#step-Event');
  await page.click('#step-content button');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied).Records[0].cos.cosObject.key).toBe('/1250000000/example/photos/landscape.jpg');
  await page.click('#step-Invocation');
  await page.waitForSelector('#step-content pre:has-text("\\"level\\"")');
  await page.waitForSelector('#step-content td:has-text("example-1250000000/photos/landscape.jpg")');
  await page.click('#step-Result');
  await page.waitForSelector('#step-content pre:has-text("\\"records\\"")');
  await page.waitForSelector('#step-content:has-text("x-cos-meta-")');
  const opaque = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#thumbhash');
    return canvas?.getContext('2d')?.getImageData(5, 5, 1, 1).data[3];
  });
  expect(opaque).toBe(255);
});

test('two pictures are compared, by mouse and by keys', async () => {
  const page = await open(`${preset('compare', ',cover')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('#divider');
  await page.focus('#divider');
  await page.keyboard.press('Home');
  await page.waitForFunction(() =>
    document.querySelector<HTMLElement>('.over')?.style.clipPath.includes('100%'),
  );
  await page.check('#scale-one', { force: true });
  const { width } = (await page.locator('.pair').boundingBox()) ?? {};
  expect(width).toBe(120);
  await page.check('#ground-dark', { force: true });
  expect(page.url()).toContain('ground=dark');
});

test('another machine, a fault, delivered again, deleted', async () => {
  const page = await open(`${preset('machine')}&photo=landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68")');
  await page.selectOption('#machine-memory', '1024');
  await page.waitForSelector('[data-figure="memory"]:has-text("1024 MB")');
  await page.click('#action-deliver');
  await page.waitForSelector('[data-result="0"]:has-text("up to date")');
  await page.selectOption('#machine-fault', 'write-busy');
  await page.fill('#preset-text', 'machine:77x77');
  await page.waitForSelector('#bench .refusal.failed');
  await page.selectOption('#machine-fault', 'none');
  await page.waitForSelector('[data-result="0"]:has-text("77 × 43")');
  await page.click('#action-remove');
  await page.waitForSelector('.photo[aria-pressed="true"] .state.deleted');
});

test('what is taken away holds the presets, and a wrong setting is said at its field', async () => {
  const page = await open(`${preset('take')}&photo=landscape.jpg&THUMB_MANIFEST=on`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68")');
  await page.fill('#place-bucket', 'album');
  await page.keyboard.press('Tab');
  await page.waitForSelector('#takeables .problem:has-text("expected a name with its APPID")');
  await page.fill('#place-bucket', 'album-1250000001');
  await page.keyboard.press('Tab');
  await page.click('[data-take="deploy"] summary');
  await page.waitForSelector('[data-take="deploy"] pre:has-text("--bucket album-1250000001")');
  expect(await page.textContent('[data-take="variables"] pre')).toContain('THUMB_PRESETS=take:120x120');
  expect(await page.textContent('[data-take="policy"] pre')).toContain('albumresized-1250000001');
  await page.click('[data-take="picture"] summary');
  await page.waitForSelector('[data-take="picture"] pre:has-text("<picture>")');
  await page.click('#settings summary');
  await page.fill('#THUMB_LOG', 'loud');
  await page.waitForSelector('[data-setting="THUMB_LOG"] .problem');
});

test('a photo of a phone that no browser shows is drawn by the function, with its focus and crop', async () => {
  const page = await open(`${preset('heic', ',cover')}&photo=p3.heic`);
  await drop(page, [{ path: heic.displayP3.path, file: 'p3.heic' }]);
  await page.waitForSelector('#stage:has-text("here it is as the function reads it")');
  await page.waitForSelector('[data-crop="heic"]');
  const image = page.locator('#photo img');
  expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(heic.displayP3.width);
  await page.waitForSelector('#stage .note:has-text("Display P3")');
  await page.waitForSelector('.pair img[alt="Photo"]');
  expect(await page.locator('.pair img[alt="Photo"]').getAttribute('src')).toContain('/preview');
});

test('a photo of another folder has the presets of its route only', async () => {
  const presets = encodeURIComponent('for=avatars/**;face:50x50,cover;for=**;face:70x');
  const page = await open(`#presets=${presets}&folder=avatars/&photo=avatars/landscape.jpg`);
  await drop(page, [samples.landscape]);
  await page.waitForSelector('[data-result="0"]:has-text("50 × 50")');
  await page.waitForSelector('[data-result="1"]:has-text("Not for avatars/landscape.jpg")');
  expect(await page.textContent('[data-heading="0"]')).toBe('facefor=avatars/**');
  await page.fill('#folder', 'photos/');
  await page.keyboard.press('Tab');
  await drop(page, [samples.landscape]);
  await page.click('.photo:has(.name:text-is("landscape.jpg"))');
  await page.waitForSelector('[data-result="1"]:has-text("70 × 39")');
  await page.waitForSelector('[data-result="0"]:has-text("Not for photos/landscape.jpg")');
});

test('a folder is chosen with all that is in it, each at its own key, but for what is no picture', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'play-')), 'album');
  onTestFinished(() => rmSync(dirname(folder), { recursive: true }));
  mkdirSync(join(folder, 'trip'), { recursive: true });
  copyFileSync(samples.landscape.path, join(folder, 'same.jpg'));
  copyFileSync(samples.portrait.path, join(folder, 'trip', 'same.jpg'));
  writeFileSync(join(folder, 'notes.txt'), 'no photo');
  const page = await open(`${preset('folder')}&photo=album/same.jpg`);
  await page.setInputFiles('#choose-folder', folder);
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68")');
  await page.waitForSelector('#notice:has-text("Left out of the folder: 1 that")');
  await page.click('.photo:has(.name:text-is("album/trip/same.jpg"))');
  await page.waitForSelector('[data-result="0"]:has-text("90 × 120")');
});

test('by keyboard alone: a photo, another preset, and its text on the clipboard', async () => {
  const page = await open(`${preset('keys')}&photo=landscape.jpg`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (selector: string) => {
    for (let n = 0; n < 150; n++) {
      await press('Tab');
      if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  await tabTo('#samples');
  await press('Enter');
  await page.waitForSelector('[data-result="0"]:has-text("120 × 68")');
  await tabTo('#preset-0-size');
  await press('Control+A');
  await page.keyboard.type('90');
  await tabTo('[name="fit-0"]');
  await press('ArrowRight');
  await page.waitForSelector('[data-result="0"]:has-text("90 × 120")');
  await tabTo('[data-take="presets"] .copy');
  await press('Enter');
  await page.waitForSelector('[data-take="presets"] .copy:has-text("Copied")');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('keys:90x120,cover');
});

test('the sections are reached from the top, and the address keeps the state', async () => {
  const page = await open(preset('ways'));
  await page.click('nav a:has-text("Take away")');
  await page.waitForFunction(() => document.activeElement?.id === 'take-away');
  const { top, height } = await page.evaluate(() => {
    const box = document.querySelector('#take-away h2')?.getBoundingClientRect();
    return { top: box?.top ?? -1, height: document.querySelector('nav')?.offsetHeight ?? 0 };
  });
  expect(top).toBeGreaterThanOrEqual(height);
  expect(page.url()).toContain('ways');
});

test('a secret is not in the address, and a copied address shows the same', async () => {
  const page = await open(preset('secret'));
  await page.click('#settings summary');
  await page.fill('#THUMB_NOTIFY_SECRET', 'x'.repeat(32));
  await page.fill('#THUMB_CACHE_CONTROL', 'max-age=60');
  await page.waitForFunction(() => location.hash.includes('max-age'));
  expect(page.url()).not.toContain('xxx');
  const copy = await open(new URL(page.url()).hash);
  expect(await copy.inputValue('#THUMB_CACHE_CONTROL')).toBe('max-age=60');
  expect(await textOf(copy)).toBe('secret:120x120');
});

test('a server that ends is said to be gone, and one that begins again learns the settings', async () => {
  const start = (port: number) =>
    startPlay({ port, samples: [], watermark: Buffer.alloc(0), deployCommand: 'npm run deploy --' });
  let other = await start(0);
  onTestFinished(() => other.close());
  const context = await browser.newContext({ locale: 'zh-CN' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${other.url}${preset('again')}`);
  // By then the page asks nothing of itself.
  await page.waitForSelector('[data-take="presets"] pre:has-text("again")');
  await other.close();
  await page.waitForSelector('#notice:has-text("服务器没有应答")');
  other = await start(Number(new URL(other.url).port));
  await page.waitForSelector('#notice', { state: 'hidden' });
  expect(other.studio.configuration.env['THUMB_PRESETS']).toBe('again:120x120');
});

describe('looks right', () => {
  test.each([
    { name: 'wide-light', width: 1440, scheme: 'light', lang: 'en' },
    { name: 'wide-dark', width: 1440, scheme: 'dark', lang: 'zh' },
    { name: 'narrow-light', width: 390, scheme: 'light', lang: 'zh' },
    { name: 'narrow-dark', width: 390, scheme: 'dark', lang: 'en' },
  ] as const)('$name: nothing is wider than the window', async ({ name, width, scheme, lang }) => {
    const presets = encodeURIComponent(
      'small:200x200;square:300x300,cover,attention,webp;card:400x200,contain,background=ffffff',
    );
    const page = await open(`#lang=${lang}&presets=${presets}&THUMB_MANIFEST=on&photo=landscape.jpg`, {
      viewport: { width, height: 900 },
      colorScheme: scheme,
    });
    await page.click('#samples');
    await page.waitForSelector('[data-result="2"]:has-text("400 × 200")');
    await page.waitForSelector('[data-crop="square"]');
    await page.click('#step-Result');
    await page.evaluate(() =>
      Promise.all([...document.images].map((image) => image.decode().catch(() => {}))),
    );
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
