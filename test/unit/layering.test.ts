// Who may import whom, read from the imports themselves. That no import closes a circle, types included, Biome's noImportCycles
// checks.

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

/** Rooms and files that only calculate: no package, no Node.js module. */
const pure =
  /^src\/function\/((event|target|preset|format|container)\/|(plan|report|engine\/geometry|engine\/decode-memory|source\/limits|render\/spec)\.ts$)/;
const inBundle = /^(src\/function|wasm)\//;
const cos = /^src\/function\/cos\//;
/** What the engines may know of the function: their port, and rooms below both. */
const sharedWithEngines =
  /^src\/function\/((engine|format|preset|container|checksum)\/|(errors|deadline|mutex)\.ts$)/;
/** What the other wings may know of the function. */
const knownOutside =
  /^src\/function\/((event|preset|config|format|target|checksum)\/|(failure-record\/content|publish\/(recipe|shape)|doctor\/(checks|bilingual|diagnosis))\.ts$|(plan|report|errors|did-you-mean|log)\.ts$)/;
const ports = /^src\/function\/(engine\/engine|store|deadline|errors)\.ts$/;
/** Types and tables that ports mention, and what hides the secrets in the messages of errors. */
const data = /^src\/function\/(format\/|preset\/|container\/|(report|redact)\.ts$)/;

interface Rule {
  readonly name: string;
  readonly breaks: (one: Import) => boolean;
}

const rules: readonly Rule[] = [
  {
    name: 'the engines know their port and the rooms below, not the function',
    breaks: ({ from, to }) =>
      from.startsWith('wasm/') && to.startsWith('src/') && !sharedWithEngines.test(to),
  },
  {
    name: 'only function.ts knows the engines and the store behind their ports',
    breaks: ({ from, to }) =>
      from !== 'src/function/function.ts' &&
      ((from.startsWith('src/') && to.startsWith('wasm/')) ||
        (from.startsWith('src/function/') && cos.test(to) && !cos.test(from))),
  },
  {
    name: 'in the function only cos/ knows the COS SDK',
    breaks: ({ from, to }) => inBundle.test(from) && to.startsWith('cos-nodejs-sdk-v5') && !cos.test(from),
  },
  {
    name: 'only wasm/ knows the WebAssembly packages',
    breaks: ({ from, to }) => /^(wasm-vips|@squoosh\/|embedded:)/.test(to) && !from.startsWith('wasm/'),
  },
  {
    name: 'ports know data, not what is behind them',
    breaks: ({ from, to }) => ports.test(from) && !ports.test(to) && !data.test(to),
  },
  {
    name: 'what goes into the zip knows no other wing',
    breaks: ({ from, to }) => inBundle.test(from) && to.startsWith('src/') && !to.startsWith('src/function/'),
  },
  {
    name: 'the other wings know only data and pure rooms of the function',
    breaks: ({ from, to }) =>
      from.startsWith('src/') &&
      !from.startsWith('src/function/') &&
      to.startsWith('src/function/') &&
      !knownOutside.test(to),
  },
  {
    name: 'only commands know commands',
    breaks: ({ from, to }) =>
      from.startsWith('src/') && to.startsWith('src/commands/') && !from.startsWith('src/commands/'),
  },
  {
    name: 'nothing in src/ knows the tests',
    breaks: ({ from, to }) => !from.startsWith('test/') && to.startsWith('test/'),
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
  const impure = imports.filter(({ from, to }) => calculating.has(from) && !to.startsWith('src/function/'));
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

  test('leaves no file at the root of src/, and few at the roots of its two largest wings', () => {
    const at = (folder: string) => [...tree.keys()].filter((path) => posix.dirname(path) === folder);
    expect(at('src')).toEqual([]);
    expect(at('src/function').length).toBeLessThanOrEqual(16);
    expect(
      readdirSync(`${root}wasm`, { withFileTypes: true }).filter((one) => one.isFile()).length,
    ).toBeLessThanOrEqual(4);
  });

  const named = `event target preset format engine checksum config container cos/cos.ts engine/engine.ts
    engine/geometry.ts engine/decode-memory.ts render/spec.ts source/limits.ts failure-record/content.ts plan.ts
    report.ts store.ts deadline.ts errors.ts did-you-mean.ts function.ts index.ts`;
  test.each(named.split(/\s+/))('names src/function/%s, which is there', (name) => {
    expect([...tree.keys()].some((path) => path.startsWith(`src/function/${name}`))).toBe(true);
  });

  test.each([
    ['src/function/thumbnail.ts', "import COS from 'cos-nodejs-sdk-v5';", 'only cos/ knows the COS SDK'],
    [
      'src/function/handler.ts',
      "const sdk = require('cos-nodejs-sdk-v5/sdk/util');",
      'only cos/ knows the COS SDK',
    ],
    [
      'src/function/format/format.ts',
      "import type Vips from 'wasm-vips';",
      'only wasm/ knows the WebAssembly',
    ],
    ['src/function/cos/cos.ts', "await import('@squoosh/lib');", 'only wasm/ knows the WebAssembly packages'],
    [
      'src/function/handler.ts',
      "import { createEngineHost } from '../../wasm/host/host.ts';",
      'only function.ts',
    ],
    ['src/function/thumbnail.ts', "import { createCosStore } from './cos/cos.ts';", 'only function.ts knows'],
    [
      'src/function/thumbnail.ts',
      "export * from './cos/retry.ts';",
      'only function.ts knows the engines and the',
    ],
    [
      'src/commands/start.ts',
      "import { engine } from '../../wasm/engine.ts';",
      'only function.ts knows the engines',
    ],
    ['src/function/index.ts', "import '../local/cloud.ts';", 'what goes into the zip knows no other wing'],
    [
      'wasm/host/host.ts',
      "import { run } from '../../src/local/scf/run.ts';",
      'what goes into the zip knows no other',
    ],
    [
      'wasm/host/host.ts',
      "import type { Config } from '../../src/function/config/config.ts';",
      'the engines know',
    ],
    [
      'src/local/cloud.ts',
      "import { planRecord } from '../function/render/render.ts';",
      'the other wings know only',
    ],
    [
      'src/play/page.ts',
      "import { createHandler } from '../function/handler.ts';",
      'the other wings know only data',
    ],
    [
      'src/cloud/failures/bucket.ts',
      "import { start } from '../../commands/start.ts';",
      'only commands know',
    ],
    [
      'src/commands/start.ts',
      "import { samples } from '../../test/fixtures/images/images.ts';",
      'nothing in src/',
    ],
    ['src/function/store.ts', "import type { Tools } from './thumbnail.ts';", 'ports know data'],
    [
      'src/commands/invoke.ts',
      "import { main_handler } from '../function/index.ts';",
      'nothing knows index.ts',
    ],
    ['src/function/plan.ts', "import { createHash } from 'crypto';", 'what calculates imports neither'],
    [
      'src/function/container/boxes.ts',
      "import { inflateSync } from 'zlib';",
      'what calculates imports neither',
    ],
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

describe('names', () => {
  test('of exported types are given once', () => {
    const exported = /^export (?:declare )?(?:interface|type|(?:abstract )?class) (\w+)/gm;
    const names = [...tree].flatMap(([path, source]) =>
      [...source.matchAll(exported)].map(([, name]) => ({ name: name ?? '', path })),
    );
    const twice = names.filter((one) =>
      names.some((other) => other.name === one.name && other.path !== one.path),
    );
    expect(twice).toEqual([]);
  });

  test('of files differ by more than a letter', () => {
    const names = [...new Set([...tree.keys()].map((path) => posix.basename(path).replace(/\..*/, '')))];
    const similar = names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .filter((other) => differsByALetter(one, other))
        .map((other) => `${one} ${other}`),
    );
    // A command's file has the name of the command: npm run play.
    expect(similar.filter((pair) => pair !== 'play plan' && pair !== 'plan play')).toEqual([]);
  });

  test.each([
    ['object', 'objects', true],
    ['session', 'sessions', true],
    ['pace', 'page', true],
    ['crc32', 'crc64', false],
    ['xml', 'xml', false],
    ['trim', 'task', false],
  ])('%s and %s differ by a letter: %s', (one, other, expected) => {
    expect(differsByALetter(one, other)).toBe(expected);
  });
});

/** Is one word the other with one letter more, or with another letter in one place? */
function differsByALetter(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  if (long.length - short.length > 1) return false;
  const at = [...long].findIndex((letter, n) => letter !== short[n]);
  return at >= 0 && long.slice(at + 1) === short.slice(at + (long.length === short.length ? 1 : 0));
}
