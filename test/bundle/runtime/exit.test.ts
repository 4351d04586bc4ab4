// Once it has answered, the function keeps no process alive: SCF bills whatever does.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { runNode } from '../../support/child.ts';
import { builtFile, openStage } from '../../support/stage.ts';

const stage = await openStage();
const photo = readFileSync(samples.landscape.path);

/** Handles the event, answers by `report` or by error, and prints how many milliseconds the process outlived that. */
const program = `
  const [file, event] = process.argv.slice(1);
  const context = { memory_limit_in_mb: 512, time_limit_in_ms: 120000 };
  require(file).main_handler(JSON.parse(event), context).then(({ stored }) => stored, ({ name }) => name).then((answer) => {
    const answered = Date.now();
    process.on('exit', () => console.error(JSON.stringify({ answer, outlived: Date.now() - answered })));
  });`;

/** Until the engine's modules are inflated, in the background, a process goes on: after an early failure they may not be. */
const early = 2000;

/** A machine that is busy with something else makes an end later, never sooner: the quickest of so many processes counts. */
const attempts = 10;

test.each([
  ['stored a thumbnail', {}, 1, 200],
  ['failed before any work', { TENCENTCLOUD_SECRETID: '' }, 'RedeliveryError', early],
  ['refused its settings', { THUMB_PRESETS: '200xx' }, 'ConfigError', early],
])(
  'a process with nothing else to do exits by itself once an invocation %s',
  async (_, env, answer, most) => {
    let quickest = Infinity;
    for (let left = attempts; left > 0 && quickest >= most; left--) {
      // Another photo each time: a thumbnail that is there already is not made again.
      const event = await stage.upload(`photos/${left}.jpg`, photo);
      const args = ['-e', program, builtFile, JSON.stringify(event)];
      const ended = await runNode(args, { env: { ...stage.env, ...env } });
      stage.hear(ended);
      const { code, stderr } = ended;
      const { answer: given, outlived } = JSON.parse(stderr);
      expect({ code, given }).toEqual({ code: 0, given: answer });
      quickest = Math.min(quickest, outlived);
    }
    // The server keeps idle connections open for 5 seconds, and a thread lives for ever.
    expect(quickest).toBeLessThan(most);
  },
);
