// What every operation works on: (operation: Operation) => Answer. All are synchronous.

import type { EventName } from './event.ts';
import type { ObjectFacts, Objects } from './object-store.ts';
import type { CosRequest } from './request.ts';
import type { Uploads } from './uploads.ts';

/** One authenticated request. Its bucket is known to exist. */
export interface Operation {
  readonly request: CosRequest;
  readonly objects: Objects;
  readonly uploads: Uploads;
  /** Tells whoever listens that an object was created or removed. */
  announce(eventName: EventName, object: ObjectFacts): void;
}
