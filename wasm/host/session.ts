// One engine from the outside, wherever it runs: boots, asks, counts, dies.

import type { Deadline } from '../../src/function/deadline.ts';
import type { Deliver } from '../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../src/function/errors.ts';
import type { Answers, Reply, Request } from '../thread/protocol.ts';
import type { EngineAssets } from './assets.ts';

/** Carries requests to an engine's script and replies back, in order. */
export interface Transport {
  /** @param transfer Memory that may be handed over instead of copied. */
  send(request: Request, transfer: readonly ArrayBuffer[], deliver?: Deliver): Promise<Reply>;
  /** Keeps the process alive from now on, or no longer. */
  keepAlive(isAlive: boolean): void;
  /** Stops the script, whatever it is at, where that can be done. Resolves once it is gone, and its memory with it. */
  end(): Promise<unknown>;
}

/** @param died To be called once, when the script has ended by itself. */
export type StartTransport = (assets: EngineAssets, onDeath: (reason: string) => void) => Transport;

/**
 * Starts booting at once. While nothing is asked it keeps no process alive; while something is, it does.
 * Once `dead`, it stays so.
 */
export class EngineSession {
  readonly modules: readonly string[];
  /** Was it started with the flags that make it light? */
  readonly light: boolean;
  /** Bytes of linear memory at the last answer. */
  memory = 0;
  renders = 0;
  /** Bytes, the most that one source was reckoned to take of it: what it has taken once it takes again without growing. */
  peakEstimate = 0;
  /** What it was last given to inspect, and still holds. */
  inspected: Uint8Array | undefined;
  dead = false;
  /** Once it is dead: settles when its memory is free. */
  ended: Promise<unknown> = Promise.resolve();
  private reason = '';
  private hasBooted = false;
  /** Calls of `ask` that have not settled. */
  private pendingCalls = 0;
  private readonly transport: Transport;
  private readonly booted: Promise<unknown>;
  /** What still waits for a reply. */
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(assets: EngineAssets, modules: readonly string[], start: StartTransport, light: boolean) {
    this.modules = modules;
    this.light = light;
    this.transport = start(assets, (reason) => this.die(reason));
    this.booted = this.boot(assets);
    // Whoever asks first hears of it; until then it is nobody's unhandled rejection.
    this.booted.catch(() => this.die('the engine did not start'));
  }

  /** @throws {ThumbnailError} of the failure's code; `deadline` ends the engine, whatever it is at. */
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
    const contents = await Promise.all(this.modules.map((name) => assets.module(name))).catch((cause) => {
      throw new ThumbnailError('engine-unavailable', `the engine's modules are unreadable: ${cause}`, {
        cause,
      });
    });
    const modules: Record<string, Uint8Array> = {};
    this.modules.forEach((name, index) => {
      const content = contents[index];
      if (content) modules[name] = content;
    });
    return this.send(
      { op: 'boot', modules },
      contents.map((content) => content.buffer as ArrayBuffer),
    );
  }

  private async send(
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

  /** Ends the engine and fails what still waits. */
  die(reason: string): void {
    if (this.dead) return;
    this.dead = true;
    this.reason = reason;
    for (const reject of this.waiting) reject(this.endError());
    this.waiting.clear();
    this.ended = this.transport.end();
  }

  private endError(): ThumbnailError {
    return new ThumbnailError(this.hasBooted ? 'engine-crashed' : 'engine-unavailable', this.reason);
  }
}
