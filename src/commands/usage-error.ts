// The error of a wrong command line.

import { CommandError } from './command-error.ts';

/** The command line, or a file that it names, is wrong. The text says what was expected; the exit code is 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}
