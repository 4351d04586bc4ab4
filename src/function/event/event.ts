// Parses the events that SCF delivers into the objects that they are about. It trusts nothing in them, and decides nothing about
// what to do with a record.

import { ThumbnailError } from '../errors.ts';
import { excerpt } from '../redact.ts';
import type { ObjectRef } from '../store.ts';
import { findAddress } from './address.ts';

/** One record of an event: it says that something happened to one object. */
export interface ObjectRecord {
  readonly kind: 'object';
  readonly ref: ObjectRef;
  /** Another key that the object may have, where the record's `url` and `key` disagree; see `settleKey`. */
  readonly otherKey?: string | undefined;
  /** The bucket's owner, in digits; `ref.bucket` ends in it. */
  readonly appid: string;
  /** What happened, like `cos:ObjectCreated:Put`. */
  readonly eventName: string;
  /** The object's size in bytes at the time of the event; undefined when the event does not say. */
  readonly size: number | undefined;
  /** When it happened, in milliseconds since 1970; absent when the event does not say. COS says it in whole seconds. */
  readonly time?: number;
  /** The record as it was delivered. It may hold the uploader's signature, so it must not be shown as it is. */
  readonly delivered: unknown;
}

/** A record that cannot be read, in an event that has others. */
export interface MalformedRecord {
  readonly kind: 'malformed';
  /** The record as it was delivered. It may hold the uploader's signature, so it must not be shown as it is. */
  readonly delivered: unknown;
  readonly error: ThumbnailError;
}

export type ParsedRecord = ObjectRecord | MalformedRecord;

/** What holds where an event does not say: the region and appid of the function itself. */
export interface EventDefaults {
  /** `TENCENTCLOUD_REGION`, because a bucket and the function that it triggers are in one region. */
  readonly region?: string | undefined;
  /** `TENCENTCLOUD_APPID`, because they have one owner. */
  readonly appid?: string | undefined;
}

/** The most envelopes, one in another, that are opened: more than any service puts around a record. */
const maxEnvelopes = 6;

/** The most characters of a wrong event that a message shows. */
const maxExcerpt = 500;

/** All fields that are read, at any depth of an event. */
interface Fields {
  readonly Records?: unknown;
  readonly data?: unknown;
  readonly type?: unknown;
  readonly Body?: unknown;
  readonly ClientContext?: unknown;
  readonly cos?: unknown;
  readonly cosBucket?: unknown;
  readonly name?: unknown;
  readonly appid?: unknown;
  readonly cosRegion?: unknown;
  readonly s3Region?: unknown;
  readonly region?: unknown;
  readonly cosObject?: unknown;
  readonly key?: unknown;
  readonly url?: unknown;
  readonly size?: unknown;
  readonly event?: unknown;
  readonly eventName?: unknown;
  readonly eventTime?: unknown;
}

/** A record as it was delivered, with what its envelope says about it. */
interface FoundRecord {
  readonly record: unknown;
  readonly envelope: Envelope;
}

interface Envelope {
  readonly region?: string | undefined;
  readonly eventName?: string | undefined;
}

/**
 * Reads the records of an event. It may be one of the COS trigger (`{"Records": [{"cos": ..., "event": ...}]}`), a CloudEvent
 * of EventBridge or an array of them (`data` is a record, several records, or the `cos` field of one), the JSON text of any of
 * these, or a message of the dead-letter queue around one.
 *
 * A record without an event name, or with the name `event-type` of the console's test template, counts as an upload.
 *
 * @param event The event as SCF passes it to the function; it is not changed.
 * @returns One entry per record, in the order of the event. A record that cannot be read becomes a `MalformedRecord`, with the
 * code `event-malformed` if its key is one that COS cannot have.
 * @throws {ThumbnailError} `event-malformed` if the event has no record of COS at all. The message shows the event, but not the
 * uploader's signature.
 * @example
 * const cosBucket = { name: 'example', appid: '1250000000', region: 'gz' };
 * const cosObject = { key: '/1250000000/example/photos/cat.jpg', size: 81920 };
 * const event = { Records: [{ cos: { cosBucket, cosObject }, event: { eventName: 'cos:ObjectCreated:Put' } }] };
 * const [record] = parseEvent(event, {});
 * // record.ref: { bucket: 'example-1250000000', region: 'ap-guangzhou', key: 'photos/cat.jpg' }
 */
export function parseEvent(event: unknown, defaults: EventDefaults): ParsedRecord[] {
  const found = findRecords(event, {}, maxEnvelopes);
  if (!found.some(({ record }) => isFields(record) && isFields(record.cos))) {
    throw new ThumbnailError(
      'event-malformed',
      'not an event of COS: expected {"Records":[{"cos":{"cosBucket":...,"cosObject":...},"event":...}]}, ' +
        `got ${excerpt(event, maxExcerpt)}. Remove the trigger that sends it, or test with the template "COS object upload".`,
    );
  }
  return found.map((one, at) => parseRecord(one, defaults, `record ${at + 1} of ${found.length}`));
}

/**
 * Finds all records in a value, in envelopes and arrays as well.
 *
 * @param outer What the envelopes around the value say.
 * @param envelopes How many more envelopes may be opened.
 */
function findRecords(value: unknown, outer: Envelope, envelopes: number): FoundRecord[] {
  const opened = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(opened)) return findInArray(opened, outer, envelopes);
  if (!isFields(opened)) return [];
  if (isFields(opened.cos)) return [{ record: opened, envelope: outer }];
  if (isFields(opened.cosObject)) return [{ record: { cos: opened }, envelope: outer }];
  const [inside] = [opened.Records, opened.data, opened.ClientContext, opened.Body].filter(
    (one) => one !== undefined,
  );
  if (inside === undefined || envelopes === 0) return [];
  return findRecords(inside, readEnvelope(opened, outer), envelopes - 1);
}

/** Finds all records in an array. An entry without one is returned as it is, so that it is reported as malformed. */
function findInArray(values: readonly unknown[], outer: Envelope, envelopes: number): FoundRecord[] {
  const all: FoundRecord[] = [];
  for (const value of values) {
    const found = envelopes > 0 ? findRecords(value, outer, envelopes - 1) : [];
    if (found.length === 0) all.push({ record: value, envelope: outer });
    for (const one of found) all.push(one);
  }
  return all;
}

/** Reads what an envelope says; where it says nothing, the outer one counts. CloudEvents name uploads `cos:created:...`. */
function readEnvelope(fields: Fields, outer: Envelope): Envelope {
  const type = text(fields.type);
  return {
    region: text(fields.region) ?? outer.region,
    eventName: type?.startsWith('cos:created') ? created : (type ?? outer.eventName),
  };
}

/** The event name of an upload if the event does not say by which operation it was made. */
const created = 'cos:ObjectCreated:*';

/** @param which Which record it is, for the message, like `record 1 of 2`. */
function parseRecord(
  { record, envelope }: FoundRecord,
  defaults: EventDefaults,
  which: string,
): ParsedRecord {
  const cos = child(record, 'cos');
  const bucket = child(cos, 'cosBucket');
  const object = child(cos, 'cosObject');
  const address = findAddress(
    {
      name: text(bucket.name),
      appid: text(bucket.appid),
      cosRegion: text(bucket.cosRegion),
      s3Region: text(bucket.s3Region),
      region: text(bucket.region),
      key: text(object.key),
      url: text(object.url),
    },
    { region: envelope.region ?? defaults.region, appid: defaults.appid },
  );
  if ('field' in address) {
    const message = `${which}: cos.${address.field} is missing or unreadable; expected ${address.expected}`;
    return { kind: 'malformed', delivered: record, error: new ThumbnailError('record-malformed', message) };
  }
  if (loneSurrogate.test(address.ref.key)) {
    const message =
      `${which}: the key ${JSON.stringify(address.ref.key)} is no Unicode text, because half of a character is missing. ` +
      'COS has no object with such a key: remove what sends this event, or let it send keys as COS gives them';
    return { kind: 'malformed', delivered: record, error: new ThumbnailError('event-malformed', message) };
  }
  const what = child(record, 'event');
  const name = text(what.eventName) ?? envelope.eventName;
  const seconds = whole(what.eventTime);
  return {
    kind: 'object',
    ref: address.ref,
    ...(address.otherKey !== undefined &&
      !loneSurrogate.test(address.otherKey) && { otherKey: address.otherKey }),
    appid: address.appid,
    eventName: name === undefined || name === 'event-type' ? created : name,
    size: whole(object.size),
    ...(seconds !== undefined && { time: seconds * 1000 }),
    delivered: record,
  };
}

/** Half of a character outside of the Basic Multilingual Plane, which UTF-8 cannot say. */
export const loneSurrogate = /\p{Surrogate}/u;

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field; one without fields where there is none. */
function child(value: unknown, name: keyof Fields): Fields {
  const inner = isFields(value) ? value[name] : undefined;
  return isFields(inner) ? inner : {};
}

/** Reads a text that is not empty, or a number, which some events have in place of digits. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function whole(value: unknown): number | undefined {
  const digits = text(value);
  return digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : undefined;
}
