// What is posted when a record is done, and its signature.

import { createHmac } from 'crypto';
import type { RecordReport } from '../report.ts';
import type { Message } from './https-post.ts';

/** The JSON that is posted. */
export interface Notice {
  readonly version: 1;
  /** When the record was done, in ISO 8601 and UTC. */
  readonly time: string;
  /** The id that SCF gave the invocation. */
  readonly requestId?: string | undefined;
  /** The engine's name and version. */
  readonly engine: string;
  /** Has something failed that another delivery may mend? Then another message follows. */
  readonly redelivery: boolean;
  readonly record: RecordReport;
}

/**
 * Writes and signs a message. The signature is that of the time and the body, so that neither can be exchanged, and a receiver can
 * refuse what is too old to be anything but a replay.
 *
 * @param seconds Since 1970, UTC.
 */
export function toMessage(notice: Notice, secret: string, seconds: number): Message {
  const body = Buffer.from(JSON.stringify(notice));
  const signature = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'cos-thumbnailer',
      'X-Thumbnailer-Timestamp': String(seconds),
      'X-Thumbnailer-Signature': `sha256=${signature}`,
    },
  };
}

/** Is there anything to tell? Not of a record that was skipped as a whole: nothing was made of it, and nothing is there. */
export function isWorthTelling({ key, outcomes }: RecordReport): boolean {
  return (
    key !== undefined &&
    outcomes.some((one) => one.status !== 'skipped' || one.preset !== undefined || one.manifest)
  );
}
