// An instance's first photos in the smallest function: V8 compiles WebAssembly once, and no function of it for a second time.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { runNode } from '../../support/child.ts';
import { runtime } from '../../support/runtime.ts';
import { builtFile, openStage } from '../../support/stage.ts';

const stage = await openStage();
const photo = () => sharp(samples.landscape.path).resize(640);

const major = Number.parseInt(runtime.version, 10);
// Node.js 10 has no worker threads, and V8's flags are not touched there.
const isLight = runtime.engine === 'squoosh' && major > 10;

test.runIf(isLight && process.platform === 'linux').each([
  ['as a source', 'a.webp', async () => photo().webp().toBuffer(), '200x200'],
  ['as a thumbnail', 'b.jpg', async () => photo().jpeg().toBuffer(), '200x200,webp'],
] as const)('a WebP %s takes 90 MB at most', async (_, key, make, presets) => {
  const thumbnailer = stage.start({ memoryMb: 128, env: { THUMB_PRESETS: presets } });
  const { answer, memoryPeakMb } = await thumbnailer.invoke(await stage.upload(key, await make()));
  expect(answer).toMatchObject({ stored: 1 });
  expect(memoryPeakMb).toBeLessThan(90);
});

/** Handles the events in turn. */
const program = `
  const [file, events] = process.argv.slice(1);
  const { main_handler } = require(file);
  (async () => {
    for (const event of JSON.parse(events)) {
      const report = await main_handler(event, { memory_limit_in_mb: 256, time_limit_in_ms: 60000 });
      if (report.stored !== 1) throw new Error(JSON.stringify(report));
    }
  })();`;

// V8 tells what it compiles from Node.js 18 on.
test.runIf(runtime.engine === 'vips' && major >= 18)(
  'the optimising compiler leaves a light libvips and the encoder of WebP alone, however long they work',
  async () => {
    const events = [
      await stage.upload('c.webp', await photo().webp().toBuffer()),
      await stage.upload('d.tif', await photo().tiff({ compression: 'lzw' }).toBuffer()),
      await stage.upload('e.gif', await photo().gif().toBuffer()),
    ];
    const env = { ...stage.env, THUMB_LOG: 'error', THUMB_PRESETS: '200x200,webp' };
    const args = ['--trace-wasm-compilation-times', '-e', program, builtFile, JSON.stringify(events)];
    const { code, stdout, stderr } = await runNode(args, { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/using Liftoff/);
    // The project's own modules are meant to be optimised, and have less than two hundred functions.
    expect(stdout.match(/#([2-9]\d{2}|\d{4,}) using TurboFan/g)).toBeNull();
  },
);
