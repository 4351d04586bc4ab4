// Finds which object a COS record is about: its bucket, region and key, from the several fields that may hold them. Knows the
// fields, but not where in an event they are.

import type { ObjectRef } from '../store.ts';
import { appidIn } from '../target/bucket-name.ts';
import { longRegion } from './region.ts';

/** The fields of a record that name its object, as texts; undefined where a field is missing. */
export interface AddressFields {
  /** `cosBucket.name`: the bucket's name, with or without the appid. */
  readonly name: string | undefined;
  /** `cosBucket.appid`. */
  readonly appid: string | undefined;
  /** `cosBucket.cosRegion`: the region's long name, like `ap-guangzhou`; only newer events have this field and the next. */
  readonly cosRegion: string | undefined;
  readonly s3Region: string | undefined;
  /** `cosBucket.region`: the region's short name, like `gz`. */
  readonly region: string | undefined;
  /** `cosObject.key`: `/appid/bucket/path`, or in events written by hand `/path` or `path`. It is never percent-encoded. */
  readonly key: string | undefined;
  /** `cosObject.url`: percent-encoded; in events written by hand, any text. */
  readonly url: string | undefined;
}

/** What holds where a record does not say: the region and appid of the function itself. */
export interface AddressDefaults {
  readonly region?: string | undefined;
  readonly appid?: string | undefined;
}

/** An object's address, with the owner of its bucket. */
export interface Address {
  readonly ref: ObjectRef;
  /** The key as the record's other field says it; undefined if both fields agree, or only one says it. */
  readonly otherKey: string | undefined;
  readonly appid: string;
}

/** A field that is missing or unreadable, and what was expected there, for the message. */
export interface AddressProblem {
  readonly field: string;
  readonly expected: string;
}

interface Bucket {
  /** The bucket's name without the appid. */
  readonly name: string;
  readonly appid: string;
}

/**
 * Finds the object of a record. The key is taken from the url if its host is that of the record's bucket, because the encoding of
 * a url is unambiguous and that of `key` is documented nowhere. A url of another bucket is ignored: it is left over in an event
 * written by hand. Where both fields name a key and disagree, the other key is given as well: whoever does not encode the url, or
 * writes a space in it as `+`, has the right one in `key`. The region is the first that is found in `cosRegion`, `s3Region`, the
 * url's host, `region` and `defaults`.
 *
 * @returns The address, or the first field without which there is none.
 */
export function findAddress(fields: AddressFields, defaults: AddressDefaults): Address | AddressProblem {
  const host = readUrl(fields.url);
  const bucket = findBucket(fields, host, defaults.appid);
  if (bucket === undefined)
    return { field: 'cosBucket', expected: '"name" like example, "appid" like 1250000000' };
  const ownHost = host?.name === bucket.name && host.appid === bucket.appid ? host : undefined;
  const region = [fields.cosRegion, fields.s3Region, ownHost?.region, fields.region, defaults.region]
    .map(longRegion)
    .find((name) => name !== undefined);
  if (region === undefined) return { field: 'cosBucket.region', expected: 'gz or ap-guangzhou, for example' };
  const plainKey = cutPrefix(fields, bucket);
  const key = ownHost?.key ?? plainKey;
  if (key === '')
    return { field: 'cosObject.key', expected: '/1250000000/example/photos/cat.jpg, for example' };
  const otherKey = plainKey === '' || plainKey === key ? undefined : plainKey;
  return { ref: { bucket: `${bucket.name}-${bucket.appid}`, region, key }, otherKey, appid: bucket.appid };
}

interface UrlParts extends Bucket {
  readonly region: string;
  /** The decoded path; undefined when there is none, or one with invalid percent escapes. */
  readonly key: string | undefined;
}

/**
 * Reads the url of an object. `URL` is not used, because it would remove `..` and empty segments from the path.
 *
 * @returns undefined when the host is not that of a bucket.
 */
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

/** Finds the bucket by its name and appid, each from the first place that has one; undefined without a valid name or appid. */
function findBucket(
  { name, appid }: AddressFields,
  host: UrlParts | undefined,
  defaultAppid: string | undefined,
): Bucket | undefined {
  if (name === undefined) return host;
  const isHost = host?.name === name;
  const owner = [appid, isHost ? host?.appid : undefined, appidIn(name), defaultAppid].find(
    (candidate) => candidate !== undefined && /^\d+$/.test(candidate),
  );
  if (owner === undefined || !/^[a-z0-9-]+$/.test(name)) return undefined;
  // In an event written by hand the name may be as the console shows it, with the appid.
  const hasAppid = name.endsWith(`-${owner}`) && !isHost;
  return { name: hasAppid ? name.slice(0, -owner.length - 1) : name, appid: owner };
}

/** Removes the documented prefix from `key`, and nothing more, because the object's key itself may begin with `/`. */
function cutPrefix(fields: AddressFields, bucket: Bucket): string {
  const key = fields.key ?? '';
  const prefixes = [`/${fields.appid}/${fields.name}/`, `/${bucket.appid}/${bucket.name}/`, '/'];
  const prefix = prefixes.find((candidate) => key.startsWith(candidate)) ?? '';
  return key.slice(prefix.length);
}
