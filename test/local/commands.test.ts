// Every command, as npm runs it: what it does with --help, with a word that it does not know, and in Chinese.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Command } from '../../src/commands/command.ts';
import { root } from '../../src/local/cloud.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** npm's name -> file. */
const files = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /&& tsx (\S+\.ts)$/.exec(script)?.[1];
  return file === undefined ? [] : [{ name, file, script }];
});
const commands = await Promise.all(
  files.map(async ({ name, file }) => {
    const exported: unknown[] = Object.values(await import(join(root, file)));
    const command = exported.find((one): one is Command => typeof Object(one).execute === 'function');
    return { name, file, command };
  }),
);

const wanted =
  'audit backfill bench build compare deploy deploy:files docs:pictures doctor invoke logs play release replay start test:faults test:fuzz test:runtimes test:soak';

test('are all that npm can run, apart from tests and checks', () => {
  expect(files.map(({ name }) => name).sort()).toEqual(wanted.split(' '));
});

test('begin with the check of Node.js and of the packages', () => {
  for (const { script } of files) expect(script).toMatch(/^node src\/commands\/setup\.cjs && tsx /);
});

describe.each(commands)('$name', ({ name, command }) => {
  if (!command) throw new Error(`${name} exports no command`);
  const call = name === 'start' ? 'npm start --' : `npm run ${name} --`;

  test('bears its name, and explains itself', () => {
    expect(command.name).toBe(name);
    const [first, , ...rest] = command.usage('en').split('\n');
    expect(first).toMatch(new RegExp(`^usage: ${call} .*\\[options\\]$`));
    expect(rest.join('\n')).toContain('--help, -h');
    expect(command.usage('en')).not.toMatch(/\p{Script=Han}/u);
  });

  test('explains itself in Chinese: the summary, and each option', () => {
    const [first, ...blocks] = command.usage('zh').split('\n\n');
    expect(first).toMatch(new RegExp(`^用法：${call} .*\\[选项\\]$`));
    expect(blocks[0]).toMatch(/\p{Script=Han}/u);
    const options = (blocks[1] ?? '').split(/\n(?= {2}\S)/);
    expect(options.length).toBeGreaterThanOrEqual(2);
    for (const option of options) expect(option).toMatch(/\p{Script=Han}/u);
  });

  test('says what each default is', () => {
    const options = [
      ...command.usage('en').split(/\n(?= {2}\S)/),
      ...command.usage('zh').split(/\n(?= {2}\S)/),
    ];
    expect(options.filter((option) => /(?:Default:|默认：)\s*$/.test(option))).toEqual([]);
  });

  test('names what it takes beside options in the language of the reader', () => {
    const words = (usage: string) => usage.split('\n')[0]?.replace(/^.*? -- | ?\[\S+\]$/g, '') ?? '';
    const [en, zh] = [words(command.usage('en')), words(command.usage('zh'))];
    expect(zh).toMatch(en === '' ? /^$/ : /\p{Script=Han}/u);
  });

  test('does not take an option that it does not know, and says which was meant', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await command.execute(['--hepl'])).toBe(2);
    expect(said.mock.calls).toEqual([
      [
        `--hepl: there is no such option; did you mean --help?\n${command.usage().split('\n')[0]}; --help explains them`,
      ],
    ]);
    expect(await command.execute(['--hepl', '--lang', 'zh'])).toBe(2);
    expect(said.mock.calls[1]?.[0]).toMatch(
      /^--hepl：没有这个选项；是不是想写 --help？\n用法：.*；选项说明见 --help$/,
    );
    said.mockRestore();
  });
});

test.each(['invoke', 'docs:pictures', 'bench', 'test:fuzz'])(
  'in a process of its own, %s --help needs no build, and speaks the language of the system',
  (wanted) => {
    const file = files.find(({ name }) => name === wanted)?.file ?? '';
    const args = ['--import', 'tsx', join(root, file), '--help'];
    const env = { ...process.env, LC_ALL: 'zh_CN.UTF-8' };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^用法：/);
  },
);

test('build knows what build.mjs can leave out', () => {
  const build = commands.find(({ name }) => name === 'build')?.command;
  const args = [join(root, 'build.mjs'), '--without', 'nothing'];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const names = /expected one or more of (.*), separated/.exec(stderr)?.[1]?.split(', ') ?? [];
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    expect(build?.parse(['--without', name]).values['without']).toEqual([name]);
    expect(build?.usage()).toContain(name);
  }
  expect(() => build?.parse(['--without', 'png'])).toThrow('expected heic, avif or jxl');
});
