// COS events as SCF delivers them -> the objects they speak of.

import type { ThumbnailError } from './errors.ts';
import type { ObjectRef } from './store.ts';

/** One record of an event: something happened to one object. */
export interface ObjectRecord {
  readonly kind: 'object';
  readonly ref: ObjectRef;
  /** The bucket's owner, digits; the tail of `ref.bucket`. */
  readonly appid: string;
  /** `cos:ObjectCreated:Put` and so on. */
  readonly eventName: string;
  /** Bytes at the time of the event; undefined when the event does not say. */
  readonly size: number | undefined;
}

/** A record that cannot be read, among others that can. */
export interface MalformedRecord {
  readonly kind: 'malformed';
  readonly error: ThumbnailError;
}

export type ParsedRecord = ObjectRecord | MalformedRecord;

/** What the event may leave open: the function's own surroundings. */
export interface EventDefaults {
  /** `TENCENTCLOUD_REGION`: bucket and function are always in one region. */
  readonly region?: string | undefined;
  /** `TENCENTCLOUD_APPID`. */
  readonly appid?: string | undefined;
}

/**
 * Reads an event.
 *
 * @throws {ThumbnailError} `event-malformed` if there is no record in it at all.
 */
export declare function parseEvent(event: unknown, defaults: EventDefaults): ParsedRecord[];
