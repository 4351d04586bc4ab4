// The definition of a command: its options, its usage, and the exit code with which it ends.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CloudError } from '../cloud/api/cloud-error.ts';
import { type CommandLine, type CommandOptions, readCommandLine } from './command-line.ts';
import { chooseLanguage } from './language.ts';
import { type Described, renderUsage, usageLine } from './usage.ts';
import { UsageError } from './usage-error.ts';

export interface CommandDefinition<O extends CommandOptions> extends Described {
  readonly options: O;
  /** @returns The exit code. Throws a {UsageError} for a wrong command line. */
  run(line: CommandLine<O>): Promise<number>;
}

export interface Command<O extends CommandOptions = CommandOptions> {
  /** What `--help` shows. */
  usage(): string;
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
 * @example
 * const greet = defineCommand({
 *   name: 'greet',
 *   summary: 'Prints a greeting.',
 *   options: { count: optionOr('1', { help: 'how often', read: wholeNumber(1, 10) }) },
 *   async run({ values }) {
 *     console.log('hello '.repeat(values.count));
 *     return 0;
 *   },
 * });
 * runIfMain(import.meta.url, greet);
 */
export function defineCommand<O extends CommandOptions>(definition: CommandDefinition<O>): Command<O> {
  const usage = () => renderUsage(definition);

  function parse(args: readonly string[]): CommandLine<O> {
    const line = readCommandLine(args, definition.options);
    if (definition.positionals === undefined && line.positionals.length > 0) {
      throw new UsageError(`${line.positionals.join(' ')}: expected options only`);
    }
    return line;
  }

  async function execute(args: readonly string[]): Promise<number> {
    if (args.includes('--help') || args.includes('-h')) {
      console.log(usage());
      return 0;
    }
    try {
      return await definition.run(parse(args));
    } catch (error) {
      if (error instanceof UsageError) {
        console.error(`${error.message}\n${usageLine(definition)}; --help explains them`);
        return 2;
      }
      if (error instanceof CloudError) {
        printCloudError(error, args);
        return 1;
      }
      console.error(isBug(error) ? ((error as Error)?.stack ?? error) : (error as Error).message);
      return 1;
    }
  }

  return { usage, parse, execute };
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

/** Prints it in the person's language. With --json, standard output gets it as JSON, for the program that reads it. */
function printCloudError({ text, action, code, requestId }: CloudError, args: readonly string[]): void {
  console.error(text[chooseLanguage(args, process.env)]);
  if (args.includes('--json')) console.log(JSON.stringify({ error: { ...text, action, code, requestId } }));
}

/** Errors of JavaScript itself need their stack; the message of any other error says enough. */
function isBug(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
