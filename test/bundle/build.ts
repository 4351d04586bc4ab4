// Runs once before the tests of the built file: what they test is built from the sources as they are now.

import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../build.mjs', import.meta.url));
const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** @throws {Error} with the build's own words if it fails. */
export default async function setup(): Promise<void> {
  if (!isBuilt()) await promisify(execFile)(process.execPath, [script]);
}

/** By this very run: two of vitest's projects ask for it. */
function isBuilt(): boolean {
  return (statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0) > performance.timeOrigin;
}
