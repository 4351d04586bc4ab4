// Bundles the commands for the published package, where there is no TypeScript: dist/cli/ holds one module for each, and the files that
// they read. `npm pack` runs it.
// @ts-check

import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'cli');

/** The commands that need nothing of the repository, and their files, each of which exports one. */
const commands = {
  audit: 'audit',
  backfill: 'backfill',
  deploy: 'deploy',
  doctor: 'doctor',
  invoke: 'invoke',
  logs: 'show-logs',
  play: 'play',
  replay: 'replay',
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(Object.entries(commands).map(([name, file]) => [name, `command:${file}`])),
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
          contents:
            `import * as all from './src/commands/${path}.ts';` +
            `export default Object.values(all).find((one) => one?.execute);`,
          resolveDir: root,
          loader: 'js',
        }));
      },
    },
  ],
});
// These are read from beside a module's own file.
copyFileSync(join(root, 'src/local/scf/bootstrap.cjs'), join(folder, 'bootstrap.cjs'));
cpSync(join(root, 'src/play/web'), join(folder, 'web'), { recursive: true });
// The list that bin/cos-thumbnailer.mjs shows, which so need not load all commands.
const listed = await Promise.all(
  Object.keys(commands).map(async (name) => {
    const { default: command } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
    return { name, inShort: command.inShort };
  }),
);
writeFileSync(join(folder, 'commands.json'), `${JSON.stringify(listed, null, 2)}\n`);
console.log(`dist/cli: ${Object.keys(commands).join(', ')}`);
