// The pages of the docs in each language: where they are, and how they are read.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute, with a `/` at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Language {
  readonly readme: string;
  /** Where the other pages are. */
  readonly folder: string;
}

export const languages: readonly Language[] = [
  { readme: 'README.md', folder: 'docs' },
  { readme: 'README.zh-CN.md', folder: 'docs/zh-CN' },
];

/** @param name `settings.md`. */
export function readPage({ folder }: Language, name: string): string {
  return read(`${folder}/${name}`);
}

/** Path inside the repository -> text: the README, and the pages in the language's folder. */
export function pagesOf({ readme, folder }: Language): ReadonlyMap<string, string> {
  const names = readdirSync(root + folder).filter((name) => name.endsWith('.md'));
  const pages = names.map((name) => `${folder}/${name}`);
  return new Map([readme, ...pages].map((path) => [path, read(path)]));
}

/** @returns Paths inside the repository of all Markdown files, but for what is installed or built. */
export function markdownFiles(): string[] {
  const left = ['node_modules', 'dist', 'out', '.git'];
  const find = (folder: string): string[] =>
    readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory()) return left.includes(entry.name) ? [] : find(`${path}/`);
      return path.endsWith('.md') ? [path] : [];
    });
  return find('').sort();
}

export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

export function isThere(path: string): boolean {
  return existsSync(root + path);
}
