// COS events as SCF delivers them -> the objects they speak of.

import { ThumbnailError } from '../errors.ts';
import { excerpt } from '../redact.ts';
import type { ObjectRef } from '../store.ts';
import { findAddress } from './address.ts';

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
  /** The record as it came, the uploader's signature and all: never to be shown as it is. */
  readonly delivered: unknown;
}

/** A record that cannot be read, among others that can. */
export interface MalformedRecord {
  readonly kind: 'malformed';
  /** As of `ObjectRecord`. */
  readonly delivered: unknown;
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

/** Deeper than any envelope around an envelope. */
const maxEnvelopes = 6;

/** How much of a wrong event a message shows. */
const maxExcerpt = 500;

/** Every field that is read, at whatever depth. */
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
}

/** A record as it came, with what its envelope says about it. */
interface Found {
  readonly record: unknown;
  readonly envelope: Envelope;
}

interface Envelope {
  readonly region?: string | undefined;
  readonly eventName?: string | undefined;
}

/**
 * Reads an event of the COS trigger (`{"Records": [{"cos": ..., "event": ...}]}`), a CloudEvent of EventBridge or an array of
 * them (`data` holds a record, several, or the insides of one), the JSON text of any of these, or a message of the
 * dead-letter queue around one.
 *
 * An event whose name is missing or the console template's `event-type` is a hand-made test and taken for an upload.
 *
 * @throws {ThumbnailError} `event-malformed` if there is no record of COS in it at all. The message shows what came, less
 * the uploader's signature.
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

/** @param envelopes How many more may be opened. */
function findRecords(value: unknown, outer: Envelope, envelopes: number): Found[] {
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

/** An entry that holds no record stands for itself: it is reported as malformed. */
function findInArray(values: readonly unknown[], outer: Envelope, envelopes: number): Found[] {
  const all: Found[] = [];
  for (const value of values) {
    const found = envelopes > 0 ? findRecords(value, outer, envelopes - 1) : [];
    if (found.length === 0) all.push({ record: value, envelope: outer });
    for (const one of found) all.push(one);
  }
  return all;
}

/** CloudEvents call an upload `cos:created:object`. */
function readEnvelope(fields: Fields, outer: Envelope): Envelope {
  const type = text(fields.type);
  return {
    region: text(fields.region) ?? outer.region,
    eventName: type?.startsWith('cos:created') ? created : (type ?? outer.eventName),
  };
}

const created = 'cos:ObjectCreated:*';

function parseRecord({ record, envelope }: Found, defaults: EventDefaults, which: string): ParsedRecord {
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
  const name = text(child(record, 'event').eventName) ?? envelope.eventName;
  return {
    kind: 'object',
    ref: address.ref,
    appid: address.appid,
    eventName: name === undefined || name === 'event-type' ? created : name,
    size: size(object.size),
    delivered: record,
  };
}

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

function child(value: unknown, name: keyof Fields): Fields {
  const inner = isFields(value) ? value[name] : undefined;
  return isFields(inner) ? inner : {};
}

/** Digits come as numbers, too. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function size(value: unknown): number | undefined {
  const digits = text(value);
  return digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : undefined;
}
