// Asks COS something unsigned, to learn whether it answers at all, and what time it has.

import type { Deadline } from '../deadline.ts';
import { exchange } from './exchange.ts';
import { idleTimeout } from './retry.ts';

/** What COS answered, whatever it was. */
export interface Knock {
  readonly status: number;
  /** COS' clock in milliseconds since 1970, to the second; undefined where the answer has no date. */
  readonly time: number | undefined;
}

/**
 * @param region The long name.
 * @param endpoint As in `CosStoreOptions`.
 * @throws What the connection failed with.
 */
export async function knock(
  { bucket, region }: { readonly bucket: string | undefined; readonly region: string },
  endpoint: string | undefined,
  deadline: Deadline,
): Promise<Knock> {
  const host = `${bucket === undefined ? '' : `${bucket}.`}cos.${region}.myqcloud.com`;
  const origin = endpoint ?? `https://${host}`;
  const request = { method: 'HEAD', url: `${origin.replace(/\/$/, '')}/`, headers: { Host: host } };
  const { done, abort } = exchange(request, { idleTimeout: idleTimeout(deadline) });
  const { status, headers } = await deadline.race(done, 'ask COS for the time', abort);
  const time = Date.parse(headers['date'] ?? '');
  return { status, time: Number.isNaN(time) ? undefined : time };
}
