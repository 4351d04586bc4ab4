// What every operation is given. An operation is a synchronous function (operation: Operation) => Answer.

import type { EventName } from './event.ts';
import type { ObjectFacts, Objects } from './object-store.ts';
import type { CosRequest } from './request.ts';
import type { Uploads } from './uploads.ts';

/** One authenticated request, whose bucket exists. */
export interface Operation {
  readonly request: CosRequest;
  readonly objects: Objects;
  readonly uploads: Uploads;
  /** Sends the event that an object was created or removed. */
  announce(eventName: EventName, object: ObjectFacts): void;
}
