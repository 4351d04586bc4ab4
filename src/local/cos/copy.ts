// Carries out PUT Object - Copy: copies an object inside the server.

import { type Answer, xmlAnswer } from './answer.ts';
import { checkConditions, preconditionFailed, readConditions } from './condition.ts';
import { CosError, invalidArgument, noSuchBucket, noSuchKey } from './errors.ts';
import { readKeeping } from './keeping.ts';
import { keptHeaders } from './metadata.ts';
import { checkOverwrite, storedHeaders } from './object.ts';
import type { ObjectFacts } from './object-store.ts';
import type { Operation } from './operation.ts';
import { decode, parseHost } from './request.ts';
import { texts, xmlDocument } from './xml-body.ts';

export function copyObject({ request, objects, announce }: Operation): Answer {
  const { headers, bucket, key } = request;
  const source = parseCopySource(headers['x-cos-copy-source'] ?? '');
  if (source.region !== request.region || !objects.hasBucket(source.bucket)) throw noSuchBucket();
  const original = objects.head(source.bucket, source.key);
  if (!original) throw noSuchKey();
  if (checkConditions(readConditions(headers, 'x-cos-copy-source-'), original) === 'not-modified') {
    throw preconditionFailed();
  }
  checkOverwrite({ request, objects });
  const replaces = readDirective(headers['x-cos-metadata-directive']) === 'Replaced';
  if (!replaces && source.bucket === bucket && source.key === key) {
    throw new CosError(
      400,
      'InvalidRequest',
      'An object is copied onto itself only to replace its metadata: send x-cos-metadata-directive: Replaced.',
    );
  }
  const copy = objects.put(bucket, key, {
    bytes: objects.read(source.bucket, original),
    headers: replaces ? keptHeaders(headers) : original.headers,
    keeping: readKeeping(headers),
  });
  announce('cos:ObjectCreated:Copy', copy);
  return xmlAnswer(xmlDocument('CopyObjectResult', resultOf(copy)), storedHeaders(copy));
}

function resultOf({ etag, crc64, modified }: ObjectFacts): string {
  return texts({ ETag: etag, CRC64: crc64, LastModified: new Date(modified).toISOString() });
}

/** Reads a header like `example-1250000000.cos.ap-guangzhou.myqcloud.com/photos/a%20b.jpg`. */
export function parseCopySource(text: string): { bucket: string; region: string; key: string } {
  if (text.includes('?')) {
    throw new CosError(501, 'NotImplemented', 'The local COS server copies only the newest version.');
  }
  const slash = text.indexOf('/');
  const address = parseHost(text.slice(0, Math.max(0, slash)));
  if (!address || slash === text.length - 1) {
    throw invalidArgument(`x-cos-copy-source "${text}" is not {host of the bucket}/{percent-encoded key}.`);
  }
  return { ...address, key: decode(text.slice(slash + 1)) };
}

function readDirective(text = 'Copy'): 'Copy' | 'Replaced' {
  if (text !== 'Copy' && text !== 'Replaced') {
    throw invalidArgument(`x-cos-metadata-directive "${text}" is neither Copy nor Replaced.`);
  }
  return text;
}
