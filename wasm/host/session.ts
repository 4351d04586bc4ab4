// One engine as seen from the outside, wherever it runs: boots it, sends requests, counts renders, ends it. Does not
// know why it is replaced (supervisor.ts), nor what it runs in (the transports).

import type { Deadline } from '../../src/function/deadline.ts';
import type { Deliver } from '../../src/function/engine/engine.ts';
import { type ErrorCode, ThumbnailError } from '../../src/function/errors.ts';
import { outgrown } from '../thread/memory-bound.ts';
import type { Answers, Reply, Request, SourceId } from '../thread/protocol.ts';
import { type EngineAssets, readModules } from './assets.ts';

/** Carries requests to an engine's script and its replies back, in order. */
export interface Transport {
  /**
   * Sends one request.
   *
   * @param transfer Memory that may be handed over to the script instead of copied.
   */
  send(request: Request, transfer: readonly ArrayBuffer[], deliver?: Deliver): Promise<Reply>;
  /**
   * Watches the process' memory while the engine works.
   *
   * @param memoryMb The function's memory; 0 if it is not known.
   * @param onShort Called once, before there is none left.
   * @returns Ends the watch.
   */
  watch(memoryMb: number, onShort: () => void): () => void;
  /** Whether the engine keeps the process alive from now on. */
  keepAlive(isAlive: boolean): void;
  /** Stops the script in the middle of its work, where that is possible. Resolves once it is gone and its memory is free. */
  end(): Promise<unknown>;
}

/**
 * Starts an engine's script.
 *
 * @param onDeath To be called once, when the script has ended by itself; with a code if that is known better than from
 * how far the engine had come.
 */
export type StartTransport = (
  assets: EngineAssets,
  onDeath: (reason: string, code?: ErrorCode) => void,
) => Transport;

/**
 * One engine. Starts booting at once. Keeps the process alive while a request is pending, and only then. Once `dead`,
 * it is never used again.
 */
export class EngineSession {
  readonly modules: readonly string[];
  /** Whether it was started with the flags for a light engine. */
  readonly light: boolean;
  /** Whether earlier photos had left so much in the process that it has less room than in a new instance. */
  startedAged = false;
  /** Bytes of linear memory at the last reply. */
  memory = 0;
  /** Renders that have succeeded. */
  renders = 0;
  /**
   * Bytes: the largest estimate of what one source takes. The engine has that much already, and can use it again
   * without growing.
   */
  peakEstimate = 0;
  /** The source that the engine holds, so that its bytes need not be sent again; undefined if it holds none. */
  held: SourceId | undefined;
  dead = false;
  /** Settles when the memory of a dead engine is free. */
  ended: Promise<unknown> = Promise.resolve();
  /** The source that it was first asked about; undefined before. */
  firstSource: SourceId | undefined;
  private reason = '';
  private code: ErrorCode | undefined;
  private hasBooted = false;
  /** Calls of `ask` that have not settled. */
  private pendingCalls = 0;
  private readonly transport: Transport;
  private readonly booted: Promise<unknown>;
  /** Rejects each request that still waits for a reply. */
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(assets: EngineAssets, modules: readonly string[], start: StartTransport, light: boolean) {
    this.modules = modules;
    this.light = light;
    this.transport = start(assets, (reason, code) => this.die(reason, code));
    this.booted = this.boot(assets);
    // The first caller of `ask` receives this error. Until there is one, the rejection must not count as unhandled.
    this.booted.catch(() => this.die('the engine did not start'));
  }

  /**
   * Sends one request and waits for its answer.
   *
   * @param what The step as an operator would name it, for the message of a missed deadline: `read the header`.
   * @throws {ThumbnailError} with the failure's code. `deadline` ends the engine in the middle of its work.
   */
  async ask<Op extends Request['op']>(
    request: Extract<Request, { op: Op }>,
    what: string,
    deadline: Deadline,
    deliver?: Deliver,
  ): Promise<Answers[Op]> {
    deadline.check(what);
    const work = this.booted.then(() => this.send(request, [], deliver)) as Promise<Answers[Op]>;
    this.pendingCalls += 1;
    this.transport.keepAlive(true);
    try {
      return await deadline.race(work, what, () => this.die('the engine was stopped at the deadline'));
    } finally {
      this.pendingCalls -= 1;
      if (this.pendingCalls === 0) this.transport.keepAlive(false);
    }
  }

  private async boot(assets: EngineAssets): Promise<unknown> {
    const modules = await readModules(assets, this.modules).catch((cause) => {
      throw new ThumbnailError(
        'engine-unavailable',
        `the engine's WebAssembly modules could not be read: ${cause}`,
        { cause },
      );
    });
    const buffers = Object.values(modules).map(({ buffer }) => buffer);
    return this.send({ op: 'boot', modules }, buffers.filter(isTransferable));
  }

  private async send(
    request: Request,
    transfer: readonly ArrayBuffer[],
    deliver?: Deliver,
  ): Promise<unknown> {
    if (request.op === 'boot') return this.exchange(request, transfer, deliver);
    this.firstSource ??= request.source;
    const { memoryMb = 0 } = request;
    const endWatch = this.transport.watch(memoryMb, () => this.die(outgrown(memoryMb), 'source-too-big'));
    try {
      return await this.exchange(request, transfer, deliver);
    } finally {
      endWatch();
    }
  }

  private async exchange(
    request: Request,
    transfer: readonly ArrayBuffer[],
    deliver?: Deliver,
  ): Promise<unknown> {
    const reply = await new Promise<Reply>((resolve, reject) => {
      if (this.dead) {
        reject(this.endError());
        return;
      }
      this.waiting.add(reject);
      this.transport.send(request, transfer, deliver).then((answer) => {
        this.waiting.delete(reject);
        resolve(answer);
      }, reject);
    });
    if (reply.ok) {
      this.hasBooted = true;
      this.memory = reply.memory;
      if (request.op === 'render') this.renders += 1;
      return reply.answer;
    }
    if (reply.failure.fatal) this.die(reply.failure.message);
    throw new ThumbnailError(reply.failure.code, reply.failure.message);
  }

  /**
   * Ends the engine and rejects the requests that still wait.
   *
   * @param code Of their errors; undefined: that the engine did not start, or crashed.
   */
  die(reason: string, code?: ErrorCode): void {
    if (this.dead) return;
    this.dead = true;
    this.reason = reason;
    this.code = code;
    for (const reject of this.waiting) reject(this.endError());
    this.waiting.clear();
    this.ended = this.transport.end();
  }

  private endError(): ThumbnailError {
    return new ThumbnailError(
      this.code ?? (this.hasBooted ? 'engine-crashed' : 'engine-unavailable'),
      this.reason,
    );
  }
}

/** Shared memory is there for both threads, and cannot be handed over. */
function isTransferable(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer;
}
