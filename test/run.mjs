// `npm test` and `npm run test:all`: lint, types, then the tests, which end at the first of the three that fails. With the name
// of a file or of a test (-t) only vitest runs, and only what is named.
// @ts-check

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chooseLanguage } from '../bin/language.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Those of vitest.config.mts that take minutes are left to `npm run test:all`. */
const short = ['alone', 'bundle', 'source', 'unit'];

const [scope, ...args] = process.argv.slice(2);
const words = scope === 'all' ? 'npm run test:all' : 'npm test';
if (args.includes('--help') || args.includes('-h')) {
  console.log(
    {
      en: `usage: ${words} -- [FILE ...] [-t NAME] [options of vitest]

Lint, types, then the tests${scope === 'all' ? '' : ', without those that take minutes: npm run test:all has them'}.

  FILE         runs these test files only, without lint and types; a part of the path is enough
  -t NAME      runs the tests of this name only, without lint and types
  --OPTION     an option of vitest, its value in the same word: --reporter=verbose
  --help, -h   this text

examples:
  ${words} -- test/unit/preset/parse.test.ts
  ${words} -- -t "refuses"`,
      zh: `用法：${words} -- [文件 ...] [-t 名称] [vitest 的选项]

依次检查代码格式、类型，再运行测试${scope === 'all' ? '' : '；需要几分钟的测试除外，它们在 npm run test:all 里'}。

  文件         只运行这些测试文件，不检查格式和类型；写路径的一部分即可
  -t 名称      只运行名称与此相符的测试，不检查格式和类型
  --选项       vitest 的选项，值写在同一个词里：--reporter=verbose
  --help, -h   显示本说明

示例：
  ${words} -- test/unit/preset/parse.test.ts
  ${words} -- -t "refuses"`,
    }[chooseLanguage(args, process.env)],
  );
  process.exit(0);
}

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
