// Who may import whom: the layering, read from the imports themselves.

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Import {
  readonly from: string;
  /** A repository path, `node:NAME` however it was written, or a package as it was written. */
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Path -> text. */
type Sources = ReadonlyMap<string, string>;

const statements =
  /^(?:import|export)(?<type> type)?\b[^'";]*? from '(?<from>[^']+)'|(?:^import |\b(?:import|require)\(\s*)'(?<bare>[^']+)'/gm;

function importsOf(from: string, source: string): Import[] {
  return [...source.matchAll(statements)].map(({ groups }) => ({
    from,
    to: resolve(from, groups?.['from'] ?? groups?.['bare'] ?? ''),
    typeOnly: groups?.['type'] !== undefined,
  }));
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  return builtinModules.includes(specifier) ? `node:${specifier}` : specifier;
}

const pure =
  /^src\/function\/(event\/event|plan|engine\/geometry|format\/format|source\/limits|preset\/preset|report|render\/spec)\.ts$/;
const ports = /^src\/function\/(engine\/engine|store|deadline|errors)\.ts$/;
/** Types and tables that name what ports speak of. */
const data = /^src\/function\/(format\/(format|sniff|magic)|preset\/(preset|fit|colour)|report)\.ts$/;
/** What the engine may know of the function: rooms that know neither photos' whereabouts nor settings. */
const groundFloor = /^src\/function\/((engine|format|preset|container|checksum)\/.+|errors|deadline)\.ts$/;
const inBundle = /^(src\/function|wasm)\/.+\.ts$/;
/** cos.ts and what it consists of. */
const cos = /^src\/function\/cos\//;

interface Rule {
  readonly name: string;
  readonly breaks: (one: Import) => boolean;
}

const rules: readonly Rule[] = [
  {
    name: 'of the function, only cos.ts knows the COS SDK',
    breaks: ({ from, to }) => inBundle.test(from) && to.startsWith('cos-nodejs-sdk-v5') && !cos.test(from),
  },
  {
    name: 'only wasm/ knows the WebAssembly packages',
    breaks: ({ from, to }) => /^(wasm-vips|@squoosh\/|embedded:)/.test(to) && !from.startsWith('wasm/'),
  },
  {
    name: 'only function.ts knows the engine behind its port',
    breaks: ({ from, to }) =>
      from.startsWith('src/') && to.startsWith('wasm/') && from !== 'src/function/function.ts',
  },
  {
    name: 'only function.ts knows the store behind its port',
    breaks: ({ from, to }) => cos.test(to) && !cos.test(from) && from !== 'src/function/function.ts',
  },
  {
    name: 'the function does not know the local cloud',
    breaks: ({ from, to }) => inBundle.test(from) && to.startsWith('src/local/'),
  },
  {
    name: 'the engine knows what lies below it, not the function',
    breaks: ({ from, to }) => from.startsWith('wasm/') && to.startsWith('src/') && !groundFloor.test(to),
  },
  {
    name: 'ports know data, not what is behind them',
    breaks: ({ from, to }) => ports.test(from) && !ports.test(to) && !data.test(to),
  },
  {
    name: 'nothing knows index.ts',
    breaks: ({ to }) => to === 'src/function/index.ts',
  },
];

/** Every file that runs when a pure one does: types are gone by then. */
function pureFiles(sources: Sources): Set<string> {
  const reached = new Set([...sources.keys()].filter((path) => pure.test(path)));
  for (const path of reached) {
    for (const { to, typeOnly } of importsOf(path, sources.get(path) ?? '')) {
      if (!typeOnly && sources.has(to)) reached.add(to);
    }
  }
  return reached;
}

function violations(sources: Sources): string[] {
  const imports = [...sources].flatMap(([path, source]) => importsOf(path, source));
  const broken = imports.flatMap((one) =>
    rules.filter((rule) => rule.breaks(one)).map((rule) => `${rule.name}: ${one.from} imports ${one.to}`),
  );
  const calculating = pureFiles(sources);
  const impure = imports.filter(({ from, to }) => calculating.has(from) && !to.startsWith('src/'));
  const prefixed = [...sources].filter(
    ([path, source]) => inBundle.test(path) && /^import .*'node:/m.test(source),
  );
  return [
    ...broken,
    ...impure.map(
      ({ from, to }) => `what calculates imports neither packages nor Node.js: ${from} imports ${to}`,
    ),
    ...prefixed.map(([path]) => `Node.js 10 does not know node: ${path}`),
  ];
}

const root = new URL('../../', import.meta.url).pathname;
const tree: Sources = new Map(
  ['src', 'wasm']
    .flatMap((folder) => readdirSync(root + folder, { recursive: true }).map((path) => `${folder}/${path}`))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(root + path, 'utf8')]),
);

describe('the layering', () => {
  test('holds', () => {
    expect(violations(tree)).toEqual([]);
  });

  test.each([
    'event/event',
    'plan',
    'engine/geometry',
    'format/format',
    'source/limits',
    'preset/preset',
    'report',
    'render/spec',
    'engine/engine',
    'store',
    'cos/cos',
    'function',
    'index',
  ])('speaks of src/function/%s.ts, which is there', (name) => {
    expect([...tree.keys()]).toContain(`src/function/${name}.ts`);
  });

  test.each([
    ['src/function/thumbnail.ts', "import COS from 'cos-nodejs-sdk-v5';", 'only cos.ts knows the COS SDK'],
    [
      'src/function/handler.ts',
      "const sdk = require('cos-nodejs-sdk-v5/sdk/util');",
      'only cos.ts knows the COS SDK',
    ],
    [
      'src/function/format/format.ts',
      "import type Vips from 'wasm-vips';",
      'only wasm/ knows the WebAssembly packages',
    ],
    ['src/function/cos/cos.ts', "await import('@squoosh/lib');", 'only wasm/ knows the WebAssembly packages'],
    [
      'src/function/handler.ts',
      "import { createEngineHost } from '../../wasm/host/host.ts';",
      'only function.ts knows the engine',
    ],
    [
      'src/function/thumbnail.ts',
      "import { createCosStore } from './cos/cos.ts';",
      'only function.ts knows the store',
    ],
    ['src/function/thumbnail.ts', "export * from './cos/retry.ts';", 'only function.ts knows the store'],
    ['src/function/index.ts', "import '../local/cloud.ts';", 'the function does not know the local cloud'],
    [
      'wasm/host/host.ts',
      "import { run } from '../../src/local/scf/run.ts';",
      'the function does not know the local cloud',
    ],
    [
      'wasm/host/host.ts',
      "import type { Config } from '../../src/function/config/config.ts';",
      'the engine knows what lies below it',
    ],
    [
      'wasm/header/jpeg.ts',
      "import { readJpeg } from '../../src/function/metadata/jpeg.ts';",
      'the engine knows what lies below it',
    ],
    [
      'wasm/host/host.ts',
      "import type { Store } from '../../src/function/store.ts';",
      'the engine knows what lies below it',
    ],
    ['src/function/store.ts', "import type { Tools } from './thumbnail.ts';", 'ports know data'],
    [
      'src/commands/invoke.ts',
      "import { main_handler } from '../function/index.ts';",
      'nothing knows index.ts',
    ],
    ['src/function/plan.ts', "import { createHash } from 'crypto';", 'what calculates imports neither'],
    [
      'src/function/source/limits.ts',
      "import {\n  a,\n  b,\n} from 'node:os';",
      'what calculates imports neither',
    ],
    [
      'src/function/event/region.ts',
      "import picomatch from 'picomatch/posix';",
      'what calculates imports neither',
    ],
    ['src/function/log.ts', "import { inspect } from 'node:util';", 'Node.js 10 does not know node:'],
  ])('is broken by %s with %j', (path, line, rule) => {
    const planted = new Map(tree).set(path, `${tree.get(path) ?? ''}\n${line}\n`);
    expect(violations(planted)).toContainEqual(expect.stringContaining(rule));
  });
});
