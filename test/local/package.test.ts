// The published package: its commands run without TypeScript, and need nothing that is installed for developers only.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../../src/local/cloud.ts';

const folder = join(root, 'dist', 'cli');
execFileSync(process.execPath, [join(root, 'src', 'commands', 'pack.mjs')], { stdio: 'ignore' });
const modules = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
const commands = modules.filter((file) => !file.startsWith('chunk-')).map((file) => file.slice(0, -4));

function run(...args: readonly string[]) {
  const program = join(root, 'bin', 'cos-thumbnailer.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('what the commands import is among the dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const imported = modules.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/(?:^|\s)(?:from|import|import\()\s*"([^."][^"]*)"/g)].map(
      ([, name = '']) => name,
    );
  });
  expect(imported.length).toBeGreaterThan(20);
  const packages = imported
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
  expect([...new Set(packages)].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
});

describe.each(commands)('%s', (command) => {
  test('explains itself', () => {
    const { status, stdout, stderr } = run(command, '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^usage: /);
  });
});

/** They write into the repository, or are made of it: `start` writes out/, the others what is published. */
const ofRepository = ['start', 'build', 'deploy:files', 'docs:pictures', 'release'];

test('has every command of the repository that does not need it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const all = Object.entries(scripts).filter(([, line]) => line.includes('tsx src/commands/'));
  expect(all.length).toBeGreaterThan(10);
  const names = all.map(([name]) => name).filter((name) => !ofRepository.includes(name));
  expect(commands).toEqual(names.sort());
});

test('play serves its page, each of its modules, and what the function has made', async () => {
  const program = join(root, 'bin', 'cos-thumbnailer.mjs');
  const played = spawn(process.execPath, [program, 'play', '--port', '0', '--no-build', '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    played.kill();
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    played.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, found] = /(http:\S+)/.exec(text) ?? [];
      if (found) resolve(found);
    });
    played.once('exit', (code) => reject(new Error(`play ended with ${code}: ${text}`)));
  });
  for (const file of readdirSync(join(root, 'src', 'play', 'web'))) {
    const answer = await fetch(url + file);
    expect({ file, status: answer.status }).toEqual({ file, status: 200 });
    expect(await answer.text()).toBe(readFileSync(join(root, 'src', 'play', 'web', file), 'utf8'));
  }
  expect((await fetch(`${url}api/samples`, { method: 'POST', body: '{}' })).status).toBe(200);
  const changes = await fetch(`${url}api/changes`);
  let told = '';
  for await (const chunk of changes.body ?? []) {
    told += Buffer.from(chunk).toString();
    if (told.includes('"status":"stored"')) return;
  }
  throw new Error(`no thumbnail was stored: ${told.slice(0, 1000)}`);
});

test('without a command there is a list, and an unknown one is refused', () => {
  const listed = (stdout: string) => [...stdout.matchAll(/^ {2}(\S+) +(.+)$/gm)];
  const list = run();
  expect(list.status).toBe(2);
  expect(listed(list.stdout).map(([, name]) => name)).toEqual(commands);
  expect(run('--help')).toMatchObject({ status: 0, stdout: list.stdout });
  expect(list.stdout).toMatch(/^usage: npx .*\n\n {2}audit +Compares /);
  for (const args of [
    ['--help', '--lang', 'zh'],
    ['--lang=zh', '-h'],
  ]) {
    const { status, stdout } = run(...args);
    expect({ status, begins: stdout.slice(0, 7) }).toEqual({ status: 0, begins: '用法：npx ' });
    expect(listed(stdout).filter(([, , text = '']) => /^\p{Script=Han}/u.test(text))).toHaveLength(
      commands.length,
    );
  }
  expect(run('deplyo')).toMatchObject({ status: 2, stderr: expect.stringContaining('no such command') });
});

test('the package holds what the commands read', () => {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(text) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      'bin/cos-thumbnailer.mjs',
      'bin/language.mjs',
      'dist/cli/commands.json',
      'dist/index.js',
      'dist/cos-thumbnailer.zip',
      'dist/cli/bootstrap.cjs',
      ...modules.map((file) => `dist/cli/${file}`),
      'test/fixtures/images/landscape.jpg',
    ]),
  );
  expect(paths.filter((path) => path.startsWith('src/') || path.startsWith('wasm/'))).toEqual([]);
});
