// A process of its own for exit.test.ts: calls that succeed, fail and run out of time, and then nothing more to do.
// Arguments: endpoint of the COS server. Prints how each call ended, then how long the process outlived them in ms.

import { Deadline } from '../../src/function/deadline.ts';
import { at, connect, noise } from './lab.ts';

const store = connect(process.argv[2] ?? '');
const read = { maxBytes: 1_000_000 };
const write = { headers: { contentType: 'image/jpeg', metadata: {} } };
const calls = ['present', 'missing', 'stalled'].flatMap((key) => {
  const deadline = () => Deadline.in(key === 'stalled' ? 300 : 60_000);
  return [
    () => store.get(at(key), { ...read, deadline: deadline() }),
    () => store.head(at(key), { deadline: deadline() }),
    () => store.put(at(key), noise(1000), { ...write, deadline: deadline() }),
    () => store.delete(at(key), { deadline: deadline() }),
  ];
});

const outcomes: string[] = [];
for (const call of calls) {
  outcomes.push(
    await call().then(
      (value) => (value === undefined ? 'nothing' : 'object'),
      (error: { code: string }) => error.code,
    ),
  );
}
const settled = Date.now();
process.on('exit', () => console.log(JSON.stringify({ outcomes, outlived: Date.now() - settled })));
