// The files of the page, read once at start: whatever a request names, nothing else can be served.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface WebFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const folder = fileURLToPath(new URL('web', import.meta.url));
/** It draws a ThumbHash; the package is plain JavaScript for browsers. */
const thumbHash = createRequire(import.meta.url).resolve('thumbhash');

/** @returns Path of a URL -> file. */
export function readWebFiles(): ReadonlyMap<string, WebFile> {
  const files = readdirSync(folder).map((name): [string, WebFile] => {
    const contentType = contentTypes[extname(name)] ?? 'application/octet-stream';
    return [`/${name}`, { bytes: readFileSync(join(folder, name)), contentType }];
  });
  const index = files.find(([path]) => path === '/index.html');
  if (!index) throw new Error(`${folder} holds no index.html`);
  const decoder: WebFile = { bytes: readFileSync(thumbHash), contentType: contentTypes['.js'] as string };
  return new Map([...files, ['/', index[1]], ['/thumbhash.js', decoder]]);
}
