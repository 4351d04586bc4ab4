// Runs once before the tests of this folder: what they test is built from the sources as they are now.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../build.mjs', import.meta.url));

/** @throws {Error} with the build's own words if it fails. */
export default async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [script]);
}
