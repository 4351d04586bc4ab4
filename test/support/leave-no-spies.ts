// A worker runs one test file after another: what a file spies on is restored at its end, so that the next one finds nothing
// of it.

import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.restoreAllMocks();
});
