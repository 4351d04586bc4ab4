// Whose fault it was: told by what libvips raised, and by nothing else.

import { afterEach, describe, expect, test } from 'vitest';
import { noteRefusal, setBound } from '../../../wasm/thread/memory-bound.ts';
import { SourceFault } from '../../../wasm/thread/source-fault.ts';
import { isSourceError, toFailure } from '../../../wasm/vips/errors.ts';
import { bound, threads } from '../../../wasm/vips/threads.ts';

/** In the shape in which wasm-vips throws what its C++ threw. */
const thrown = (type: string, text: string) => ({ message: [type, text] });

describe("libvips' own errors", () => {
  test.each([
    ['VipsJpeg: premature end of JPEG image', 'source-corrupt'],
    ['vipspng: libpng read error', 'source-corrupt'],
    ['VipsJpeg: Unsupported JPEG data precision 12', 'source-corrupt'],
    ['heif: Memory allocation error: Security limit exceeded', 'source-corrupt'],
    ['gifload: bad image dimensions; gifload_source: Out of memory', 'source-corrupt'],
    ['exif: the comment says "unreachable", Aborted(), pthread_create', 'source-corrupt'],
  ])('%s is %s, and the engine serves on', (text, code) => {
    expect(toFailure(thrown('vips::Error', text), 'render')).toMatchObject({ code, fatal: false });
  });

  test('say what to do', () => {
    expect(toFailure(thrown('vips::Error', 'vipspng: libpng read error'), 'render').message).toBe(
      'the photo is damaged or cut short (vipspng: libpng read error). Upload it again.',
    );
  });

  test('say each thing once, without the names of the operations that passed it on', () => {
    const text =
      'unable to call VipsForeignSave\nVipsJpeg: cut\nVipsJpeg: cut\nsource: bad seek to 9\njpegload: load error\n';
    expect(toFailure(thrown('vips::Error', text), 'render').message).toContain('(VipsJpeg: cut)');
    expect(toFailure(thrown('vips::Error', '\n'), 'render').message).toContain(
      '(libvips could not read the picture and gave no reason)',
    );
  });
});

test.each([
  [thrown('std::bad_alloc', 'std::bad_alloc'), 'std::bad_alloc'],
  [new WebAssembly.RuntimeError('unreachable'), 'RuntimeError'],
  [new RangeError('Array buffer allocation failed'), 'RangeError'],
  [new TypeError('vips.foo is not a function'), 'TypeError'],
  ['just a text', 'Error'],
])('%o ends the engine, and is delivered again', (error, type) => {
  expect(toFailure(error, 'inspect')).toMatchObject({
    code: 'engine-crashed',
    fatal: true,
    message: expect.stringMatching(`^${type}: `),
  });
});

test('whatever happens at boot is an engine that is not there', () => {
  expect(toFailure(new TypeError('x'), 'boot')).toMatchObject({ code: 'engine-unavailable', fatal: true });
});

test('a fault that we found ourselves keeps its code, and says whether the decoder must be replaced', () => {
  expect(toFailure(new SourceFault('source-corrupt', 'cut'), 'render')).toEqual({
    code: 'source-corrupt',
    message: 'cut',
    fatal: false,
  });
  expect(toFailure(new SourceFault('source-corrupt', 'cut', true), 'render').fatal).toBe(true);
});

describe('after a shortage', () => {
  const libvips = thrown('vips::Error', 'VipsJpeg: Insufficient memory (case 4)');
  afterEach(() => setBound(bound, 0));

  test.each([
    ["libvips' error", libvips],
    ['a fault that we found', new SourceFault('source-corrupt', 'cut')],
    ['a crash', new RangeError('grow')],
  ])('of memory %s is no fault of the photo or its profile', (_, error) => {
    setBound(bound, 128);
    noteRefusal(bound);
    expect(isSourceError(error)).toBe(false);
    expect(toFailure(error, 'render')).toMatchObject({
      code: 'source-too-big',
      message: expect.stringContaining("the function's 128 MB"),
      fatal: true,
    });
  });

  test('of linear memory, where the function has more, the message says so', () => {
    noteRefusal(bound);
    expect(toFailure(libvips, 'render').message).toContain('the 2048 MB that an engine can use');
  });

  // Last: what is known of a thread lasts as long as the engine.
  test('of threads it is the engine that is at fault', () => {
    expect(isSourceError(libvips)).toBe(true);
    expect(() => new threads.Worker('', { argv: 1 as unknown as string[] }, 10_000)).toThrow(
      'pthread_create',
    );
    expect(isSourceError(libvips)).toBe(false);
    expect(toFailure(libvips, 'render')).toMatchObject({
      code: 'engine-crashed',
      message: expect.stringContaining('the system starts no thread for libvips'),
      fatal: true,
    });
  });
});
