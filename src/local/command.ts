// How a command ends: with an exit code, or with 1 and what went wrong on standard error.

/**
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
