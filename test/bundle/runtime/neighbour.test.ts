// A hundred photos in one process, in which somebody else uses WebAssembly: neither disturbs the other, although Node.js 16
// needs flags of V8 for one of them.

import { expect, test } from 'vitest';
import { runNode } from '../../support/child.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { BUCKET, builtFile, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const photos = 100;

/**
 * `neighbour(n)` compiles a module of its own, whose function returns n. One is called before the function is loaded, one while
 * each photo is worked at, and all of them once more at the end. Prints what came out.
 */
const program = `
  const [file, event] = process.argv.slice(1);
  const neighbour = async (n) => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, n, 11];
    const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
    return instance.exports.f;
  };
  (async () => {
    const functions = [await neighbour(0)];
    const numbers = [functions[0]()];
    const { main_handler } = require(file);
    let stored = 0;
    for (let n = 1; n <= ${photos}; n++) {
      const record = JSON.parse(event.split('n.png').join(n + '.png'));
      const answer = main_handler(record, { memory_limit_in_mb: 512, time_limit_in_ms: 120000 });
      const f = await neighbour(n % 64);
      numbers.push(f());
      functions.push(f);
      stored += (await answer).stored;
    }
    console.error(JSON.stringify({ stored, numbers, again: functions.map((f) => f()) }));
  })();`;

test(`${photos} photos are stored, and the modules of others work before, meanwhile and after`, async () => {
  const photo = await drawGeometry(320, 240);
  const event = await stage.upload('n.png', photo);
  for (let n = 1; n <= photos; n++) stage.server.objects.put(BUCKET, `${n}.png`, photo);
  // The engines in the function's own thread, which need no flags, leave this effort to the full engine.
  const env = { ...stage.env, THUMB_LOG: 'error', THUMB_PRESETS: '200x200,jpeg,effort=9' };
  const ended = await runNode(['-e', program, builtFile, JSON.stringify(event)], { env });
  stage.hear(ended);
  const { code, stdout, stderr } = ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  const numbers = Array.from({ length: photos + 1 }, (_, n) => n % 64);
  expect(JSON.parse(stderr)).toEqual({ stored: photos, numbers, again: numbers });
  expect(stage.server.objects.keys(TARGET)).toHaveLength(photos);
});
