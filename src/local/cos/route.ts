// Chooses the operation of a request by its method, key and query, and checks the rules that hold for every upload.

import { type Answer, noBody } from './answer.ts';
import { copyObject } from './copy.ts';
import { deleteObjects } from './deletion.ts';
import { CosError } from './errors.ts';
import { getAcl, getTags } from './keeping.ts';
import { listObjects } from './listing.ts';
import {
  abortUpload,
  completeUpload,
  initiateUpload,
  listParts,
  listUploads,
  uploadPart,
} from './multipart.ts';
import { deleteObject, getObject, putObject } from './object.ts';
import type { Operation } from './operation.ts';
import type { CosRequest } from './request.ts';
import { getVersioning, putVersioning } from './versioning.ts';

type Perform = (operation: Operation) => Answer;

/** The longest key, in bytes of UTF-8. */
const maxKeyBytes = 850;

/** Query parameters that select operations which this server does not have. */
const otherOperations = new Set(
  (
    'acl append cors domain encryption intelligenttiering inventory lifecycle location logging object-lock origin policy ' +
    'referer replication restore retention select tagging versions website ci-process imageInfo'
  ).split(' '),
);
/** Matches parameters of image processing, whose name holds the arguments, such as `imageMogr2/thumbnail/300x`. */
const imageProcessing = /^(imageMogr2|imageView2|watermark)\b/;

/**
 * @throws {CosError} `MissingContentLength`, `KeyTooLong`, `MethodNotAllowed`, or `NotImplemented` for what COS can do and this
 * server cannot: it never does something similar instead.
 */
export function chooseOperation(request: CosRequest): Perform {
  const { method, key, query, headers } = request;
  if ((method === 'PUT' || method === 'POST') && headers['content-length'] === undefined) {
    throw new CosError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new CosError(400, 'KeyTooLong', `Your key is longer than ${maxKeyBytes} bytes.`);
  }
  const kept = keepingOperation(request);
  if (kept) return kept;
  const other = Object.keys(query).find((name) => otherOperations.has(name) || imageProcessing.test(name));
  if (other) throw new CosError(501, 'NotImplemented', `The local COS server does not support "?${other}".`);
  const perform = key === '' ? bucketOperation(request) : objectOperation(request);
  if (!perform) {
    throw new CosError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
  return perform;
}

function bucketOperation({ method, query }: CosRequest): Perform | undefined {
  if (query['versionId'] !== undefined) return undefined;
  if (query['versioning'] !== undefined) return versioningOperations[method];
  if (method === 'GET') return query['uploads'] === undefined ? listObjects : listUploads;
  if (method === 'HEAD') return () => ({ status: 200, headers: {}, body: noBody });
  if (method === 'POST' && query['delete'] !== undefined) return deleteObjects;
  return undefined;
}

const versioningOperations: Readonly<Record<string, Perform>> = { GET: getVersioning, PUT: putVersioning };

/** The operations that show how an object is kept. Those that change it this server has not. */
function keepingOperation({ method, key, query }: CosRequest): Perform | undefined {
  const { acl, tagging, versionId } = query;
  if (method !== 'GET' || key === '' || versionId !== undefined) return undefined;
  if (acl !== undefined) return getAcl;
  return tagging === undefined ? undefined : getTags;
}

/** The methods that may name a version of an object. */
const versionMethods = ['GET', 'HEAD', 'DELETE'];

function objectOperation({ method, query, headers }: CosRequest): Perform | undefined {
  if (query['versioning'] !== undefined) return undefined;
  if (query['versionId'] !== undefined && !versionMethods.includes(method)) return undefined;
  const isPart = query['uploadId'] !== undefined;
  const isCopy = headers['x-cos-copy-source'] !== undefined;
  if (isPart && isCopy)
    throw new CosError(501, 'NotImplemented', 'The local COS server does not copy parts.');
  switch (method) {
    case 'GET':
      return isPart ? listParts : getObject;
    case 'HEAD':
      return getObject;
    case 'PUT':
      if (isCopy) return copyObject;
      return isPart ? uploadPart : putObject;
    case 'DELETE':
      return isPart ? abortUpload : deleteObject;
    case 'POST':
      if (query['uploads'] !== undefined) return initiateUpload;
      return isPart ? completeUpload : undefined;
    default:
      return undefined;
  }
}
