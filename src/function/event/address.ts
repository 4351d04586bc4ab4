// Which object a COS record speaks of: bucket, region and key from the several places that hold them.

import type { ObjectRef } from '../store.ts';
import { longRegion } from './region.ts';

/** The fields of a record that tell it, as texts; undefined where they are missing. */
export interface AddressFields {
  /** `cosBucket`: without or with appid. */
  readonly name: string | undefined;
  readonly appid: string | undefined;
  /** Long form; only newer events have them. */
  readonly cosRegion: string | undefined;
  readonly s3Region: string | undefined;
  /** Short form, `gz`. */
  readonly region: string | undefined;
  /** `cosObject.key`: `/appid/bucket/path`, or in hand-made events `/path` or `path`. Never percent-encoded. */
  readonly key: string | undefined;
  /** `cosObject.url`: percent-encoded; in hand-made events any text. */
  readonly url: string | undefined;
}

/** What the record may leave open: the function's own surroundings. */
export interface AddressDefaults {
  readonly region?: string | undefined;
  readonly appid?: string | undefined;
}

export interface Address {
  readonly ref: ObjectRef;
  readonly appid: string;
}

/** The field that is missing or unreadable, and what should be there. */
export interface AddressProblem {
  readonly field: string;
  readonly expected: string;
}

interface Bucket {
  /** Without appid. */
  readonly name: string;
  readonly appid: string;
}

/**
 * Finds the object. The url decides the key when its host is this bucket's: its encoding is unambiguous, that of
 * `key` is documented nowhere. A url of another bucket is a leftover of a hand-made event and decides nothing.
 * The region is looked for in `cosRegion`, `s3Region`, the url's host, `region`, and at last in `defaults`.
 */
export function findAddress(fields: AddressFields, defaults: AddressDefaults): Address | AddressProblem {
  const host = readUrl(fields.url);
  const bucket = findBucket(fields, host, defaults.appid);
  if (bucket === undefined)
    return { field: 'cosBucket', expected: '"name" like example, "appid" like 1250000000' };
  const own = host?.name === bucket.name && host.appid === bucket.appid ? host : undefined;
  const region = [fields.cosRegion, fields.s3Region, own?.region, fields.region, defaults.region]
    .map(longRegion)
    .find((name) => name !== undefined);
  if (region === undefined) return { field: 'cosBucket.region', expected: 'gz or ap-guangzhou, for example' };
  const key = own?.key ?? cutPrefix(fields, bucket);
  if (key === '')
    return { field: 'cosObject.key', expected: '/1250000000/example/photos/cat.jpg, for example' };
  return { ref: { bucket: `${bucket.name}-${bucket.appid}`, region, key }, appid: bucket.appid };
}

interface UrlParts extends Bucket {
  readonly region: string;
  /** undefined when there is no path, or one with broken percent escapes. */
  readonly key: string | undefined;
}

/** Not with URL, which would take `..` and empty segments out of the path. */
function readUrl(url: string | undefined): UrlParts | undefined {
  const [, name = '', appid = '', region = '', path = ''] =
    /^https?:\/\/([a-z0-9-]+)-(\d+)\.cos[a-z-]*\.([a-z0-9-]+)\.[a-z0-9.:-]+\/([^?#]*)/.exec(url ?? '') ?? [];
  return name === '' ? undefined : { name, appid, region, key: decode(path) };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path) || undefined;
  } catch {
    return undefined;
  }
}

function findBucket(
  { name, appid }: AddressFields,
  host: UrlParts | undefined,
  defaultAppid: string | undefined,
): Bucket | undefined {
  if (name === undefined) return host;
  const isHost = host?.name === name;
  const owner = [appid, isHost ? host?.appid : undefined, /-(\d{10})$/.exec(name)?.[1], defaultAppid].find(
    (candidate) => candidate !== undefined && /^\d+$/.test(candidate),
  );
  if (owner === undefined || !/^[a-z0-9-]+$/.test(name)) return undefined;
  // In a hand-made event the name may be what the console shows: with the appid.
  const whole = name.endsWith(`-${owner}`) && !isHost;
  return { name: whole ? name.slice(0, -owner.length - 1) : name, appid: owner };
}

/** Exactly the documented prefix: the key itself may begin with `/`. */
function cutPrefix(fields: AddressFields, bucket: Bucket): string {
  const key = fields.key ?? '';
  const prefixes = [`/${fields.appid}/${fields.name}/`, `/${bucket.appid}/${bucket.name}/`, '/'];
  const prefix = prefixes.find((candidate) => key.startsWith(candidate)) ?? '';
  return key.slice(prefix.length);
}
