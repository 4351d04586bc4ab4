// GET, HEAD, PUT and DELETE of one object.

import { type Answer, noBody } from './answer.ts';
import { checkConditions, readConditions } from './condition.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError, noSuchKey } from './errors.ts';
import { keptHeaders } from './metadata.ts';
import type { ObjectFacts } from './objects.ts';
import type { Operation } from './operation.ts';
import { parseRange } from './range.ts';

/** GET and HEAD. */
export function getObject({ request, objects }: Operation): Answer {
  const { bucket, key, headers } = request;
  const facts = objects.head(bucket, key);
  if (!facts) throw noSuchKey();
  const described = describe(facts);
  if (checkConditions(readConditions(headers), facts) === 'not-modified') {
    return { status: 304, headers: described, body: noBody };
  }
  const range = parseRange(headers['range'], facts.size);
  const length = range ? range.last - range.first + 1 : facts.size;
  const answered = {
    ...described,
    ...overrides(request.query),
    'Content-Length': String(length),
    ...(range && { 'Content-Range': `bytes ${range.first}-${range.last}/${facts.size}` }),
  };
  const body = request.method === 'HEAD' ? noBody : objects.read(bucket, key);
  return {
    status: range ? 206 : 200,
    headers: answered,
    body: range ? body.subarray(range.first, range.last + 1) : body,
  };
}

export function putObject({ request, objects, announce }: Operation): Answer {
  checkContentMd5(request);
  checkOverwrite({ request, objects });
  const facts = objects.put(request.bucket, request.key, {
    bytes: request.body,
    headers: keptHeaders(request.headers),
  });
  announce('cos:ObjectCreated:Put', facts);
  return { status: 200, headers: checksums(facts), body: noBody };
}

/** An object that is not there is as good as deleted. */
export function deleteObject({ request, objects, announce }: Operation): Answer {
  const facts = objects.head(request.bucket, request.key);
  if (facts) {
    objects.delete(request.bucket, request.key);
    announce('cos:ObjectRemove:Delete', facts);
  }
  return { status: 204, headers: {}, body: noBody };
}

/** @throws {CosError} 409 `FileAlreadyExists` if the request forbids to overwrite and there is such an object. */
export function checkOverwrite({ request, objects }: Pick<Operation, 'request' | 'objects'>): void {
  if (request.headers['x-cos-forbid-overwrite'] === 'true' && objects.head(request.bucket, request.key)) {
    throw new CosError(
      409,
      'FileAlreadyExists',
      'The object exists, and x-cos-forbid-overwrite protects it.',
    );
  }
}

/** The headers by which a client can check what is stored. */
export function checksums({ etag, crc64 }: ObjectFacts): Record<string, string> {
  return { ETag: etag, 'x-cos-hash-crc64ecma': crc64 };
}

function describe(facts: ObjectFacts): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...facts.headers,
    ...checksums(facts),
    'Last-Modified': new Date(facts.modified).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
}

/** `response-content-type` and its like: a presigned address may choose the answer's headers. */
function overrides(query: Readonly<Record<string, string>>): Record<string, string> {
  const pattern =
    /^response-(cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/;
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => {
      const header = pattern.exec(name)?.[1];
      return header ? [[header, value]] : [];
    }),
  );
}
