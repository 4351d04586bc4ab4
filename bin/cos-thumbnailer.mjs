#!/usr/bin/env node
// `npx cos-thumbnailer COMMAND`: the commands of this project, from the published package. Plain JavaScript that Node.js 12 can read, so
// that one that is too old is told so.

import { readdirSync } from 'node:fs';

const needed = 20;
const folder = new URL('../dist/cli/', import.meta.url);
const [name, ...args] = process.argv.slice(2);

async function main() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < needed) {
    console.error(
      `cos-thumbnailer needs Node.js ${needed} or newer here, and this is ${process.versions.node}. The function itself runs on ` +
        'every SCF runtime from Node.js 10 on. Get a newer one from https://nodejs.org.',
    );
    return 1;
  }
  const commands = readdirSync(folder)
    .filter((file) => file.endsWith('.mjs') && !file.startsWith('chunk-'))
    .map((file) => file.slice(0, -'.mjs'.length))
    .sort();
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(
      `usage: npx cos-thumbnailer COMMAND [options]\n\ncommands: ${commands.join(', ')}\n\n` +
        'npx cos-thumbnailer COMMAND --help explains one.',
    );
    return name === undefined ? 2 : 0;
  }
  if (!commands.includes(name)) {
    console.error(`${name}: there is no such command; there are ${commands.join(', ')}`);
    return 2;
  }
  const { default: command } = await import(new URL(`${name}.mjs`, folder).href);
  return command.execute(args);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
