// How an object is kept: access rights, storage class and tags, as an upload asks for them, and as answers show them.

import { type Answer, xmlAnswer } from './answer.ts';
import { CosError, invalidArgument, noSuchKey } from './errors.ts';
import type { ObjectFacts, ObjectKeeping } from './object-store.ts';
import type { Operation } from './operation.ts';
import { element, texts, xmlDocument } from './xml-body.ts';

const acls = ['default', 'private', 'public-read'];
const archives = ['ARCHIVE', 'DEEP_ARCHIVE'];
const storageClasses = [
  ...['STANDARD', 'STANDARD_IA', 'INTELLIGENT_TIERING', ...archives],
  ...['MAZ_STANDARD', 'MAZ_STANDARD_IA', 'MAZ_INTELLIGENT_TIERING'],
];
const maxTags = 10;

/**
 * Reads x-cos-acl, x-cos-storage-class and x-cos-tagging.
 *
 * @param headers The names are in lower case.
 * @throws {CosError} `InvalidArgument` or `InvalidTag` for what COS does not know.
 */
export function readKeeping(headers: Readonly<Record<string, string>>): ObjectKeeping {
  const { 'x-cos-acl': acl, 'x-cos-storage-class': storageClass, 'x-cos-tagging': tagging } = headers;
  if (acl !== undefined && !acls.includes(acl)) throw invalidArgument(`The ACL "${acl}" is not valid.`);
  if (storageClass !== undefined && !storageClasses.includes(storageClass)) {
    throw invalidArgument(`The storage class "${storageClass}" is not valid.`);
  }
  return {
    ...((acl === 'private' || acl === 'public-read') && { acl }),
    ...(storageClass !== undefined && storageClass !== 'STANDARD' && { storageClass }),
    ...(tagging !== undefined && { tags: readTags(tagging) }),
  };
}

function readTags(text: string): Record<string, string> {
  const pairs = text.split('&').map((pair): [string, string] => {
    const [name = '', value = '', ...rest] = pair.split('=');
    if (name === '' || rest.length > 0) throw invalidTag(`"${pair}" is not name=value, percent-encoded.`);
    return [decodeTag(name), decodeTag(value)];
  });
  const names = pairs.map(([name]) => name);
  if (new Set(names).size < names.length) throw invalidTag('Two tags have one name.');
  if (pairs.length > maxTags) throw invalidTag(`An object has at most ${maxTags} tags.`);
  const odd = pairs.find(([name, value]) => name.length > 127 || value.length > 255);
  if (odd) throw invalidTag(`The tag ${odd[0]} is too long.`);
  const wrong = pairs.flat().find((one) => !/^[\p{L}\p{N} +\-=._:/@]*$/u.test(one));
  if (wrong !== undefined) throw invalidTag(`"${wrong}" holds a character that tags may not have.`);
  return Object.fromEntries(pairs);
}

function decodeTag(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidTag(`"${text}" is not percent-encoded UTF-8.`);
  }
}

function invalidTag(message: string): CosError {
  return new CosError(400, 'InvalidTag', message);
}

/** The headers of an answer. COS names the storage class only if it is another than STANDARD. */
export function keepingHeaders({ keeping }: ObjectFacts): Record<string, string> {
  return { ...(keeping?.storageClass && { 'x-cos-storage-class': keeping.storageClass }) };
}

/** @throws {CosError} 403 `InvalidObjectState` for an object that must be restored first. This server restores none. */
export function checkReadable({ keeping }: ObjectFacts): void {
  if (!keeping?.storageClass || !archives.includes(keeping.storageClass)) return;
  throw new CosError(403, 'InvalidObjectState', "The operation is not valid for the object's storage class.");
}

/** May everybody read the object? Buckets of this server are private. */
export function isPublic(facts: ObjectFacts | undefined): boolean {
  return facts?.keeping?.acl === 'public-read';
}

/** Answers GET Object acl. */
export function getAcl(operation: Operation): Answer {
  const owner = element('ID', 'qcs::cam::uin/100000000001:uin/100000000001');
  const full = grant('CanonicalUser', owner, 'FULL_CONTROL');
  const everybody = element('URI', 'http://cam.qcloud.com/groups/global/AllUsers');
  const grants = isPublic(find(operation)) ? full + grant('Group', everybody, 'READ') : full;
  const list = element('AccessControlList', grants);
  return xmlAnswer(xmlDocument('AccessControlPolicy', element('Owner', owner) + list));
}

function grant(type: string, grantee: string, permission: string): string {
  const who = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${grantee}</Grantee>`;
  return element('Grant', who + texts({ Permission: permission }));
}

/** Answers GET Object tagging. */
export function getTags(operation: Operation): Answer {
  const tags = Object.entries(find(operation).keeping?.tags ?? {});
  const inner = tags.map(([Key, Value]) => element('Tag', texts({ Key, Value }))).join('');
  return xmlAnswer(xmlDocument('Tagging', element('TagSet', inner)));
}

function find({ request: { bucket, key }, objects }: Operation): ObjectFacts {
  const facts = objects.head(bucket, key);
  if (!facts) throw noSuchKey();
  return facts;
}
