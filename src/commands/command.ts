// What all commands have in common: help, a wrong command line, and how they end.

import { asksForHelp, UsageError } from './arguments.ts';

/**
 * Answers a question for help with the usage, and a wrong command line with what is wrong and the usage.
 *
 * @param run Gets the command line, resolves with the exit code, and throws {UsageError} for a wrong line.
 * @returns The exit code: 0 after help, 2 for a wrong command line, else that of `run`.
 */
export async function obey(
  usage: () => string,
  run: (line: readonly string[]) => Promise<number>,
): Promise<number> {
  const line = process.argv.slice(2);
  if (asksForHelp(line)) {
    console.log(usage());
    return 0;
  }
  try {
    return await run(line);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage()}`);
    return 2;
  }
}

/**
 * Ends the process with an exit code, or with 1 and what went wrong on standard error.
 *
 * @param main Resolves with the exit code.
 * @param explain What is shown of what it throws. Default: the stack, which a bug needs.
 */
export function runCommand(
  main: () => Promise<number>,
  explain: (error: Error) => string | undefined = ({ stack }) => stack,
): void {
  main().then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: Error) => {
      console.error(explain(error));
      process.exitCode = 1;
    },
  );
}
