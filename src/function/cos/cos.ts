// The object store on Tencent Cloud COS. The only file that knows the SDK, and distrusts it: by itself it takes short
// and damaged downloads for good, never gives up, and keeps failed uploads in memory.

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
import { type Attempt, silence, tryRepeatedly } from './retry.ts';

export interface CosStoreOptions {
  /** `TENCENTCLOUD_SECRETID` and so on; undefined when no execution role is bound to the function. */
  readonly secretId: string | undefined;
  readonly secretKey: string | undefined;
  readonly securityToken?: string | undefined;
  /** `http://127.0.0.1:9000`: connect there instead, with the real Host and signature. */
  readonly endpoint?: string | undefined;
}

/**
 * A store for one invocation: the credentials of an execution role change while an instance lives. Connections are
 * kept between stores, and keep no process alive.
 *
 * HEAD cannot tell a missing bucket from a missing object, because its answers have no body: `head` resolves with
 * undefined for both, and the `get` or `put` that follows rejects with `store-denied`.
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

/** What the SDK hands to its HTTP client, just before it does. */
interface OutgoingRequest {
  proxy?: null;
  timeout?: number;
  readonly headers: Record<string, unknown>;
}

/** One per call, so that each request can be given no more time than the call has. Costs about 1 ms. */
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
    request.timeout = silence(deadline);
    // Without this HTTP_PROXY and its kin in the function's environment would be obeyed.
    request.proxy = null;
    // The SDK sends an empty one where none is wanted.
    if (request.headers['Cache-Control'] === '') delete request.headers['Cache-Control'];
  });
  return client;
}

function locate(ref: ObjectRef): { Bucket: string; Region: string; Key: string } {
  return { Bucket: ref.bucket, Region: ref.region, Key: ref.key };
}

function startGet(client: COS, ref: ObjectRef, request: GetOptions): Attempt<SourceObject> {
  const download = new Download(request.maxBytes, request.sizeHint);
  const abort = () => {
    download.destroy(new Error('aborted'));
  };
  return { done: finishGet(client.getObject({ ...locate(ref), Output: download }), download, ref), abort };
}

async function finishGet(
  answer: Promise<COS.GetObjectResult>,
  download: Download,
  { bucket, key }: ObjectRef,
): Promise<SourceObject> {
  const { headers = {} } = await answer.catch((error: unknown) => {
    if (!download.tooBig) throw error;
    throw new ThumbnailError(
      'source-too-big',
      `${bucket}/${key} has more than ${download.maxBytes} bytes. THUMB_MAX_SOURCE_MB, or else the function's memory, sets this limit.`,
    );
  });
  const { bytes, declaredLength } = download;
  // Before Node.js 16 a connection that closes in mid-body passes for the end of the object.
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
    // A 404 without a request id is not COS' own word.
    const isMissing = isSdkError(error) && error.statusCode === 404 && error.headers?.['x-cos-request-id'];
    if (!isMissing) throw correctClock(client, error) ?? error;
    return undefined;
  }
}

/** Seconds by which COS lets a request's clock be wrong. */
const clockTolerance = 15 * 60;

/**
 * The answer to a HEAD has no body that would say why it was refused, so that the SDK does not correct a wrong clock by
 * itself, as it does for the other requests: its Date is compared with ours.
 *
 * @returns The error that a body would have told; undefined if it was not the clock. The client's next request uses COS'.
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

/** Not by the SDK's `deleteObject`: that one takes every 404 for a success, also that of a gateway. */
async function remove(client: COS, ref: ObjectRef): Promise<void> {
  await client.request({ ...locate(ref), Method: 'DELETE' });
}

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

/** Sends the body as a stream: that one can be aborted, and the SDK does not retry it on its own, without a pause. */
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
    // Without the SDK's queue, which keeps the bodies of failed uploads.
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
  // Not `destroy`: once the body has been read to its end, that does nothing.
  return { done, abort: () => void body.emit('error', new Error('aborted')) };
}

/** Was it our own earlier attempt, of which no (or a damaged) answer arrived, that took the key? */
async function findStored(client: COS, ref: ObjectRef, upload: Upload): Promise<StoredObject | undefined> {
  const { headers = {} } = await client.headObject(locate(ref));
  const names = Object.keys(upload.headers).filter((name) => name.startsWith('x-cos-meta-'));
  const isOurs =
    isSameContent(headers, upload.sums) === true &&
    names.every((name) => headers[name] === upload.headers[name]);
  return isOurs ? { etag: headers['etag'] ?? '' } : undefined;
}
