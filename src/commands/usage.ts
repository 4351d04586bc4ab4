// The usage of a command, made from the definition of its options.

import { columnsOf, toLeft } from '../cloud/text-table.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { CommandOptions } from './command-line.ts';
import type { Language } from './language.ts';
import { isPackaged } from './packaged.ts';
import { bilingual, inLanguage, type Wording } from './wording.ts';

/** The parts of a command that its usage shows. */
export interface Described {
  /** As npm knows it: `invoke`, `test:soak`. */
  readonly name: string;
  /** What the command does, in one sentence or a few. */
  readonly summary: Wording;
  /** The words beside the options; without them the command takes options only. */
  readonly positionals?: { readonly name: Wording; readonly help: Wording };
  readonly options: CommandOptions;
  /** Whole command lines, or what follows `npm run NAME --` in one. */
  readonly examples?: readonly string[];
}

/** Columns. */
const width = 90;

/** `usage: npm run invoke -- EVENT.json [options]` */
export function usageLine({ name, positionals }: Described, language: Language): string {
  const { before, options } = {
    en: { before: 'usage: ', options: '[options]' },
    zh: { before: '用法：', options: '[选项]' },
  }[language];
  const words = positionals ? [inLanguage(positionals.name, language)] : [];
  return before + [commandWords(name), ...words, options].join(' ');
}

const helpOfHelp: Bilingual = { en: 'this text', zh: '显示本说明' };

/** What `--help` shows. */
export function renderUsage(command: Described, language: Language): string {
  const { name, summary, positionals, options, examples = [] } = command;
  const rows = Object.entries(options).map(([option, { value, help }]) => {
    return { label: value === undefined ? `--${option}` : `--${option} ${value}`, help };
  });
  if (positionals) rows.unshift({ label: inLanguage(positionals.name, language), help: positionals.help });
  rows.push({ label: '--help, -h', help: helpOfHelp });
  const column = Math.max(...rows.map(({ label }) => columnsOf(label))) + 4;
  const blocks = [
    usageLine(command, language),
    wrap(inLanguage(summary, language), width).join('\n'),
    rows.map(({ label, help }) => row(label, inLanguage(help, language), column)).join('\n'),
  ];
  if (examples.length > 0) {
    const lines = examples.map((example) => `  ${commandWords(name)} ${example}`);
    blocks.push([language === 'zh' ? '示例：' : 'examples:', ...lines].join('\n'));
  }
  return blocks.join('\n\n');
}

/**
 * The first part of a summary, for a list of commands: what is before a colon, or the first sentence. The dot in `index.js` ends none.
 */
export function inShort(summary: Wording): Bilingual {
  const { en, zh } = bilingual(summary);
  const first = (text: string) => text.split(/[.:](?=\s|$)|[。：；]/)[0] ?? '';
  return { en: first(en), zh: first(zh) };
}

/** How a command is called, up to its own words. npm runs `start` without `run`. */
export function commandWords(name: string): string {
  if (isPackaged) return `npx cos-thumbnailer ${name}`;
  return name === 'start' ? 'npm start --' : `npm run ${name} --`;
}

function row(label: string, help: string, column: number): string {
  const [first = '', ...others] = wrap(help, width - column);
  return [toLeft(`  ${label}`, column) + first, ...others.map((line) => ' '.repeat(column) + line)].join(
    '\n',
  );
}

/**
 * What a line may not be broken within: a word of letters, or a Chinese character with the punctuation that may not begin a line or end
 * one. Spaces are not part of it.
 */
const unbreakable = /[（“]*(?:\p{Script=Han}[，。；：、）”？！…]*|[^\s\p{Script=Han}（“]+)|[（“]/gu;

/** Breaks a text into lines at its spaces, but not at its no-break spaces; and between Chinese characters. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let end = 0;
  for (const { 0: word, index } of text.replaceAll('\u00a0', noBreak).matchAll(unbreakable)) {
    const line = lines.at(-1);
    const gap = index > end ? ' ' : '';
    end = index + word.length;
    if (line !== undefined && columnsOf(line + gap + word) <= columns) {
      lines[lines.length - 1] = line + gap + word;
    } else lines.push(word);
  }
  return lines.map((line) => line.replaceAll(noBreak, ' '));
}

/** Stands for a no-break space, which counts as a space otherwise. No text has it. */
const noBreak = '\u{1f}';
