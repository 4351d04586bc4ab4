// The instances of one function: a process for each invocation that runs at the same time.

import { type FunctionOptions, type ScfFunction, startFunction } from '../scf/scf.ts';

export class Instances {
  #idle: ScfFunction[] = [];
  readonly #busy = new Set<ScfFunction>();
  /** Those that run code or a configuration of the past. They end with their invocation. */
  readonly #outdated = new WeakSet<ScfFunction>();

  /** @param options Of an instance that is started, because no idle one is there. */
  take(options: () => FunctionOptions): ScfFunction {
    const instance = this.#idle.pop() ?? startFunction(options());
    this.#busy.add(instance);
    return instance;
  }

  async giveBack(instance: ScfFunction): Promise<void> {
    this.#busy.delete(instance);
    if (this.#outdated.has(instance)) await instance.close();
    else this.#idle.push(instance);
  }

  get busy(): number {
    return this.#busy.size;
  }

  /** The function has changed: the next invocation starts an instance. */
  renew(): void {
    for (const instance of this.#busy) this.#outdated.add(instance);
    for (const instance of this.#idle.splice(0)) void instance.close();
  }

  /** Ends all, also those that are busy. */
  async close(): Promise<void> {
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((instance) => instance.close()));
  }
}
