// What every operation gets and gives.

import type { EventName } from './event.ts';
import type { ObjectFacts, Objects } from './objects.ts';
import type { CosRequest } from './request.ts';
import type { Uploads } from './uploads.ts';

/** One request and what it works on. The bucket is known to exist. */
export interface Operation {
  readonly request: CosRequest;
  readonly objects: Objects;
  readonly uploads: Uploads;
  /** Tells whoever listens that an object was created or removed. */
  announce(eventName: EventName, object: ObjectFacts): void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where nothing is to be sent; then a HEAD's Content-Length stands in `headers`. */
  readonly body: Buffer;
}

export const noBody = Buffer.alloc(0);

export function xmlAnswer(body: Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}
