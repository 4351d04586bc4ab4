// Bundles the commands for the published package, where there is no TypeScript: dist/cli/ holds one module for each, and the files that
// they read. `npm pack` runs it.
// @ts-check

import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'cli');

/** The commands that need nothing of the repository, and the name of what each exports. */
const commands = ['audit', 'backfill', 'deploy', 'doctor', 'invoke', 'logs', 'play', 'replay'].filter(
  (name) => existsSync(join(root, 'src', 'commands', `${name}.ts`)),
);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(commands.map((name) => [name, `command:${name}`])),
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
  plugins: [
    {
      name: 'commands',
      setup({ onResolve, onLoad }) {
        // It has no list of exports, by which Node.js would find the file.
        onResolve({ filter: /^picomatch\/posix$/ }, () => ({ path: 'picomatch/posix.js', external: true }));
        onResolve({ filter: /^command:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'command' }));
        onLoad({ filter: /.*/, namespace: 'command' }, ({ path }) => ({
          contents: `export { ${path} as default } from './src/commands/${path}.ts';`,
          resolveDir: root,
          loader: 'js',
        }));
      },
    },
  ],
});
// What is read from beside a module's own file.
for (const file of ['src/local/scf/bootstrap.cjs', 'src/play/web']) {
  const from = join(root, file);
  if (existsSync(from)) cpSync(from, join(folder, file.split('/').at(-1) ?? ''), { recursive: true });
}
console.log(`dist/cli: ${commands.join(', ')}`);
