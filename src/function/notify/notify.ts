// Tells an address of the operator's that a record is done. Whatever becomes of that is no reason to lose thumbnails or to make them
// again: it ends in a sentence.

import type { NotifyAddress } from '../config/notify.ts';
import type { Deadline } from '../deadline.ts';
import { internet, type Network, PostError, post } from './https-post.ts';
import { type Notice, toMessage } from './message.ts';

/** @returns Why the message did not arrive, as a sentence; undefined if it did. Never rejects, and ends by the deadline. */
export type Notify = (notice: Notice, deadline: Deadline) => Promise<string | undefined>;

export interface NotifySettings {
  readonly address: NotifyAddress;
  readonly secret: string;
}

const longestAttemptMs = 3000;
/** Milliseconds before the second and the third attempt. There is no fourth. */
const pausesMs = [200, 800];

/**
 * Creates what posts messages: up to three times each, as long as another attempt may help.
 *
 * @param network Behind the posts; only tests give another than the internet.
 */
export function createNotify({ address, secret }: NotifySettings, network: Network = internet): Notify {
  return async (notice, deadline) => {
    const started = Math.floor(Date.now() / 1000);
    const message = toMessage(notice, secret, started);
    let reason = 'no time was left';
    let attempts = 0;
    for (const pause of [0, ...pausesMs]) {
      if (deadline.remaining() <= pause) break;
      await wait(pause);
      attempts++;
      try {
        await post(address, message, Math.min(longestAttemptMs, deadline.remaining()), network);
        return undefined;
      } catch (error) {
        if (!(error instanceof PostError)) return failure(address, attempts, 'an error of the function');
        reason = error.message;
        if (!error.isTransient) break;
      }
    }
    return failure(address, attempts, reason);
  };
}

/** Without the path: it may hold a token. */
function failure({ host }: NotifyAddress, attempts: number, reason: string): string {
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return `THUMB_NOTIFY: ${host} was not told of this record in ${times}: ${reason}`;
}

function wait(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
