// `npm test` and `npm run test:all`: lint, types, then the tests, which end at the first of the three that fails. With the name
// of a file or of a test (-t) only vitest runs, and only what is named.
// @ts-check

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Those of vitest.config.mts that take minutes are left to `npm run test:all`. */
const short = ['alone', 'bundle', 'source', 'unit'];

const [scope, ...args] = process.argv.slice(2);
/** Names of files and tests; an option of vitest's own has a `--` before it, and its value in the same argument. */
const isNamed = args.some((arg) => !arg.startsWith('--'));

/** Ends this process if the command fails. */
function run(/** @type {string[]} */ ...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const npm = process.env['npm_execpath'] ?? '';
if (!isNamed) for (const script of ['lint', 'typecheck']) run(npm, 'run', '--silent', script);
const projects = scope === 'all' || isNamed ? [] : short.map((name) => `--project=${name}`);
run('node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.mts', ...projects, ...args);
