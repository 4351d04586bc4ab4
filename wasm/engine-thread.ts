// One worker thread with one engine in it, from the outside: asks, answers, dies.

import { Worker } from 'worker_threads';
import type { Deadline } from '../src/deadline.ts';
import { ThumbnailError } from '../src/errors.ts';
import type { EngineAssets } from './assets.ts';
import type { Answers, ModuleName, Reply, Request } from './protocol.ts';
import { raiseFlags } from './support.ts';

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts booting at once. While nothing is asked the thread keeps no process alive; while something is, it does.
 * Once `dead`, it stays so.
 */
export class EngineThread {
  readonly modules: readonly ModuleName[];
  /** Bytes of linear memory at the last answer. */
  memory = 0;
  renders = 0;
  dead = false;
  private up = false;
  /** Calls of `ask` that have not settled: as long as there are any, the thread keeps the process alive. */
  private asked = 0;
  private readonly worker: Worker;
  private readonly booted: Promise<unknown>;
  /** Answers come in the order of the questions. */
  private readonly waiting: Waiting[] = [];

  /** @param flags V8's, to be on while the thread lives. */
  constructor(assets: EngineAssets, modules: readonly ModuleName[], flags: readonly string[]) {
    this.modules = modules;
    const lowerFlags = raiseFlags(flags);
    this.worker = new Worker(assets.thread, {
      eval: true,
      workerData: { source: assets.thread },
      // Decoders have no business with credentials, nor with the command line's flags.
      env: {},
      execArgv: [],
      // What is large is in linear memory, outside this heap.
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 },
    });
    this.worker.on('message', (reply: Reply) => this.receive(reply));
    this.worker.on('error', (error: Error) => this.die(`the engine's thread died: ${error.message}`));
    this.worker.on('exit', (code) => {
      lowerFlags();
      this.die(`the engine's thread ended with exit code ${code}`);
    });
    // Once all listeners are there: one for messages holds the process again.
    this.worker.unref();
    this.booted = this.boot(assets);
    // Whoever asks first hears of it; until then it is nobody's unhandled rejection.
    this.booted.catch(() => this.die('the engine did not start'));
  }

  /** @throws {ThumbnailError} of the failure's code; `deadline` ends the thread, whatever it is at. */
  async ask<Op extends Request['op']>(
    request: Extract<Request, { op: Op }>,
    what: string,
    deadline: Deadline,
  ): Promise<Answers[Op]> {
    const work = this.booted.then(() => this.send(request)) as Promise<Answers[Op]>;
    this.asked += 1;
    this.worker.ref();
    try {
      return await deadline.race(work, what, () => this.die('the engine was stopped at the deadline'));
    } finally {
      this.asked -= 1;
      if (this.asked === 0) this.worker.unref();
    }
  }

  private async boot(assets: EngineAssets): Promise<unknown> {
    const contents = await Promise.all(this.modules.map((name) => assets.module(name))).catch((cause) => {
      throw new ThumbnailError('engine-unavailable', `the engine's modules are unreadable: ${cause}`, {
        cause,
      });
    });
    const modules: Partial<Record<ModuleName, Uint8Array>> = {};
    this.modules.forEach((name, index) => {
      const content = contents[index];
      if (content) modules[name] = content;
    });
    return this.send(
      { op: 'boot', modules },
      contents.map((content) => content.buffer as ArrayBuffer),
    );
  }

  private send(request: Request, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise<Reply>((resolve, reject) => {
      if (this.dead) {
        reject(new ThumbnailError('engine-crashed', 'the engine was stopped'));
        return;
      }
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(request, transfer);
    }).then((reply) => {
      if (reply.ok) {
        this.up = true;
        this.memory = reply.memory;
        if (request.op === 'render') this.renders += 1;
        return reply.answer;
      }
      if (reply.failure.fatal) this.die(reply.failure.message);
      throw new ThumbnailError(reply.failure.code, reply.failure.message);
    });
  }

  private receive(reply: Reply): void {
    this.waiting.shift()?.resolve(reply);
  }

  /** Ends the thread and fails what still waits. */
  die(reason: string): void {
    if (this.dead) return;
    this.dead = true;
    const code = this.up ? 'engine-crashed' : 'engine-unavailable';
    for (const { reject } of this.waiting.splice(0)) reject(new ThumbnailError(code, reason));
    void this.worker.terminate();
  }
}
