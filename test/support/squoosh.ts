// The real Squoosh engine for tests, in process as on Node.js 10: the same script and modules as in the bundle.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RenderSpec, SourceInfo } from '../../src/engine.ts';
import type { SourceFormat } from '../../src/format.ts';
import { resolveSize } from '../../src/geometry.ts';
import type { Preset } from '../../src/preset.ts';
import type { Answers, Failure, Reply, Request } from '../../wasm/protocol.ts';
import { buildSquooshThread } from '../../wasm/squoosh-bundle.mjs';
import { type SquooshModule, squooshModules } from '../../wasm/squoosh-modules.ts';

export type Serve = (request: Request<SquooshModule>) => Promise<Reply>;
export type Box = Partial<Omit<Preset, 'format'>> & Pick<RenderSpec, 'format'>;

/** An answer that was expected to be an answer. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}

export async function readModules(): Promise<Record<SquooshModule, Uint8Array>> {
  const read = async (name: SquooshModule) =>
    [
      name,
      new Uint8Array(await readFile(`node_modules/@squoosh/lib/build/${squooshModules[name]}`)),
    ] as const;
  const names = Object.keys(squooshModules) as SquooshModule[];
  return Object.fromEntries(await Promise.all(names.map(read))) as Record<SquooshModule, Uint8Array>;
}

/** Runs the script's text, as the host does where there are no threads. */
export function runInProcess(text: string): Serve {
  const module = { exports: {} as { serve: Serve } };
  new Function('module', 'exports', 'require', text)(module, module.exports, createRequire(import.meta.url));
  return module.exports.serve;
}

export async function createSquooshServe(): Promise<Serve> {
  const serve = runInProcess((await buildSquooshThread()).text);
  await ask(serve, { op: 'boot', modules: await readModules() });
  return serve;
}

/** @throws {Refusal} */
export async function ask<Op extends Request['op']>(
  serve: Serve,
  request: Extract<Request<SquooshModule>, { op: Op }>,
): Promise<Answers[Op]> {
  const reply = await serve(request);
  if (!reply.ok) throw new Refusal(reply.failure);
  return reply.answer as Answers[Op];
}

export async function inspect(serve: Serve, bytes: Uint8Array, format: SourceFormat): Promise<SourceInfo> {
  return ask(serve, { op: 'inspect', bytes, format });
}

/** Inspects, then renders all the boxes from one decode. */
export async function thumbnails(
  serve: Serve,
  bytes: Uint8Array,
  format: SourceFormat,
  boxes: readonly Box[],
) {
  const source = await inspect(serve, bytes, format);
  const specs = boxes.map((box) => specFor(source, box));
  return ask(serve, { op: 'render', bytes, source, specs });
}

export function specFor(source: SourceInfo, box: Box): RenderSpec {
  const preset = { width: undefined, height: undefined, fit: 'inside', enlarge: false, ...box } as const;
  return { gravity: 'centre', quality: 80, ...preset, ...resolveSize(source, preset) };
}
