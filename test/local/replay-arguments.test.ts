// The command line of `npm run replay`.

import { expect, test } from 'vitest';
import { replay, toReplayArguments } from '../../src/commands/replay.ts';
import { UsageError } from '../../src/commands/usage-error.ts';

const parse = (line: string) => toReplayArguments(replay.parse(line.split(' ').filter(Boolean)));

test('reads files, folders and standard input, and writes one event', () => {
  expect(parse('failed/ a.json -')).toEqual({
    paths: ['failed/', 'a.json', '-'],
    bucket: undefined,
    endpoint: undefined,
    codes: [],
    perEvent: Infinity,
    out: undefined,
    run: undefined,
  });
});

test('reads a bucket, its folder failed/ unless told otherwise', () => {
  const bucket = { bucket: 'b-1250000000', region: 'ap-guangzhou', prefix: 'failed/' };
  expect(parse('--bucket b-1250000000').bucket).toEqual(bucket);
  expect(parse('--bucket b-1250000000 --region ap-x --prefix y/ --endpoint http://z')).toMatchObject({
    bucket: { bucket: 'b-1250000000', region: 'ap-x', prefix: 'y/' },
    endpoint: new URL('http://z'),
  });
});

test('reads what to take, how many to an event, and where to', () => {
  expect(parse('a --code x --code y --per-event 20 --out e.json')).toMatchObject({
    codes: ['x', 'y'],
    perEvent: 20,
    out: 'e.json',
  });
});

test('with --invoke takes the options of npm run invoke', () => {
  expect(parse('a --invoke').run).toMatchObject({ memoryMb: 512, timeoutS: 60, env: {} });
  const options = '--runtime 16 --memory 512 --timeout 60 --env A=1 --photo p.jpg';
  expect(parse(`a --invoke ${options}`).run).toEqual({
    runtime: '16.13',
    memoryMb: 512,
    timeoutS: 60,
    env: { A: '1' },
    photo: 'p.jpg',
  });
});

test.each([
  ['', /which failure records/],
  ['a --bucket b-1250000000', /from --bucket b-1250000000 or from a\?/],
  ['a --memory 512', /--memory is for --invoke/],
  ['a --env A=1', /--env is for --invoke/],
  ['a --thumbnails t', /--thumbnails is for --invoke/],
  ['a --no-build', /--no-build is for --invoke/],
  ['a --invoke --out e.json', /--out or --invoke/],
  ['a --invoke --memory 1', /--memory 1: expected/],
  ['a --per-event 0', /--per-event 0: .* from 1 to 10000/],
  ['--bucket example', /--bucket example: expected a bucket's name with its appid/],
  ['a --speed', /--speed/],
])('refuses "%s"', (line, message) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});
