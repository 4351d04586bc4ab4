// The real Squoosh engine for tests, in process as on Node.js 10: the same script and modules as in the bundle.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Deliver, Engine } from '../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../src/function/errors.ts';
import { buildSquooshScript } from '../../wasm/bundle/squoosh.mjs';
import type { HeifBytes } from '../../wasm/heif/heif-modules.ts';
import { squooshFootprint } from '../../wasm/host/footprint.ts';
import { type SquooshModule, squooshModules } from '../../wasm/squoosh/codec-modules.ts';
import type { Answers, Reply, Request } from '../../wasm/thread/protocol.ts';
import { runScript } from '../../wasm/thread/run-script.ts';

export type Serve = (request: Request<keyof Modules>, deliver?: Deliver) => Promise<Reply>;

type Modules = Record<SquooshModule, Uint8Array> & HeifBytes;

export async function readModules(): Promise<Modules> {
  const read = async (name: SquooshModule) =>
    [
      name,
      new Uint8Array(await readFile(`node_modules/@squoosh/lib/build/${squooshModules[name]}`)),
    ] as const;
  const names = Object.keys(squooshModules) as SquooshModule[];
  const codecs = Object.fromEntries(await Promise.all(names.map(read))) as Record<SquooshModule, Uint8Array>;
  const libheif = async (file: string) =>
    new Uint8Array(await readFile(`node_modules/libheif-js/libheif-wasm/${file}`));
  return {
    ...codecs,
    heicDecoder: await libheif('libheif.wasm'),
    heicGlue: await libheif('libheif.js'),
  };
}

/** Runs the script's text, as the host does where there are no threads. */
export function runInProcess(text: string): Serve {
  return runScript<{ serve: Serve }>(text, createRequire(import.meta.url)).serve;
}

/** @throws {ThumbnailError} of the failure's code. */
export async function ask<Op extends Request['op']>(
  serve: Serve,
  request: Extract<Request<keyof Modules>, { op: Op }>,
  deliver?: Deliver,
): Promise<Answers[Op]> {
  const reply = await serve(request, deliver);
  if (!reply.ok) throw new ThumbnailError(reply.failure.code, reply.failure.message);
  return reply.answer as Answers[Op];
}

/** Booted. */
export async function createSquooshServe(): Promise<Serve> {
  const serve = runInProcess((await buildSquooshScript()).text);
  await ask(serve, { op: 'boot', modules: await readModules() });
  return serve;
}

let started: Promise<Engine> | undefined;

/** Behind the port; knows no deadline. One for all test files of this worker. */
export function sharedSquooshEngine(): Promise<Engine> {
  started ??= createSquooshEngine();
  return started;
}

/** One of one's own: a PNG that cannot be decoded takes some of its memory for good. */
export async function createSquooshEngine(): Promise<Engine> {
  const serve = await createSquooshServe();
  return {
    name: 'squoosh',
    version: 'squoosh test',
    footprint: squooshFootprint,
    inspect: (bytes, format) => ask(serve, { op: 'inspect', source: 1, bytes, format }),
    findTrim: (bytes, info, threshold) => ask(serve, { op: 'trim', source: 1, bytes, info, threshold }),
    render: (job, _deadline, deliver) => ask(serve, { op: 'render', source: 1, job }, deliver),
  };
}
