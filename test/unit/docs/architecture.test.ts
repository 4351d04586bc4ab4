// The tree in docs/architecture.md is the tree on disk: every source file has one line, and every line a file. The Chinese
// page links to it instead of repeating it.

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../support/markdown.ts';
import { read, root } from '../../support/pages.ts';

/** Licences and data need no line. */
const source = /\.(?:ts|mts|mjs|cjs|js)$/;

/** @returns Paths of files. Folders end in `/`, and what is in them stands below, two spaces to the right. */
function filesOf(trees: readonly string[]): string[] {
  return trees.flatMap((tree) => {
    const folders: string[] = [];
    return tree.split('\n').flatMap((line) => {
      const [, indent = '', name] = /^( *)(\S+)/.exec(line) ?? [];
      if (name === undefined) return [];
      folders.length = indent.length / 2;
      const path = folders.join('') + name;
      if (!name.endsWith('/')) return [path];
      folders.push(name);
      return [];
    });
  });
}

function onDisk(): string[] {
  const files = ['src', 'wasm'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  return files.map((path) => path.replaceAll('\\', '/')).filter((path) => source.test(path));
}

describe('the tree', () => {
  const lines = codeOf(read('docs/architecture.md'), 'text');
  const drawn = filesOf(lines);

  test('has a line for each file: add one for each that is named here', () => {
    expect(
      onDisk()
        .filter((path) => !drawn.includes(path))
        .sort(),
    ).toEqual([]);
  });

  test('has no line without a file: remove or rename each that is named here', () => {
    const files = onDisk();
    expect(drawn.filter((path) => !files.includes(path))).toEqual([]);
  });

  test('says of each file and folder what it is', () => {
    const silent = lines.flatMap((tree) => tree.split('\n')).filter((line) => /^ *\S+ *$/.test(line));
    expect(silent).toEqual([]);
  });
});

test('reads a tree', () => {
  expect(
    filesOf(['a/  x\n  b.ts  x\n  c/  x\n    d.ts  x\n  e/  x\n    f.ts  x\n', 'g/  x\n  h.ts  x\n']),
  ).toEqual(['a/b.ts', 'a/c/d.ts', 'a/e/f.ts', 'g/h.ts']);
});
