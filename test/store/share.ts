// One lab for all tests of a file. Apart from lab.ts, which also runs outside of the test runner.

import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { type Lab, openLab } from './lab.ts';

/** To be opened at the top of a file: each test begins without faults, and the pauses between attempts are 20 and 40 ms. */
export async function shareLab(): Promise<Lab> {
  const lab = await openLab();
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0.1);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    lab.server.faults.clear();
  });
  afterAll(() => lab.close());
  return lab;
}
