// Delivers the events of COS to the functions whose triggers are for them, asynchronously and with retries, as SCF does.

import { setTimeout as sleep } from 'node:timers/promises';
import type { CosEvent } from '../cos/cos.ts';
import type { Account } from './account.ts';
import type { Invoker } from './concurrency.ts';
import type { FunctionRecord } from './function-record.ts';
import { isFor } from './notification.ts';

export class Deliveries {
  readonly #account: Account;
  readonly #invoker: Invoker;
  readonly #retryIntervalMs: number;
  readonly #pending = new Set<Promise<void>>();
  #closed = false;

  constructor(account: Account, invoker: Invoker, retryIntervalMs: number) {
    this.#account = account;
    this.#invoker = invoker;
    this.#retryIntervalMs = retryIntervalMs;
  }

  /** Finds the functions that the event is for, and begins to deliver it. */
  accept(event: CosEvent): void {
    for (const record of this.#account.functions.values()) {
      if (!record.triggers.some((trigger) => fires(trigger, event))) continue;
      const delivery = this.#deliver(record, event).finally(() => this.#pending.delete(delivery));
      this.#pending.add(delivery);
    }
  }

  /** Resolves when all events have been delivered, also those that deliveries have caused. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** Gives up what waits. */
  close(): void {
    this.#closed = true;
    this.#invoker.wake();
  }

  async #deliver(record: FunctionRecord, event: CosEvent): Promise<void> {
    for (let retry = 0; this.#isWanted(record); ) {
      const room = this.#invoker.freed();
      const ended = await this.#invoker.invoke(record, event, retry);
      if (ended.statusCode === 200) return;
      // Without room an event waits. That is no failure of the function, and does not count.
      if (ended.requestId === undefined) await room;
      else if (retry === record.asyncRetry.retries) return;
      else {
        retry += 1;
        await sleep(this.#retryIntervalMs);
      }
    }
  }

  #isWanted(record: FunctionRecord): boolean {
    return !this.#closed && this.#account.functions.get(record.name) === record;
  }
}

function fires(
  { rule, enabled, qualifier }: FunctionRecord['triggers'][number],
  { Records }: CosEvent,
): boolean {
  if (!enabled || (qualifier !== '$DEFAULT' && qualifier !== '$LATEST')) return false;
  return Records.some(({ cos, event }) => {
    const { name, appid } = cos.cosBucket;
    const key = cos.cosObject.key.slice(`/${appid}/${name}/`.length);
    return isFor(rule, `${name}-${appid}`, event.eventName, key);
  });
}
