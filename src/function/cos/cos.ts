// Implements the object store on Tencent Cloud COS. It is the only file that knows the SDK, and checks what the SDK does not:
// left alone, the SDK accepts short and damaged downloads, has no deadline, and keeps failed uploads in memory.

import COS from 'cos-nodejs-sdk-v5';
import { createHash } from 'crypto';
import { Readable } from 'stream';
import { Crc64 } from '../checksum/crc64.ts';
import type { Deadline } from '../deadline.ts';
import { ThumbnailError } from '../errors.ts';
import type {
  GetOptions,
  ObjectInfo,
  ObjectRef,
  ObjectStore,
  PutOptions,
  SourceObject,
  StoredObject,
} from '../store.ts';
import { Download } from './download.ts';
import { type CosOperation, isSdkError, missingCredentials, type SdkError } from './errors.ts';
import { IntegrityError, isSameContent, type Sums } from './integrity.ts';
import { toObjectInfo, toRequestHeaders } from './object-headers.ts';
import { type Attempt, idleTimeout, tryRepeatedly } from './retry.ts';

export interface CosStoreOptions {
  /** The credentials from `TENCENTCLOUD_SECRETID` and so on; undefined when no execution role is bound to the function. */
  readonly secretId: string | undefined;
  readonly secretKey: string | undefined;
  readonly securityToken?: string | undefined;
  /** The address to connect to instead of COS, like `http://127.0.0.1:9000`; Host header and signature stay those of COS. */
  readonly endpoint?: string | undefined;
}

/**
 * Creates a store for one invocation, because the credentials of an execution role change while an instance lives. Open
 * connections are shared between stores, and keep no process alive.
 *
 * The answer to HEAD has no body, so it cannot tell a missing bucket from a missing object: `head` resolves with undefined for
 * both, and the `get` or `put` that follows rejects with `store-denied` if it is the bucket.
 *
 * @example
 * const store = createCosStore({ secretId, secretKey, securityToken });
 * const ref = { bucket: 'example-1250000000', region: 'ap-guangzhou', key: 'photos/cat.jpg' };
 * const { bytes, etag } = await store.get(ref, { maxBytes: 20_000_000, deadline: Deadline.in(3000) });
 */
export function createCosStore(options: CosStoreOptions): ObjectStore {
  function call<T>(
    operation: CosOperation,
    ref: ObjectRef,
    deadline: Deadline,
    start: (client: COS, attempt: number) => Attempt<T>,
  ): Promise<T> {
    if (!options.secretId || !options.secretKey) {
      return Promise.reject(missingCredentials(operation, ref));
    }
    const client = createClient(options, deadline);
    return tryRepeatedly({ operation, ref, deadline }, (attempt) => start(client, attempt));
  }
  return {
    get: (ref, request) => call('get', ref, request.deadline, (client) => startGet(client, ref, request)),
    head: (ref, { deadline }) =>
      call('head', ref, deadline, (client) => ({ done: head(client, ref), abort: () => {} })),
    put(ref, bytes, request) {
      const upload = prepareUpload(bytes, request);
      return call('put', ref, request.deadline, (client, attempt) => startPut(client, ref, upload, attempt));
    },
    delete: (ref, { deadline }) =>
      call('delete', ref, deadline, (client) => ({ done: remove(client, ref), abort: () => {} })),
  };
}

/** The request as the SDK shows it in `before-send`, just before its HTTP client gets it. */
interface OutgoingRequest {
  proxy?: null;
  timeout?: number;
  readonly headers: Record<string, unknown>;
}

/** Creates an SDK client for one call, so that none of its requests gets more time than the call has. This takes about 1 ms. */
function createClient(options: CosStoreOptions, deadline: Deadline): COS {
  const endpoint = options.endpoint ? new URL(options.endpoint) : undefined;
  const client = new COS({
    SecretId: options.secretId ?? '',
    SecretKey: options.secretKey ?? '',
    SecurityToken: options.securityToken ?? '',
    Protocol: endpoint?.protocol === 'http:' ? 'http:' : 'https:',
    Ip: endpoint?.host ?? '',
    UseRawKey: true,
  });
  client.on('before-send', (request: OutgoingRequest) => {
    request.timeout = idleTimeout(deadline);
    // Otherwise the HTTP client would use HTTP_PROXY and similar variables of the function's environment.
    request.proxy = null;
    // The SDK sends an empty Cache-Control where none was given.
    if (request.headers['Cache-Control'] === '') delete request.headers['Cache-Control'];
  });
  return client;
}

function locate(ref: ObjectRef): { Bucket: string; Region: string; Key: string } {
  return { Bucket: ref.bucket, Region: ref.region, Key: ref.key };
}

/** Begins to read an object into memory; to abort the attempt destroys the stream that the SDK writes into. */
function startGet(client: COS, ref: ObjectRef, request: GetOptions): Attempt<SourceObject> {
  const download = new Download(request.maxBytes, request.sizeHint);
  const abort = () => {
    download.destroy(new Error('aborted'));
  };
  return { done: finishGet(client.getObject({ ...locate(ref), Output: download }), download, ref), abort };
}

/** Waits for the answer, and checks that what arrived is all of the object and has its checksum. */
async function finishGet(
  answer: Promise<COS.GetObjectResult>,
  download: Download,
  { bucket, key }: ObjectRef,
): Promise<SourceObject> {
  const { headers = {} } = await answer.catch((error: unknown) => {
    if (!download.tooBig) throw error;
    throw new ThumbnailError(
      'source-too-big',
      `${bucket}/${key} has more than ${download.maxBytes} bytes, the limit that THUMB_MAX_SOURCE_MB sets, or without it the function's memory.`,
    );
  });
  const { bytes, declaredLength } = download;
  // Node.js before 16 takes a connection that closes in the middle of a body for the end of the body.
  if (declaredLength !== undefined && declaredLength !== bytes.length) {
    throw new IntegrityError('Truncated', headers);
  }
  const same = isSameContent(headers, download);
  if (same === false) throw new IntegrityError('ChecksumMismatch', headers);
  if (same === undefined && declaredLength === undefined) throw new IntegrityError('Unverifiable', headers);
  return { ...toObjectInfo(headers, bytes.length), bytes };
}

async function head(client: COS, ref: ObjectRef): Promise<ObjectInfo | undefined> {
  try {
    const { headers = {} } = await client.headObject(locate(ref));
    return toObjectInfo(headers, Number(headers['content-length']));
  } catch (error) {
    // A 404 without COS' request id comes from a gateway or proxy, and says nothing about the object.
    const isMissing = isSdkError(error) && error.statusCode === 404 && error.headers?.['x-cos-request-id'];
    if (!isMissing) throw correctClock(client, error) ?? error;
    return undefined;
  }
}

/** The most seconds by which COS lets the time in a request's signature differ from its own. */
const clockTolerance = 15 * 60;

/**
 * Corrects the client's clock after a HEAD that was refused, if the answer's Date shows that ours is wrong. For other requests
 * the SDK does so by itself, by the error code in the body, but the answer to HEAD has no body.
 *
 * @returns The error that a body would have named; undefined if the clock was not the reason. The client signs its next request
 * with COS' time.
 */
function correctClock(client: COS, error: unknown): SdkError | undefined {
  if (!isSdkError(error) || error.statusCode !== 403 || !error.headers?.['date']) return undefined;
  const { options } = client as unknown as { options: { SystemClockOffset: number } };
  const offset = Date.parse(error.headers['date']) - Date.now();
  if (!(Math.abs(offset - options.SystemClockOffset) > clockTolerance * 1000)) return undefined;
  options.SystemClockOffset = offset;
  const reason = 'RequestTimeTooSkewed';
  return { code: reason, statusCode: 403, headers: error.headers, error: { Code: reason } };
}

/** Removes an object. The SDK's `deleteObject` is not used, because it takes every 404 for a success, also a gateway's. */
async function remove(client: COS, ref: ObjectRef): Promise<void> {
  await client.request({ ...locate(ref), Method: 'DELETE' });
}

/** What is sent by each attempt to store an object. */
interface Upload {
  readonly bytes: Buffer;
  readonly sums: Sums;
  readonly headers: Readonly<Record<string, string>>;
}

function prepareUpload(bytes: Uint8Array, { headers, ifAbsent }: PutOptions): Upload {
  const md5 = createHash('md5').update(bytes).digest();
  const crc64 = () => new Crc64().update(bytes).digest();
  return {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    sums: { md5: () => md5.toString('hex'), crc64 },
    headers: {
      ...toRequestHeaders(headers),
      'Content-MD5': md5.toString('base64'),
      ...(ifAbsent ? { 'x-cos-forbid-overwrite': 'true' } : {}),
    },
  };
}

/** Begins an upload. The body is a stream: it can be aborted, and the SDK does not repeat it by itself without a pause. */
function startPut(client: COS, ref: ObjectRef, upload: Upload, attempt: number): Attempt<StoredObject> {
  const body = new Readable({
    read() {
      this.push(upload.bytes);
      this.push(null);
    },
  });
  const parameters = {
    ...locate(ref),
    Body: body,
    ContentLength: upload.bytes.length,
    Headers: { ...upload.headers },
    // Bypasses the SDK's queue, which keeps the bodies of failed uploads in memory.
    SkipTask: true,
  };
  const done = client.putObject(parameters).then(
    ({ headers = {} }) => {
      if (isSameContent(headers, upload.sums) === false) {
        throw new IntegrityError('ChecksumMismatch', headers);
      }
      return { etag: headers['etag'] ?? '' };
    },
    async (error: unknown) => {
      const taken = isSdkError(error) && error.code === 'FileAlreadyExists';
      const stored = taken && attempt > 1 ? await findStored(client, ref, upload) : undefined;
      if (stored) return stored;
      throw error;
    },
  );
  // `destroy` would do nothing once the body has been read to its end.
  return { done, abort: () => void body.emit('error', new Error('aborted')) };
}

/**
 * Finds out whether the object that took the key is from an earlier attempt of this same upload, whose answer was lost or
 * damaged.
 *
 * @returns undefined if the object is another.
 */
async function findStored(client: COS, ref: ObjectRef, upload: Upload): Promise<StoredObject | undefined> {
  const { headers = {} } = await client.headObject(locate(ref));
  const names = Object.keys(upload.headers).filter((name) => name.startsWith('x-cos-meta-'));
  const isOurs =
    isSameContent(headers, upload.sums) === true &&
    names.every((name) => headers[name] === upload.headers[name]);
  return isOurs ? { etag: headers['etag'] ?? '' } : undefined;
}
