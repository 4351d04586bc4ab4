// Invokes functions of the local account: at once as long as there is room, each invocation with keys of its own.

import type { Invocation } from '../scf/invocation.ts';
import type { FunctionOptions } from '../scf/scf.ts';
import type { Account } from './account.ts';
import type { FunctionRecord } from './function-record.ts';

export interface InvokerOptions {
  readonly account: Account;
  /** What the function needs to reach the local COS. */
  readonly localEnv: Readonly<Record<string, string>>;
  /** MB that all functions may take together. */
  readonly concurrencyMb: number;
  readonly enforceMemory: boolean;
}

/** SCF had no room for the invocation. */
export interface Throttled {
  readonly requestId?: undefined;
  readonly statusCode: 429 | 432;
}

export class Invoker {
  readonly #options: InvokerOptions;
  #waiting: (() => void)[] = [];

  constructor(options: InvokerOptions) {
    this.#options = options;
  }

  get concurrencyMb(): number {
    return this.#options.concurrencyMb;
  }

  /** @param retry How often this event was tried before. */
  async invoke(record: FunctionRecord, event: unknown, retry = 0): Promise<Invocation | Throttled> {
    if (!this.#hasRoom(record)) return { statusCode: 432 };
    const { account } = this.#options;
    const credentials = account.issueCredentials(record.role);
    const instance = record.instances.take(() => this.#instanceOptions(record));
    const startedAt = Date.now();
    try {
      instance.renewCredentials(credentials);
      const invocation = await instance.invoke(event);
      account.topic.add({ record, invocation, startedAt, endedAt: Date.now(), retry });
      return invocation;
    } finally {
      if (credentials) account.revokeCredentials(credentials);
      await record.instances.giveBack(instance);
      this.wake();
    }
  }

  /** Resolves when there may be room again. */
  freed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Something has ended or a quota has changed: those that wait try again. */
  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #hasRoom(record: FunctionRecord): boolean {
    const functions = [...this.#options.account.functions.values()];
    if (record.reservedMb !== undefined) return usedMb(record) + record.memoryMb <= record.reservedMb;
    const reserved = sum(functions.map(({ reservedMb = 0 }) => reservedMb));
    const used = sum(functions.filter(({ reservedMb }) => reservedMb === undefined).map(usedMb));
    return used + record.memoryMb <= this.#options.concurrencyMb - reserved;
  }

  #instanceOptions(record: FunctionRecord): FunctionOptions {
    const { account, localEnv, enforceMemory } = this.#options;
    return {
      file: record.code.file,
      handler: record.code.exported,
      node: record.node,
      memoryMb: record.memoryMb,
      timeoutS: record.timeoutS,
      env: record.environment,
      localEnv,
      region: account.region,
      appid: account.appid,
      functionName: record.name,
      enforceMemory,
    };
  }
}

function usedMb({ instances, memoryMb }: FunctionRecord): number {
  return instances.busy * memoryMb;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
