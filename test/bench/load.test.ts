// What the benchmarks make of loading the built file: its two ends, where its bytes are from, and differences between processes.

import { describe, expect, test } from 'vitest';
import { bytesByOrigin, type Metafile } from './load/bytes.ts';
import { loadSections, type Round } from './load/section.ts';
import { splitBundle } from './load/variants.ts';

describe('the WebAssembly', () => {
  test('is the comments at the end of the bundle, and no comment before', () => {
    const code = '/*! licence */\n//AAAA\nrun("//BBBB");\n';
    expect(splitBundle(`${code}//CC+/\n//DD==\n`)).toEqual({ code, payload: '//CC+/\n//DD==\n' });
  });

  test('may be missing', () => {
    expect(splitBundle('run();\n')).toEqual({ code: 'run();\n', payload: '' });
    expect(splitBundle('run(); // a remark\n').payload).toBe('');
  });
});

const metafile: Metafile = {
  outputs: {
    'index.js': {
      inputs: {
        'src/function/index.ts': { bytesInOutput: 1 },
        'wasm/engine.ts': { bytesInOutput: 2 },
        'node_modules/cos-nodejs-sdk-v5/index.js': { bytesInOutput: 4 },
        'text:cos-request': { bytesInOutput: 8 },
        'text:embedded:vips': { bytesInOutput: 16 },
        'node_modules/picomatch/index.js': { bytesInOutput: 32 },
      },
    },
  },
};

test('bytes are of where their source is', () => {
  expect(bytesByOrigin(metafile)).toEqual({
    'COS SDK': 12,
    "the engines' scripts": 16,
    engines: 2,
    function: 1,
    'other packages': 32,
  });
});

describe('a part', () => {
  const round: Round = {
    bare: 40,
    payload: 60,
    compiled: 100,
    sdkCompiled: 45,
    sdk: 65,
    whole: 170,
    modules: 47,
    event: 180,
    firstPhoto: 150,
    secondPhoto: 50,
  };
  const sizes = { bytes: { code: 100, payload: 900 }, moduleBytes: 7 };

  test('costs what one process takes more than another', () => {
    const [costs] = loadSections([round], sizes, metafile, 'jpeg 1 MP');
    expect(costs?.table.slice(1).map((row) => row.slice(0, 3))).toEqual([
      ['Node.js with an empty file', '-', '40.0'],
      ['WebAssembly in comments, read', '900', '20.0'],
      ['code, read and compiled', '100', '40.0'],
      ['COS SDK, run', '12', '20.0'],
      ['all other code, run', '88', '50.0'],
      ['loaded: the sum', '1,000', '170.0'],
      ['first event: settings, no photo', '-', '10.0'],
      ["JPEG engine's modules, compiled", '7', '7.0'],
      ['first photo, jpeg 1 MP', '-', '150.0'],
      ['the same once more', '-', '50.0'],
    ]);
  });

  test('is compared within its round: a slow one changes no difference', () => {
    const slow = Object.fromEntries(Object.entries(round).map(([name, ms]) => [name, ms + 500])) as Round;
    const [costs] = loadSections([round, slow, slow], sizes, metafile, 'jpeg 1 MP');
    expect(costs?.table[2]).toEqual(['WebAssembly in comments, read', '900', '20.0', '20.0', '20.0']);
    expect(costs?.figures['load, COS SDK, run: cpu ms']).toBe(20);
  });

  test('has its bytes, and all of them together are the file', () => {
    const [, bytes] = loadSections([round], sizes, metafile, 'jpeg 1 MP');
    const held = Object.values(bytes?.figures ?? {});
    expect(held.reduce((sum, one) => sum + one, 0)).toBe(1000);
    expect(bytes?.table.at(-1)).toEqual(["names and licences, esbuild's own", '37', '3.7 %']);
  });
});
