// What `npm run release` writes is whole, and the same each time.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, expect, test } from 'vitest';
import { release } from '../../../src/commands/release.ts';
import { root } from '../../../src/local/cloud.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function filesOf(name: string): Promise<ReadonlyMap<string, Buffer>> {
  const out = join(folder, name);
  expect(await release.execute(['--no-build', '--out', out])).toBe(0);
  const [version = ''] = readdirSync(out);
  return new Map(
    readdirSync(join(out, version)).map((file) => [file, readFileSync(join(out, version, file))]),
  );
}

const first = await filesOf('first');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

test('the files', () => {
  expect([...first.keys()]).toEqual([
    'NOTICE.txt',
    'cos-thumbnailer.zip',
    'cos-thumbnailer.zip.sha256',
    'sbom.cdx.json',
  ]);
});

test('are the same each time', async () => {
  expect(await filesOf('second')).toEqual(first);
});

test('the checksum is that of the zip', () => {
  const cwd = join(folder, 'first', `cos-thumbnailer-${version}`);
  const said = execFileSync('sha256sum', ['--check', 'cos-thumbnailer.zip.sha256'], {
    cwd,
    encoding: 'utf8',
  });
  expect(said).toBe('cos-thumbnailer.zip: OK\n');
});

test('the bill of materials is valid, and names every part of the notice', async () => {
  const text = first.get('sbom.cdx.json')?.toString() ?? '';
  const problems = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  expect(problems).toBe(null);
  const { components, dependencies } = JSON.parse(text) as {
    readonly components: readonly { readonly name: string; readonly version?: string }[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
  };
  const notice = first.get('NOTICE.txt')?.toString() ?? '';
  const lines = [...notice.matchAll(/^ {2}(\S+)(?: ([^\s(]+))?(?: \(with .*\))?: /gm)].map(
    ([, name, of]) => `${name} ${of}`,
  );
  expect(lines.length).toBeGreaterThan(20);
  expect(components.map((one) => `${one.name} ${one.version}`).sort()).toEqual(lines.sort());
  expect(dependencies.find(({ ref }) => ref === 'cos-thumbnailer')?.dependsOn).toHaveLength(lines.length);
});
