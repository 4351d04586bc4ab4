// Tests the engine's side of the protocol: which bytes it answers each request from.

import { expect, test } from 'vitest';
import { ContainerError, ExcessError } from '../../../src/function/container/bytes.ts';
import type { Rendered } from '../../../src/function/engine/engine.ts';
import { createServer } from '../../../wasm/thread/server.ts';
import { SourceFault } from '../../../wasm/thread/source-fault.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const a = Uint8Array.of(1);
const b = Uint8Array.of(2);

/** Starts a server of an engine that remembers which bytes it was given. */
async function startServer() {
  const read: string[] = [];
  const serve = createServer({
    boot: async () => ({
      inspect(bytes: Uint8Array) {
        read.push(`inspect ${bytes}`);
        return ordinaryPhoto;
      },
      findTrim(bytes: Uint8Array) {
        read.push(`trim ${bytes}`);
        return { left: 0, top: 0, width: 1, height: 1 };
      },
      render({ bytes }: { readonly bytes: Uint8Array }): Rendered {
        read.push(`render ${bytes}`);
        return { thumbnails: [] };
      },
      memoryBytes: () => 0,
    }),
    toFailure: (error) => ({ code: 'engine-crashed', message: String(error), fatal: true }),
  });
  await serve({ op: 'boot', modules: {} });
  return { serve, read };
}

const inspect = (source: number, bytes: Uint8Array) =>
  ({ op: 'inspect', source, bytes, format: 'jpeg' }) as const;
const trim = (source: number, bytes?: Uint8Array) =>
  ({ op: 'trim', source, info: ordinaryPhoto, threshold: 10, ...(bytes && { bytes }) }) as const;
const render = (source: number, bytes?: Uint8Array) =>
  ({ op: 'render', source, job: { info: ordinaryPhoto, specs: [], ...(bytes && { bytes }) } }) as const;

test('a request without bytes is answered from the source that is held', async () => {
  const { serve, read } = await startServer();
  for (const request of [inspect(1, a), trim(1), render(1)]) {
    expect(await serve(request)).toMatchObject({ ok: true });
  }
  expect(read).toEqual(['inspect 1', 'trim 1', 'render 1']);
});

test.each([
  ['render', render(1)],
  ['trim', trim(1)],
])('a %s without bytes is refused while another source is held', async (_, request) => {
  const { serve, read } = await startServer();
  await serve(inspect(1, a));
  await serve(inspect(2, b));
  expect(await serve(request)).toEqual({
    ok: false,
    failure: {
      code: 'engine-crashed',
      message: expect.stringContaining('for source 1 and has no bytes, and the engine holds source 2'),
      fatal: true,
    },
  });
  expect(read).toEqual(['inspect 1', 'inspect 2']);
});

test('a render without bytes is refused once the source was rendered', async () => {
  const { serve } = await startServer();
  await serve(inspect(1, a));
  await serve(render(1));
  expect(await serve(render(1))).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('holds source none') },
  });
});

test('a request with bytes is answered from them, whatever is held', async () => {
  const { serve, read } = await startServer();
  await serve(inspect(1, a));
  await serve(trim(2, b));
  await serve(render(2));
  await serve(render(1, a));
  expect(read).toEqual(['inspect 1', 'trim 2', 'render 2', 'render 1']);
});

test.each([
  ['a reader that cannot go on', new ContainerError('the file ends after 3 bytes'), 'the photo is damaged'],
  ['a reader past its bound', new ExcessError('EXIF of more than 512 entries'), 'the photo is damaged'],
  ['anything else', new TypeError('x is undefined'), 'TypeError: x is undefined'],
])('of %s, the engine is told what is at fault', async (_, error, message) => {
  const serve = createServer({
    boot: async () => ({
      inspect() {
        throw error;
      },
      findTrim: () => ({ left: 0, top: 0, width: 1, height: 1 }),
      render: () => ({ thumbnails: [] }),
      memoryBytes: () => 0,
    }),
    toFailure: (cause) => ({
      code: cause instanceof SourceFault ? cause.code : 'engine-crashed',
      message: String(cause),
      fatal: !(cause instanceof SourceFault),
    }),
  });
  await serve({ op: 'boot', modules: {} });
  const isFaultOfSource = error instanceof ContainerError;
  expect(await serve(inspect(1, a))).toEqual({
    ok: false,
    failure: {
      code: isFaultOfSource ? 'source-corrupt' : 'engine-crashed',
      message: expect.stringContaining(message),
      fatal: !isFaultOfSource,
    },
  });
});
