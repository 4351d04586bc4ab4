import { defineConfig } from 'vitest/config';

/** The tests that runtimes.ts runs once on each runtime, of dist/index.js as it is: many runs may share it. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/bundle/{runtime,too-old}/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Three runtimes are tested at a time, and child processes and worker threads want their share.
    maxWorkers: 1,
    // No file changes what another imports: loading sharp and the SDK once halves the time.
    isolate: false,
  },
});
