import { defineConfig } from 'vitest/config';

/** They need dist/index.js: it is built anew before the first of them, so that none runs on a stale one. */
const bundleTests = [
  'test/bundle/*.test.ts',
  'test/bundle/runtime/*.test.ts',
  'test/local/{invoke,replay,start}.test.ts',
  'test/{fuzz,soak}/*.test.ts',
  'test/faults/{matrix,kill}.test.ts',
];
/** Of other Node.js binaries, which runtimes.ts runs; of packages that the benchmarks install. */
const elsewhere = ['test/bundle/too-old/*.test.ts', 'test/bench/node_modules/**'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores are enough to run this: child processes and worker threads want their share.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'source', include: ['test/**/*.test.ts'], exclude: [...bundleTests, ...elsewhere] },
      },
      {
        extends: true,
        test: { name: 'bundle', include: bundleTests, globalSetup: ['test/bundle/build.ts'] },
      },
    ],
  },
});
