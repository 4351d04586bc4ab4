// The definition of a command: its options, its usage, and the exit code with which it ends.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CloudError } from '../cloud/api/cloud-error.ts';
import type { Bilingual } from '../function/doctor/bilingual.ts';
import { CommandError } from './command-error.ts';
import { type CommandLine, type CommandOptions, readCommandLine } from './command-line.ts';
import { langOption } from './lang-option.ts';
import { chooseLanguage, type Language } from './language.ts';
import { describeSystemError } from './system-error.ts';
import { type Described, inShort, renderUsage, usageLine } from './usage.ts';
import { UsageError } from './usage-error.ts';

export interface CommandDefinition<O extends CommandOptions> extends Described {
  readonly options: O;
  /** @returns The exit code. Throws a {UsageError} for a wrong command line, a {CommandError} for any other expected failure. */
  run(line: CommandLine<O>): Promise<number>;
}

export interface Command<O extends CommandOptions = CommandOptions> {
  /** As npm knows it. */
  readonly name: string;
  /** What it does, for a list of commands. */
  readonly inShort: Bilingual;
  /** What `--help` shows. */
  usage(language?: Language): string;
  /** @throws {UsageError} that says what is wrong. */
  parse(args: readonly string[]): CommandLine<O>;
  /**
   * Prints the usage for `--help`, and for an error what is wrong.
   *
   * @returns The exit code: 0 after help, 2 for a wrong command line, 1 for any other error, else that of `run`.
   */
  execute(args: readonly string[]): Promise<number>;
}

/**
 * Each command has `--help` and `--lang`, beside its own options.
 *
 * @example
 * const greet = defineCommand({
 *   name: 'greet',
 *   summary: { en: 'Prints a greeting.', zh: '打印一句问候。' },
 *   options: { count: optionOr('1', { help: { en: 'how often', zh: '次数' }, read: wholeNumber(1, 10) }) },
 *   async run({ values }) {
 *     console.log('hello '.repeat(values.count));
 *     return 0;
 *   },
 * });
 * runIfMain(import.meta.url, greet);
 */
export function defineCommand<O extends CommandOptions>(definition: CommandDefinition<O>): Command<O> {
  const common = { lang: langOption };
  const described: Described = { ...definition, options: { ...definition.options, ...common } };

  function parse(args: readonly string[]): CommandLine<O> {
    const line = readCommandLine(args, definition.options, common);
    if (definition.positionals === undefined && line.positionals.length > 0) {
      const words = line.positionals.join(' ');
      throw new UsageError({ en: `${words}: expected options only`, zh: `${words}：这里只能写选项` });
    }
    return line;
  }

  async function execute(args: readonly string[]): Promise<number> {
    const language = chooseLanguage(args, process.env);
    if (args.includes('--help') || args.includes('-h')) {
      console.log(renderUsage(described, language));
      return 0;
    }
    try {
      return await definition.run(parse(args));
    } catch (error) {
      if (error instanceof UsageError) {
        const more = { en: '; --help explains them', zh: '；选项说明见 --help' }[language];
        console.error(`${error.text[language]}\n${usageLine(described, language)}${more}`);
        return 2;
      }
      printError(error, language);
      if (error instanceof CloudError && args.includes('--json')) printJson(error);
      return 1;
    }
  }

  return {
    name: definition.name,
    inShort: inShort(definition.summary),
    usage: (language = 'en') => renderUsage(described, language),
    parse,
    execute,
  };
}

/**
 * Runs a command if its file is the program that Node.js was started with, and sets the exit code of the process.
 * Nothing happens when a test imports the file.
 *
 * @param url `import.meta.url` of the command's file.
 */
export function runIfMain(url: string, command: Pick<Command, 'execute'>): void {
  const [, program] = process.argv;
  if (program === undefined || realpathSync(program) !== fileURLToPath(url)) return;
  void command.execute(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
}

/** An expected error says all that a person needs; one that is not expected shows where it arose. */
function printError(error: unknown, language: Language): void {
  const text =
    error instanceof CommandError || error instanceof CloudError ? error.text : describeSystemError(error);
  if (text) console.error(text[language]);
  else console.error(isBug(error) ? ((error as Error)?.stack ?? error) : (error as Error).message);
}

/** With --json, standard output gets the error of the cloud as JSON, for the program that reads it. */
function printJson({ text, action, code, requestId }: CloudError): void {
  console.log(JSON.stringify({ error: { ...text, action, code, requestId } }));
}

/** Errors of JavaScript itself need their stack; the message of any other error says enough. */
function isBug(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
