import { defineConfig } from 'vitest/config';

/** They test dist/index.js, which is built anew before the first of them, so that none runs on a stale one. */
const bundle = [
  'test/bundle/*.test.ts',
  'test/bundle/runtime/*.test.ts',
  'test/local/backfill/backfill.test.ts',
  'test/local/{invoke,play-server,replay,start}.test.ts',
  'test/local/{deploy,doctor,operate}/*.test.ts',
  'test/browser/*.test.ts',
];
/**
 * Long: hundreds of photos, comparisons of pixels on every engine, or waits for a deadline. `npm run test:all` runs them, and
 * `npm run test:runtimes` runs those of test/bundle/runtime on each runtime.
 */
const long = [
  'test/browser/*.test.ts',
  'test/bundle/{fallback,memory,refusal,runtimes,small,zip}.test.ts',
  'test/bundle/runtime/{at-once,bad-neighbour,flavour,neighbour,outputs}.test.ts',
  'test/image/{at-once,budget,exact-sizes,metadata-slack,png-chunks,preview,profile-damage,quality,several,squoosh*}.test.ts',
  'test/local/backfill/large-bucket.test.ts',
  'test/local/replay.test.ts',
  'test/local/operate/policy.test.ts',
  'test/local/deploy/interrupted.test.ts',
  'test/local/scf/limits.test.ts',
  'test/store/{last-upload,silence}.test.ts',
  'test/stress/{fuzz,soak}/{fuzz,soak}.test.ts',
  'test/stress/faults/{matrix,kill}.test.ts',
];
/** They look at the process that they run in: at its memory, its threads, its globals. */
const alone = ['test/image/{host,isolation,room,squoosh-thread,webp-header}.test.ts'];
/** Of one module each, without an engine, a server or a process. */
const unit = [
  'test/unit/**/*.test.ts',
  'test/{bench,compare}/*.test.ts',
  'test/stress/*.test.ts',
  'test/stress/faults/{arguments,moments,table}.test.ts',
  'test/stress/fuzz/mutants.test.ts',
];
/** Of other Node.js binaries, which runtimes.ts runs; of packages that the benchmarks install. */
const elsewhere = ['test/bundle/too-old/*.test.ts', 'test/bench/node_modules/**'];

const built = { globalSetup: ['test/bundle/build.ts'] };

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/support/equal-bytes.ts', 'test/support/leave-no-spies.ts'],
    // Only for what would never end: a machine that is busy with something else is no reason to fail.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    // Two cores are enough to run this: child processes and worker threads want their share.
    maxWorkers: 2,
    // A worker keeps what it has loaded, and the engines that it has started, for its next file.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      {
        extends: true,
        test: { name: 'bundle', include: bundle, exclude: [...long, ...elsewhere], ...built },
      },
      { extends: true, test: { name: 'long', include: long, exclude: [...alone, ...elsewhere], ...built } },
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: [...alone, ...bundle, ...long, ...unit, ...elsewhere],
        },
      },
      { extends: true, test: { name: 'unit', include: unit } },
    ],
  },
});
