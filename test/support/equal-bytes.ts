// Compares bytes as bytes, in every `toEqual` of every test file. Vitest itself looks each of them up by its name: two pictures
// of 300x200 take it more than a second.

import { expect } from 'vitest';

expect.addEqualityTesters([
  (a, b) => (a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : undefined),
]);
