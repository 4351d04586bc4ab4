// What Node.js 10 lacks. The build turns newer syntax into older one, but it adds no newer functions; and the compiler does not
// refuse them, because the types of Node.js bring those of a newer language along.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Functions of ECMAScript 2019 and later, and of Node.js 11 and later. `at(-1)` alone is told from a function of our own. */
const newer =
  /\.(flat|flatMap|trimStart|trimEnd|matchAll|replaceAll|findLast|findLastIndex|toSorted|toReversed|toSpliced|allSettled|hasOwn|groupBy)\(|\.at\(-|\bObject\.fromEntries\b|\bPromise\.any\b|\b(structuredClone|queueMicrotask|AbortController|AbortSignal|WeakRef)\b|\bglobalThis\.|\bfrom 'node:|\bfrom '(fs\/promises|timers\/promises)'/;

/** Of the bundle, but for AssemblyScript, and for what first looks whether the runtime has it. */
const sources = ['src/function', 'wasm'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('assembly/'))
    .map((path) => `${folder}/${path}`),
);

/** The lines that call something newer, comments left out. */
function newerIn(source: string): string[] {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !/^(\/\/|\/?\*)/.test(line) && newer.test(line));
}

describe('the bundle calls nothing that Node.js 10 lacks', () => {
  test.each(sources)('%s', (path) => {
    expect(newerIn(readFileSync(path, 'utf8'))).toEqual([]);
  });
});

test.each([
  'tags.flatMap((tag) => [tag])',
  'const one = Object.fromEntries(all);',
  'names.at(-1)',
  "import { join } from 'node:path';",
])('%s is found', (line) => {
  expect(newerIn(line)).toEqual([line]);
});
