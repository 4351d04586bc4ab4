// What stands behind the code of the bundle is found again by its place.

import { expect, test } from 'vitest';
import { layOut } from '../../../wasm/bundle/payload.mjs';

const parts = [
  ['long', Buffer.alloc(10_000, 'long'), 3],
  ['short', Buffer.from([1]), 5],
  ['last', Buffer.from('of all'), 7],
] as const;

test.each(['', 'code();\n'])('each part is where its place says, behind the code %o', (code) => {
  const { text, places } = layOut(parts);
  // As esbuild ends a file.
  const file = `${code}${text}\n`;
  for (const [name, content, bytes] of parts) {
    const { fromEnd = 0, length = 0, ...rest } = places[name] ?? {};
    const start = file.length - fromEnd;
    expect(Buffer.from(file.slice(start, start + length), 'base64')).toEqual(content);
    expect(rest).toEqual({ bytes });
  }
});

test('all of it is comment', () => {
  expect(layOut(parts).text.split('\n')).toEqual(parts.map(() => expect.stringMatching(/^\/\/[\w+/]+=*$/)));
});
