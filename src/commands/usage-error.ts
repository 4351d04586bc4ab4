// The error of a wrong command line.

/** The command line, or a file that it names, is wrong. The message says what was expected; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
