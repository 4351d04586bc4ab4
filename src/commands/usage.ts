// The usage of a command, made from the definition of its options.

import type { CommandOptions } from './command-line.ts';
import { isPackaged } from './packaged.ts';

/** The parts of a command that its usage shows. */
export interface Described {
  /** As npm knows it: `invoke`, `test:soak`. */
  readonly name: string;
  /** What the command does, in one sentence or a few. */
  readonly summary: string;
  /** The words beside the options; without them the command takes options only. */
  readonly positionals?: { readonly name: string; readonly help: string };
  readonly options: CommandOptions;
  /** Whole command lines, or what follows `npm run NAME --` in one. */
  readonly examples?: readonly string[];
}

/** Columns. */
const width = 90;

/** `usage: npm run invoke -- EVENT.json [options]` */
export function usageLine({ name, positionals }: Described): string {
  const words = [commandWords(name), ...(positionals ? [positionals.name] : []), '[options]'];
  return `usage: ${words.join(' ')}`;
}

/** What `--help` shows. */
export function renderUsage(command: Described): string {
  const { name, summary, positionals, options, examples = [] } = command;
  const rows = Object.entries(options).map(([option, { value, help }]) => {
    return { label: value === undefined ? `--${option}` : `--${option} ${value}`, help };
  });
  if (positionals) rows.unshift({ label: positionals.name, help: positionals.help });
  rows.push({ label: '--help, -h', help: 'this text' });
  const column = Math.max(...rows.map(({ label }) => label.length)) + 4;
  const blocks = [
    usageLine(command),
    wrap(summary, width).join('\n'),
    rows.map(({ label, help }) => row(label, help, column)).join('\n'),
  ];
  if (examples.length > 0) {
    const lines = examples.map((example) => `  ${commandWords(name)} ${example}`);
    blocks.push(['examples:', ...lines].join('\n'));
  }
  return blocks.join('\n\n');
}

/** How a command is called, up to its own words. npm runs `start` without `run`. */
function commandWords(name: string): string {
  if (isPackaged) return `npx cos-thumbnailer ${name}`;
  return name === 'start' ? 'npm start --' : `npm run ${name} --`;
}

function row(label: string, help: string, column: number): string {
  const [first = '', ...others] = wrap(help, width - column);
  return [`  ${label}`.padEnd(column) + first, ...others.map((line) => ' '.repeat(column) + line)].join('\n');
}

/** Breaks a text into lines at its spaces, but not at its no-break spaces. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll('\u00a0', ' '));
}
