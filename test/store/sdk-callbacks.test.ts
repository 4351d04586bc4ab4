// The SDK signs requests and nothing else: it has nothing called later, where what it throws would end the process.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openLab } from './lab.ts';

test('an exception in any callback of the SDK or of its HTTP client ends neither the process nor a call', async () => {
  const lab = await openLab();
  lab.server.faults.add({ keyPrefix: 'busy', kind: { status: 503 }, times: Infinity });
  lab.server.faults.add({ keyPrefix: 'page', kind: { status: 404, html: true }, times: Infinity });
  lab.server.faults.add({ keyPrefix: 'reset', kind: { reset: 'before-response' }, times: Infinity });
  const program = fileURLToPath(new URL('planted.mts', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', program, lab.server.endpoint, 'whole', 'busy', 'page', 'reset'],
    { timeout: 50_000 },
  );
  const { outcomes, planted } = JSON.parse(stdout);
  expect(planted).toEqual([]);
  expect(outcomes).toEqual([
    'ok',
    'ok',
    'ok',
    'ok',
    ...Array.from({ length: 12 }, () => 'store-unavailable'),
  ]);
  await lab.close();
});
