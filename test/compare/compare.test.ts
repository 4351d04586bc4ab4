// The side by side with sharp: what counts as wrong.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { compare, oneFolder } from './compare.ts';
import { readExpectations } from './expectation.ts';
import { makeReference, withoutLoss } from './reference.ts';
import { renderServed, type Served } from './served.ts';
import { judge } from './verdict.ts';

const plain = (background: string, width = 40) =>
  sharp({ create: { width, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
const red = await plain('#c00000');
const redder = await plain('#cc1000');
const wider = await plain('#c00000', 41);
const sure = { dHash: 0, mean: 0 };
const made = { name: 'cat.jpg', outcome: 'stored', thumbnail: red, reference: { picture: red, loss: sure } };

describe('a thumbnail', () => {
  test.each<[string, Buffer, string | undefined]>([
    ["like sharp's is right", red, undefined],
    ['of another colour differs', redder, 'differs'],
    ['of another size is wrong', wider, '40x30 instead of 41x30'],
  ])('%s', async (_, reference, problem) => {
    const held = { picture: reference, loss: sure };
    expect(await judge({ ...made, reference: held, expected: undefined })).toMatchObject({ problem });
  });

  test('that differs by what the encoder loses is right', async () => {
    const held = { picture: redder, loss: { dHash: 0, mean: 8 } };
    expect(await judge({ ...made, reference: held, expected: undefined })).toMatchObject({
      problem: undefined,
    });
  });

  test('that should have been refused is wrong', async () => {
    expect(await judge({ ...made, expected: ['must-fail-cleanly'] })).toMatchObject({
      problem: 'expected a refusal',
    });
  });
});

test.each<[readonly string[] | undefined, string | undefined]>([
  [undefined, undefined],
  [['unsupported'], undefined],
  [['ok', 'must-fail-cleanly'], undefined],
  [['ok'], 'refused'],
])('a refusal, when %j is expected', async (expected, problem) => {
  expect(await judge({ ...made, thumbnail: undefined, expected })).toMatchObject({ problem });
});

describe('a manifest', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compare-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => writeFileSync(join(folder, 'MANIFEST.tsv'), text);

  test('says what is right of which file', () => {
    write('file\tbytes\texpectation\na.jpg\t12\tok\nb.jpg\t9\tok|must-fail-cleanly\n');
    expect([...readExpectations(folder)]).toEqual([
      ['a.jpg', ['ok']],
      ['b.jpg', ['ok', 'must-fail-cleanly']],
    ]);
  });

  test('without its columns is refused; none at all is none', () => {
    expect(readExpectations(folder).size).toBe(0);
    write('name\tlicence\n');
    expect(() => readExpectations(folder)).toThrow('expected the columns file and expectation');
  });
});

describe('the reference', () => {
  test.each([
    ['200x200', '200x200,png'],
    ['small:200x,cover,north,webp,q75', 'small:200x,cover,north,png'],
    ['1x1,quality=auto,max-bytes=20k,enlarge,jpg', '1x1,enlarge,png'],
  ])('for %s is made by %s', (preset, without) => {
    expect(withoutLoss(preset)).toBe(without);
  });

  test('knows how much is lost: nothing by PNG, by JPEG the more, the lower its quality', async () => {
    const bytes = readFileSync(samples.landscape.path);
    const loss = async (preset: string, format: 'png' | 'jpeg') =>
      (await makeReference(bytes, preset, format))?.loss.mean;
    expect(await loss('200x200', 'png')).toBe(0);
    const [low = 0, high = 0] = [await loss('200x200,q40', 'jpeg'), await loss('200x200,q90', 'jpeg')];
    expect(high).toBeGreaterThan(0.5);
    expect(low).toBeGreaterThan(1.5 * high);
    expect(low).toBeLessThan(10);
  });

  test('is none for what sharp cannot read', async () => {
    expect(await makeReference(Buffer.from('no picture'), '200x200', 'png')).toBe(undefined);
  });
});

test('engines are counted for each format of sources, the most frequent first', () => {
  const by = (source: string | undefined, engine: Served['engine'], times: number) =>
    Array.from({ length: times }, (): Served => ({ source, engine }));
  const served = [...by('webp', 'wasm-vips', 2), ...by('jpeg', 'wasm-vips', 1), ...by('jpeg', 'jpeg', 3)];
  expect(renderServed([...served, ...by(undefined, 'wasm-vips', 1)])).toEqual([
    'jpeg: 3 by jpeg, 1 by wasm-vips',
    'webp: 2 by wasm-vips',
    'unknown: 1 by wasm-vips',
  ]);
});

test('a wrong preset is named, before anything is compared', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const folder = dirname(samples.landscape.path);
  expect(await compare.execute([folder, '--preset', '200*200', '--no-build'])).toBe(1);
  expect(said).toHaveBeenLastCalledWith(
    expect.stringMatching(/^--preset is wrong:\n {2}THUMB_PRESETS: preset "200\*200": /),
  );
  expect(await compare.execute([folder, '--preset', 'crop', '--no-build', '--lang', 'zh'])).toBe(1);
  expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/^--preset 有误：\n/));
  expect(await compare.execute(['/no-such-folder'])).toBe(2);
  expect(said).toHaveBeenLastCalledWith(expect.stringMatching(/^\/no-such-folder does not exist/));
});

test.each([
  [[], 'one folder of pictures'],
  [['a', 'b'], 'one folder of pictures'],
  [['a', '--preset', '1x1;2x2'], 'one preset, not several'],
])('the command line %j is refused', (line, problem) => {
  expect(() => oneFolder(compare.parse(line).positionals)).toThrow(problem);
});
