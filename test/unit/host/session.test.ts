// One engine from the outside, without a thread behind it.

import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { vipsFootprint } from '../../../wasm/host/footprint.ts';
import { EngineSession } from '../../../wasm/host/session.ts';
import type { Reply } from '../../../wasm/thread/protocol.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const assets = {
  name: 'wasm-vips' as const,
  version: 'none',
  footprint: vipsFootprint,
  script: '',
  modulesFor: () => [],
};
const request = { op: 'inspect', source: 1, bytes: new Uint8Array(), format: 'jpeg' } as const;
const ask = (session: EngineSession) => session.ask(request, 'read the header', Deadline.in(10_000));

/** @param answers What its script says, in turn; after that, nothing. */
function startSession(answers: readonly Reply[], module = () => Promise.resolve(new Uint8Array())) {
  let tellShort: () => void = () => undefined;
  const left = [...answers];
  let died: (reason: string) => void = () => undefined;
  const session = new EngineSession(
    { ...assets, module },
    ['vips'],
    (_, tellDeath) => {
      died = tellDeath;
      return {
        send: () => {
          const answer = left.shift();
          return answer ? Promise.resolve(answer) : new Promise(() => undefined);
        },
        watch: (_memoryMb, onShort) => {
          tellShort = onShort;
          return () => (tellShort = () => undefined);
        },
        keepAlive: () => undefined,
        end: () => Promise.resolve(),
      };
    },
    true,
  );
  return { session, die: (reason: string) => died(reason), runShort: () => tellShort() };
}

const booted: Reply = { ok: true, answer: undefined, memory: 0 };

test('a thread that ends before it was told to boot has made the engine unavailable, and says why', async () => {
  let arrive: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
  const { session, die } = startSession(
    [],
    () => new Promise<Uint8Array<ArrayBuffer>>((resolve) => (arrive = resolve)),
  );
  const asking = ask(session);
  die('the thread ended with exit code 3');
  arrive(new Uint8Array());
  await expect(asking).rejects.toMatchObject({
    code: 'engine-unavailable',
    message: 'the thread ended with exit code 3',
  });
});

test('a thread that ends once it was up has crashed, for whoever waits and for whoever still asks', async () => {
  const { session, die } = startSession([booted, booted]);
  await ask(session);
  const waiting = ask(session);
  die('the thread ended with exit code 3');
  const crashed = { code: 'engine-crashed', message: 'the thread ended with exit code 3' };
  await expect(waiting).rejects.toMatchObject(crashed);
  await expect(ask(session)).rejects.toMatchObject(crashed);
});

const trim = { op: 'trim', source: 1, info: ordinaryPhoto, threshold: 10, memoryMb: 128 } as const;

test('an engine that outgrows the memory is ended, and what it worked on is too big', async () => {
  const { session, runShort } = startSession([booted]);
  const trimming = session.ask(trim, 'find the border', Deadline.in(10_000));
  await setImmediate();
  runShort();
  await expect(trimming).rejects.toMatchObject({
    code: 'source-too-big',
    message: expect.stringMatching(/128 MB.*Give the function 256 MB/),
  });
  expect(session.dead).toBe(true);
});

test('the memory is watched only while the engine works on a photo', async () => {
  const { session, runShort } = startSession([booted, booted, booted]);
  await ask(session);
  runShort();
  await session.ask(trim, 'find the border', Deadline.in(10_000));
  runShort();
  expect(session.dead).toBe(false);
});
