// Carries out GET, HEAD, PUT and DELETE of one object.

import { type Answer, noBody } from './answer.ts';
import { checkConditions, readConditions } from './condition.ts';
import { checkContentMd5 } from './digest.ts';
import { CosError, noSuchKey, noSuchVersion } from './errors.ts';
import { checkReadable, keepingHeaders, readKeeping } from './keeping.ts';
import { keptHeaders } from './metadata.ts';
import type { ObjectFacts } from './object-store.ts';
import type { Operation } from './operation.ts';
import { parseRange } from './range.ts';

/** Answers GET and HEAD. */
export function getObject({ request, objects }: Operation): Answer {
  const { bucket, key, headers } = request;
  const { versionId } = request.query;
  const facts = objects.version(bucket, key, versionId);
  if (!facts) throw versionId === undefined ? noSuchKey() : noSuchVersion();
  if (facts.isDeleteMarker) throw noSuchKey(versionHeaders(facts));
  if (request.method === 'GET') checkReadable(facts);
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
  const body = request.method === 'HEAD' ? noBody : objects.read(bucket, facts);
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
    keeping: readKeeping(request.headers),
  });
  announce('cos:ObjectCreated:Put', facts);
  return { status: 200, headers: storedHeaders(facts), body: noBody };
}

/**
 * Answers DELETE. It succeeds for an object that does not exist; a bucket with versioning adds a delete marker even then.
 * With a version id, that version is deleted permanently, also if it is a delete marker.
 */
export function deleteObject(operation: Operation): Answer {
  const { request, objects, announce } = operation;
  const named = request.query['versionId'];
  const facts =
    named === undefined ? objects.delete(request.bucket, request.key) : removeVersion(operation, named);
  if (!facts) return { status: 204, headers: {}, body: noBody };
  const isMarked = facts.isDeleteMarker && named === undefined;
  announce(isMarked ? 'cos:ObjectRemove:DeleteMarkerCreated' : 'cos:ObjectRemove:Delete', facts);
  return { status: 204, headers: versionHeaders(facts), body: noBody };
}

function removeVersion({ request, objects }: Operation, id: string): ObjectFacts {
  const facts = objects.version(request.bucket, request.key, id);
  if (!facts) throw noSuchVersion();
  objects.remove(request.bucket, facts);
  return facts;
}

/**
 * Checks x-cos-forbid-overwrite. COS ignores it in a bucket with versioning, where overwriting loses nothing.
 *
 * @throws {CosError} 409 `FileAlreadyExists` if the request forbids overwriting and the object exists.
 */
export function checkOverwrite({ request, objects }: Pick<Operation, 'request' | 'objects'>): void {
  const { bucket, key, headers } = request;
  const isForbidden = headers['x-cos-forbid-overwrite'] === 'true' && !objects.keepsVersions(bucket);
  if (isForbidden && objects.head(bucket, key)) {
    throw new CosError(
      409,
      'FileAlreadyExists',
      'The object exists, and x-cos-forbid-overwrite protects it.',
    );
  }
}

/** The headers of a stored object: its checksums, and the id of its version. */
export function storedHeaders(facts: ObjectFacts): Record<string, string> {
  return { ETag: facts.etag, 'x-cos-hash-crc64ecma': facts.crc64, ...versionHeaders(facts) };
}

function versionHeaders({ versionId, isDeleteMarker }: ObjectFacts): Record<string, string> {
  return {
    ...(versionId !== undefined && { 'x-cos-version-id': versionId }),
    ...(isDeleteMarker && { 'x-cos-delete-marker': 'true' }),
  };
}

function describe(facts: ObjectFacts): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...facts.headers,
    ...storedHeaders(facts),
    ...keepingHeaders(facts),
    'Last-Modified': new Date(facts.modified).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
}

/** Reads query parameters such as `response-content-type`, with which a presigned URL sets headers of the answer. */
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
