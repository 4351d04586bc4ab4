// After its last call the store keeps no process alive: SCF bills whatever does.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { BUCKET, noise, openLab } from './lab.ts';

test('a process that has nothing else to do exits, although connections are kept and servers are silent', async () => {
  const lab = await openLab();
  lab.server.objects.put(BUCKET, 'present', noise(100_000));
  lab.server.faults.add({ kind: { stall: 'before-response' }, keyPrefix: 'stalled', times: Infinity });
  const program = fileURLToPath(new URL('one-of-each.mts', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', program, lab.server.endpoint],
    { timeout: 240_000 },
  );
  const { outcomes, outlived } = JSON.parse(stdout);
  const late = expect.stringMatching(/^(deadline|store-unavailable)$/);
  expect(outcomes).toEqual([
    ...['object', 'object', 'object', 'nothing'],
    ...['object-missing', 'nothing', 'object', 'nothing'],
    ...[late, late, late, late],
  ]);
  // The server keeps idle connections for 5 seconds: a process that waits for it to close them shows here.
  expect(outlived).toBeLessThan(4000);
  await lab.close();
});
