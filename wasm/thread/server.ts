// The engine's side of the protocol, the same for each engine: boots it, passes requests on, and turns errors into
// failures. Knows neither libvips nor Squoosh.

import { ContainerError } from '../../src/function/container/bytes.ts';
import type { Deliver, Region, Rendered, RenderJob, SourceInfo } from '../../src/function/engine/engine.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { essentialsOf } from '../essentials/essentials.ts';
import { collectYoung } from './gc.ts';
import type { Answers, Delivery, EngineFailure, Reply, Request, SourceId } from './protocol.ts';
import { damaged } from './source-fault.ts';

/** An engine that has booted. Sizes and regions are pixels, as seen after EXIF orientation. */
export interface ThreadEngine {
  /** @param memoryMb The function's memory, here and below; 0 if it is not known. */
  inspect(bytes: Uint8Array, format: SourceFormat, memoryMb: number): SourceInfo | Promise<SourceInfo>;
  /**
   * Finds the photo's border, as `Engine.findTrim` of the port. `bytes`, like the job's below, are usually the same
   * object that was inspected last.
   */
  findTrim(
    bytes: Uint8Array,
    info: SourceInfo,
    threshold: number,
    memoryMb: number,
  ): Region | Promise<Region>;
  render(job: RenderJob, deliver: Deliver, memoryMb: number): Rendered | Promise<Rendered>;
  /** Bytes of linear memory. */
  memoryBytes(): number;
}

/** The parts that differ between the engines. */
export interface EngineDefinition<Name extends string> {
  /**
   * Starts the engine.
   *
   * @param modules The bytes of each WebAssembly module, by name.
   */
  boot(modules: Readonly<Partial<Record<Name, Uint8Array>>>): Promise<ThreadEngine>;
  toFailure(error: unknown, op: Request['op']): EngineFailure;
}

/** Answers a request and never rejects. The first request must be `boot`, and the next one must wait for the answer. */
export type Serve<Name extends string = string> = (
  request: Request<Name>,
  deliver?: Deliver,
) => Promise<Reply>;

/** The source that an engine holds between requests. */
interface HeldSource {
  readonly id: SourceId;
  readonly bytes: Uint8Array;
}

/** Creates the function that answers requests for one engine. */
export function createServer<Name extends string>(definition: EngineDefinition<Name>): Serve<Name> {
  let engine: ThreadEngine | undefined;
  let held: HeldSource | undefined;

  /** @param bytes Undefined if the source must be the one that is held. */
  const sourceOf = (id: SourceId, bytes: Uint8Array | undefined, format: SourceFormat): HeldSource => {
    if (bytes) return { id, bytes: essentialsOf(bytes, format) };
    if (held?.id === id) return held;
    throw new Error(
      `the request is for source ${id} and has no bytes, and the engine holds source ${held?.id ?? 'none'}`,
    );
  };

  const answer = async (request: Request<Name>, deliver: Deliver): Promise<Answers[keyof Answers]> => {
    if (request.op === 'boot') {
      engine = await definition.boot(request.modules);
      return undefined;
    }
    if (!engine) throw new Error('the engine received a request before it had booted');
    if (request.op === 'inspect') {
      held = { id: request.source, bytes: essentialsOf(request.bytes, request.format) };
      return engine.inspect(held.bytes, request.format, request.memoryMb ?? 0);
    }
    if (request.op === 'trim') {
      held = sourceOf(request.source, request.bytes, request.info.format);
      return engine.findTrim(held.bytes, request.info, request.threshold, request.memoryMb ?? 0);
    }
    const { bytes } = sourceOf(request.source, request.job.bytes, request.job.info.format);
    held = undefined;
    return engine.render({ ...request.job, bytes }, deliver, request.memoryMb ?? 0);
  };

  return async (request, deliver = () => undefined) => {
    try {
      return { ok: true, answer: await answer(request, deliver), memory: engine?.memoryBytes() ?? 0 };
    } catch (error) {
      // A reader of a container that cannot go on says nothing of the engine, which is as good as before.
      const cause = error instanceof ContainerError ? damaged(error.message) : error;
      return { ok: false, failure: definition.toFailure(cause, request.op) };
    }
  };
}

/** The part of a worker's `parentPort` that is used. */
interface Port<Name extends string> {
  on(event: 'message', listener: (request: Request<Name>) => void): unknown;
  postMessage(message: Reply | Delivery): void;
}

/**
 * Answers the requests of a port in the order of their arrival, and collects each source's memory when it is no longer
 * needed.
 */
export function listen<Name extends string>(port: Port<Name>, serve: Serve<Name>): void {
  let previous: Promise<unknown> = Promise.resolve();
  /** Inspections since the last collection. */
  let inspections = 0;
  const deliver: Deliver = (index, encoded) => port.postMessage({ index, encoded });
  const tidy = (op: Request['op']) => {
    if (op === 'inspect') inspections += 1;
    // Not before the first render, whose caller would have to wait. A photo whose thumbnails are up to date is
    // inspected and never rendered.
    if (op !== 'render' && inspections < 2) return;
    collectYoung();
    inspections = 0;
  };
  port.on('message', (request) => {
    previous = previous
      .then(() => serve(request, deliver))
      .then((reply) => port.postMessage(reply))
      .then(() => tidy(request.op));
  });
}
