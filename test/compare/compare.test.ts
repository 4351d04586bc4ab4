// The side by side with sharp: what counts as wrong.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compare, oneFolder } from './compare.ts';
import { readExpectations } from './expectation.ts';
import { judge } from './verdict.ts';

const plain = (background: string, width = 40) =>
  sharp({ create: { width, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
const red = await plain('#c00000');
const redder = await plain('#cc1000');
const wider = await plain('#c00000', 41);
const made = { name: 'cat.jpg', outcome: 'stored', thumbnail: red, reference: red };

describe('a thumbnail', () => {
  test.each<[string, Buffer, string | undefined]>([
    ["like sharp's is right", red, undefined],
    ['of another colour differs', redder, 'differs'],
    ['of another size is wrong', wider, '40x30 instead of 41x30'],
  ])('%s', async (_, reference, problem) => {
    expect(await judge({ ...made, reference, expected: undefined })).toMatchObject({ problem });
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

test.each([
  [[], 'one folder of pictures'],
  [['a', 'b'], 'one folder of pictures'],
  [['a', '--preset', '1x1;2x2'], 'one preset, not several'],
])('the command line %j is refused', (line, problem) => {
  expect(() => oneFolder(compare.parse(line).positionals)).toThrow(problem);
});
