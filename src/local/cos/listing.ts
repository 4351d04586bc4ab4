// Carries out GET Bucket (List Objects), version 1.

import { splitBucketName } from '../../function/target/bucket-name.ts';
import { type Answer, xmlAnswer } from './answer.ts';
import { invalidArgument } from './errors.ts';
import { compareKeys, type ObjectFacts } from './object-store.ts';
import type { Operation } from './operation.ts';
import { urlEncode } from './signature.ts';
import { element, texts, xmlDocument } from './xml-body.ts';

/** An entry of the listing: an object, or a common prefix in place of all objects below it. */
interface ListingEntry {
  readonly name: string;
  readonly object?: ObjectFacts;
}

export function listObjects({ request, objects }: Operation): Answer {
  const { bucket, query } = request;
  const { prefix = '', marker = '', delimiter = '' } = query;
  const maxKeys = readCount(query['max-keys'], 'max-keys');
  const encode = readEncoding(query['encoding-type']);
  const after = objects.list(bucket).filter(({ key }) => compareKeys(key, marker) > 0);
  // If the last page ended with a common prefix, leave it out: the keys below it sort after the marker.
  const entries = groupByPrefix(after, prefix, delimiter).filter(({ name }) => name !== marker);
  const page = entries.slice(0, maxKeys);
  const isTruncated = entries.length > page.length;
  const head = texts({
    Name: bucket,
    EncodingType: query['encoding-type'],
    Prefix: encode(prefix),
    Marker: encode(marker),
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    IsTruncated: isTruncated,
    NextMarker: isTruncated ? encode(page.at(-1)?.name ?? '') : undefined,
  });
  const body = page.map(({ name, object }) =>
    object
      ? contents(encode(name), object, splitBucketName(bucket).appid)
      : element('CommonPrefixes', texts({ Prefix: encode(name) })),
  );
  return xmlAnswer(xmlDocument('ListBucketResult', head + body.join('')));
}

/** Reads a count such as max-keys: 1 to 1000. A larger number counts as 1000, which is also the default. */
export function readCount(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return 1000;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw invalidArgument(`${name} "${text}" is not a number from 1 to 1000.`);
  }
  return Math.min(1000, Number(text));
}

/** @returns The function that encodes the keys in the answer. */
export function readEncoding(type: string | undefined): (key: string) => string {
  if (type === undefined || type === '') return (key) => key;
  if (type !== 'url') throw invalidArgument(`encoding-type "${type}" is not "url".`);
  return urlEncode;
}

/** Keeps the order of the objects. Those that share a prefix up to the delimiter become one entry. */
function groupByPrefix(objects: readonly ObjectFacts[], prefix: string, delimiter: string): ListingEntry[] {
  const entries = new Map<string, ListingEntry>();
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue;
    const at = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const name = at < 0 ? object.key : object.key.slice(0, at + delimiter.length);
    entries.set(name, at < 0 ? { name, object } : { name });
  }
  return [...entries.values()];
}

function contents(key: string, { modified, etag, size, keeping }: ObjectFacts, appid: string): string {
  return element(
    'Contents',
    texts({ Key: key, LastModified: new Date(modified).toISOString(), ETag: etag, Size: size }) +
      element('Owner', texts({ ID: appid, DisplayName: appid })) +
      texts({ StorageClass: keeping?.storageClass ?? 'STANDARD' }),
  );
}
