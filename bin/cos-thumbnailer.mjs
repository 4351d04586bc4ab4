#!/usr/bin/env node
// `npx cos-thumbnailer COMMAND`: the commands of this project, from the published package. Plain JavaScript that Node.js 12 can read, so
// that one that is too old is told so.

import { readFileSync } from 'node:fs';
import { chooseLanguage } from './language.mjs';

const needed = 20;
const folder = new URL('../dist/cli/', import.meta.url);
const [name, ...args] = process.argv.slice(2);
const language = chooseLanguage(process.argv.slice(2), process.env);

/** @param {readonly { readonly name: string, readonly inShort: { readonly en: string, readonly zh: string } }[]} commands */
function usage(commands) {
  const column = Math.max(...commands.map((command) => command.name.length)) + 4;
  const rows = commands.map((command) => `  ${command.name}`.padEnd(column) + command.inShort[language]);
  const { before, after } = {
    en: {
      before: 'usage: npx cos-thumbnailer COMMAND [options]',
      after: 'npx cos-thumbnailer COMMAND --help explains one.',
    },
    zh: {
      before: '用法：npx cos-thumbnailer 命令 [选项]',
      after: 'npx cos-thumbnailer 命令 --help 说明一个命令。',
    },
  }[language];
  return [before, rows.join('\n'), after].join('\n\n');
}

async function main() {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) < needed) {
    console.error(
      {
        en:
          `cos-thumbnailer needs Node.js ${needed} or newer here, and this is ${node}. The function itself runs on ` +
          'every SCF runtime from Node.js 10 on. Get a newer one from https://nodejs.org.',
        zh:
          `cos-thumbnailer 的命令需要 Node.js ${needed} 或更高版本，当前是 ${node}。函数本身可以在 SCF 从 Node.js 10 起的` +
          '所有运行环境上运行。请从 https://nodejs.org 安装更高的版本。',
      }[language],
    );
    return 1;
  }
  const commands = JSON.parse(readFileSync(new URL('commands.json', folder), 'utf8'));
  const asksHelp = /^-/.test(name) && process.argv.some((word) => word === '--help' || word === '-h');
  if (name === undefined || asksHelp) {
    console.log(usage(commands));
    return name === undefined ? 2 : 0;
  }
  const names = commands.map((command) => command.name);
  if (!names.includes(name)) {
    console.error(
      {
        en: `${name}: there is no such command; there are ${names.join(', ')}`,
        zh: `${name}：没有这个命令；有 ${names.join('、')}`,
      }[language],
    );
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
