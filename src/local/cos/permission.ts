// Says what a request asks leave for, in the words of CAM, and refuses it if its key may not do that.
// https://cloud.tencent.com/document/product/436/65935

import { splitBucketName } from '../../function/target/bucket-name.ts';
import type { Credential } from './authentication.ts';
import { parseCopySource } from './copy.ts';
import { CosError } from './errors.ts';
import type { CosRequest } from './request.ts';

/** @throws {CosError} 403 `AccessDenied`. */
export function checkPermission(request: CosRequest, credential: Credential): void {
  const action = actionOf(request);
  if (action !== undefined) check(credential, action, request);
  for (const other of headerActions(request)) check(credential, other, request);
  const copied = request.headers['x-cos-copy-source'];
  if (copied !== undefined) check(credential, 'GetObject', parseCopySource(copied));
}

/** Whoever may not list a bucket learns from an error not even that a key is free. */
export function hideMissingKey(
  error: unknown,
  { bucket, region }: CosRequest,
  credential: Credential,
): unknown {
  if (!(error instanceof CosError) || error.code !== 'NoSuchKey') return error;
  return mayDo(credential, 'GetBucket', { bucket, region, key: '' }) ? error : denied();
}

function check(credential: Credential, action: string, place: ObjectPlace): void {
  if (!mayDo(credential, action, place)) throw denied();
}

function mayDo(credential: Credential, action: string, { bucket, region, key }: ObjectPlace): boolean {
  return credential.allows?.(`name/cos:${action}`, resourceName(bucket, region, key)) !== false;
}

function denied(): CosError {
  return new CosError(403, 'AccessDenied', 'Access Denied.');
}

/** What the headers of an upload ask for besides it: tags and rights are actions of their own. */
function headerActions({ headers }: CosRequest): string[] {
  const { 'x-cos-tagging': tagging, 'x-cos-acl': acl } = headers;
  return [
    ...(tagging === undefined ? [] : ['PutObjectTagging']),
    ...(acl === undefined ? [] : ['PutObjectACL']),
  ];
}

interface ObjectPlace {
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
}

/** An object, or with an empty key the bucket, as CAM names it. */
export function resourceName(bucket: string, region: string, key: string): string {
  const { appid } = splitBucketName(bucket);
  return `qcs::cos:${region}:uid/${appid}:${bucket}/${key}`;
}

/** @returns undefined for what is no operation: it is refused later, with its own code. */
function actionOf(request: CosRequest): string | undefined {
  return request.key === '' ? bucketAction(request) : objectAction(request);
}

function bucketAction({ method, query }: CosRequest): string | undefined {
  if (query['versioning'] !== undefined) {
    return method === 'PUT' ? 'PutBucketVersioning' : 'GetBucketVersioning';
  }
  if (method === 'GET') return query['uploads'] === undefined ? 'GetBucket' : 'ListMultipartUploads';
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST' && query['delete'] !== undefined) return 'DeleteMultipleObjects';
  return undefined;
}

function objectAction({ method, query }: CosRequest): string | undefined {
  const isPart = query['uploadId'] !== undefined;
  switch (method) {
    case 'GET':
      if (query['acl'] !== undefined) return 'GetObjectACL';
      if (query['tagging'] !== undefined) return 'GetObjectTagging';
      return isPart ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      return isPart ? 'UploadPart' : 'PutObject';
    case 'DELETE':
      return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      return query['uploads'] === undefined ? 'CompleteMultipartUpload' : 'InitiateMultipartUpload';
    default:
      return undefined;
  }
}
