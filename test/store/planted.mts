// A process of its own for sdk-callbacks.test.ts. Before the SDK loads, everything by which its code or that of its HTTP client can
// have itself called later is replaced: what it registers throws. Arguments: endpoint, and keys with faults. Prints
// how each call ended, and what was registered.

import { EventEmitter } from 'node:events';
import timers from 'node:timers';

const planted: string[] = [];

/** The place of the SDK's code that called what calls this. */
function callerInSdk(): string | undefined {
  const [, , , line = ''] = new Error().stack?.split('\n') ?? [];
  return /node_modules\/((?:cos-nodejs-sdk-v5|cos-request|cos-fast-xml-parser)\/[^)]*)/.exec(line)?.[1];
}

/** Makes a function that registers callbacks take one that throws, from the SDK. */
function plant(holder: object, name: string, position: number): void {
  const register = Reflect.get(holder, name);
  Reflect.set(holder, name, function (this: unknown, ...args: unknown[]) {
    const place = callerInSdk();
    if (place !== undefined) {
      planted.push(place);
      args[position] = () => {
        throw new Error(`planted in ${place}`);
      };
    }
    return register.apply(this, args);
  });
}

for (const name of ['on', 'once', 'addListener', 'prependListener']) plant(EventEmitter.prototype, name, 1);
for (const name of ['setTimeout', 'setImmediate', 'setInterval']) {
  plant(globalThis, name, 0);
  plant(timers, name, 0);
}
plant(process, 'nextTick', 0);
plant(Promise.prototype, 'then', 0);

const { Deadline } = await import('../../src/function/deadline.ts');
const { at, connect, noise } = await import('./lab.ts');
const [endpoint = '', ...keys] = process.argv.slice(2);
const store = connect(endpoint);
const outcomes: string[] = [];
for (const key of keys) {
  const deadline = () => Deadline.in(5000);
  const calls = [
    () =>
      store.put(at(key), noise(1000), {
        headers: { contentType: 'image/jpeg', metadata: {} },
        deadline: deadline(),
      }),
    () => store.get(at(key), { maxBytes: 1000, deadline: deadline() }),
    () => store.head(at(key), { deadline: deadline() }),
    () => store.delete(at(key), { deadline: deadline() }),
  ];
  for (const call of calls) {
    outcomes.push(
      await call().then(
        () => 'ok',
        (error: { code: string }) => error.code,
      ),
    );
  }
}
console.log(JSON.stringify({ outcomes, planted }));
