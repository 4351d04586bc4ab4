// Implements the object store on Tencent Cloud COS: what is asked, what an answer means, and whether what arrived is what was
// sent. sign.ts makes the requests with COS' SDK, exchange.ts sends them.

import { createHash } from 'crypto';
import { Crc64 } from '../checksum/crc64.ts';
import type { Deadline } from '../deadline.ts';
import {
  type GetOptions,
  type ObjectInfo,
  type ObjectRef,
  type ObjectStore,
  type PutOptions,
  type SourceObject,
  type StoredObject,
  UnreadableError,
} from '../store.ts';
import { EncodingError, undoEncoding } from './content-encoding.ts';
import { Download } from './download.ts';
import { type ErrorBody, readErrorBody } from './error-body.ts';
import { missingCredentials } from './errors.ts';
import { exchange, type HttpAnswer, type Sink } from './exchange.ts';
import { IntegrityError, isSameContent, type Sums } from './integrity.ts';
import { type ResponseHeaders, toObjectInfo, toRequestHeaders } from './object-headers.ts';
import { type CosOperation, isClockSkew, isRequestError, type RequestError } from './request-error.ts';
import { type Attempt, idleTimeout, tryRepeatedly } from './retry.ts';
import { Signer, type UnsignedRequest } from './sign.ts';

export interface CosStoreOptions {
  /** The credentials from `TENCENTCLOUD_SECRETID` and so on; undefined when no execution role is bound to the function. */
  readonly secretId: string | undefined;
  readonly secretKey: string | undefined;
  readonly securityToken?: string | undefined;
  /** The address to connect to instead of COS, like `http://127.0.0.1:9000`; Host header and signature stay those of COS. */
  readonly endpoint?: string | undefined;
  /**
   * Collects garbage, and is called again and again while an object comes: to V8 the pieces that it came in are a few small objects,
   * and until they are collected the object takes its memory twice.
   */
  readonly collect?: () => void;
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
    start: (connection: Connection, attempt: number) => Attempt<T>,
  ): Promise<T> {
    const { secretId, secretKey, securityToken, endpoint } = options;
    if (!secretId || !secretKey) return Promise.reject(missingCredentials(operation, ref));
    const signer = new Signer({ secretId, secretKey, securityToken, endpoint });
    return tryRepeatedly({ operation, ref, deadline }, (attempt) => start({ signer, deadline }, attempt));
  }
  return {
    get: (ref, request) =>
      call('get', ref, request.deadline, (connection) => startGet(connection, ref, request, options.collect)),
    head: (ref, { deadline }) => call('head', ref, deadline, (connection) => startHead(connection, ref)),
    put(ref, bytes, request) {
      const upload = prepareUpload(bytes, request);
      return call('put', ref, request.deadline, (connection, attempt) =>
        startPut(connection, ref, upload, attempt),
      );
    },
    delete: (ref, { deadline }) =>
      call('delete', ref, deadline, (connection) => startDelete(connection, ref)),
  };
}

/** One call to the store: its attempts are made and signed by one signer, so that a corrected clock stays so. */
interface Connection {
  readonly signer: Signer;
  readonly deadline: Deadline;
}

/** Sends a request; `done` rejects with a `RequestError` if COS did not answer with success. */
function send(
  { signer, deadline }: Connection,
  ref: ObjectRef,
  request: UnsignedRequest,
  sink?: Sink,
): Attempt<HttpAnswer> {
  const { done, abort } = exchange(signer.sign(ref, request), { idleTimeout: idleTimeout(deadline), sink });
  return { done: done.then((answer) => checkStatus(answer, signer)), abort };
}

/** @throws {RequestError} if COS refused; then the clock by which the next request is signed is corrected, if it was that. */
function checkStatus(answer: HttpAnswer, signer: Signer): HttpAnswer {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return answer;
  const refusal = readErrorBody(answer.body) ?? skewOf(answer, signer);
  const error: RequestError = { code: refusal?.code ?? String(status), statusCode: status, headers, refusal };
  const offset = Date.parse(headers['date'] ?? '') - Date.now();
  if (isClockSkew(error) && !Number.isNaN(offset)) signer.clockOffset = offset;
  throw error;
}

/** The most seconds by which COS lets the time in a request's signature differ from its own. */
const clockTolerance = 15 * 60;

/**
 * Finds out whether a refusal without a body, like every one of a HEAD, was because of the clock: the answer's Date shows it.
 *
 * @returns What the body would have said; undefined if the clock was not the reason.
 */
function skewOf({ status, headers }: HttpAnswer, { clockOffset }: Signer): ErrorBody | undefined {
  const offset = Date.parse(headers['date'] ?? '') - Date.now();
  if (status !== 403 || !(Math.abs(offset - clockOffset) > clockTolerance * 1000)) return undefined;
  return { code: 'RequestTimeTooSkewed', message: '' };
}

/** Begins to read an object into memory. */
function startGet(
  connection: Connection,
  ref: ObjectRef,
  request: GetOptions,
  collect: CosStoreOptions['collect'],
): Attempt<SourceObject> {
  const download = new Download(request.maxBytes, request.sizeHint, collect);
  const { done, abort } = send(connection, ref, { method: 'GET' }, download);
  return { done: finishGet(done, download, ref), abort };
}

/** Waits for the answer, checks that what arrived is all of the object and has its checksum, and undoes its Content-Encoding. */
async function finishGet(
  answer: Promise<HttpAnswer>,
  download: Download,
  ref: ObjectRef,
): Promise<SourceObject> {
  const { status, headers } = await answer.catch((error: unknown) => {
    if (!download.isCutOff) throw error;
    return { status: 200, headers: download.headers };
  });
  const { bytes: stored, declaredLength, maxBytes } = download;
  checkAnswerer({ status, headers }, [200]);
  if (download.tooBig) {
    const message = `${ref.bucket}/${ref.key} has more than ${maxBytes} bytes, the limit that THUMB_MAX_SOURCE_MB sets, or without it the function's memory.`;
    const info = toObjectInfo(headers, declaredLength ?? maxBytes + 1);
    throw new UnreadableError('source-too-big', message, { ...info, bytes: stored });
  }
  if (declaredLength !== undefined && declaredLength !== stored.length) {
    throw new IntegrityError('Truncated', headers);
  }
  const same = isSameContent(headers, download);
  if (same === false) throw new IntegrityError('ChecksumMismatch', headers);
  if (same === undefined && declaredLength === undefined) throw new IntegrityError('Unverifiable', headers);
  const bytes = await undoEncoding(stored, headers['content-encoding'], maxBytes).catch((error: unknown) => {
    if (!(error instanceof EncodingError)) throw error;
    const { code, message, bytes: head, cause } = error;
    const object = { ...toObjectInfo(headers, stored.length), bytes: head };
    throw new UnreadableError(code, `${ref.bucket}/${ref.key} ${message}`, object, cause);
  });
  return { ...toObjectInfo(headers, bytes.length), bytes };
}

/**
 * Whether it was COS that answered with success: it names what there is, and numbers its answers. A gateway or proxy that answers in
 * its place, be it with a page for people, does neither, and its answer says nothing about the object.
 *
 * @param statuses Those with which COS answers.
 * @throws {IntegrityError}
 */
function checkAnswerer(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  statuses: readonly number[],
): void {
  const isNamed = headers.etag !== undefined || headers['x-cos-request-id'] !== undefined;
  if (!isNamed || !statuses.includes(status)) throw new IntegrityError('Unverifiable', headers);
}

function startHead(connection: Connection, ref: ObjectRef): Attempt<ObjectInfo | undefined> {
  const { done, abort } = send(connection, ref, { method: 'HEAD' });
  const found = done.then(
    (answer) => {
      checkAnswerer(answer, [200]);
      return toObjectInfo(answer.headers, Number(answer.headers['content-length']));
    },
    (error: unknown) => {
      // A 404 without COS' request id comes from a gateway or proxy, and says nothing about the object.
      const isMissing =
        isRequestError(error) && error.statusCode === 404 && error.headers?.['x-cos-request-id'];
      if (!isMissing) throw error;
      return undefined;
    },
  );
  return { done: found, abort };
}

/** Begins to remove an object. COS answers 204 also where there is none, so a 404 is a gateway's, or that of a missing bucket. */
function startDelete(connection: Connection, ref: ObjectRef): Attempt<void> {
  const { done, abort } = send(connection, ref, { method: 'DELETE' });
  return { done: done.then((answer) => checkAnswerer(answer, [200, 204])), abort };
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
      'Content-Length': String(bytes.length),
      'Content-MD5': md5.toString('base64'),
      ...(ifAbsent ? { 'x-cos-forbid-overwrite': 'true' } : {}),
    },
  };
}

function startPut(
  connection: Connection,
  ref: ObjectRef,
  upload: Upload,
  attempt: number,
): Attempt<StoredObject> {
  const { headers, bytes: body } = upload;
  let latest = send(connection, ref, { method: 'PUT', headers, body });
  const stored = latest.done.then(
    (answer) => {
      const same = isSameContent(answer.headers, upload.sums);
      if (same === false) throw new IntegrityError('ChecksumMismatch', answer.headers);
      // COS names what it stored in every answer. A gateway that answers in its place does not.
      if (same === undefined && !answer.headers.etag)
        throw new IntegrityError('Unverifiable', answer.headers);
      return { etag: answer.headers.etag ?? '' };
    },
    async (error: unknown) => {
      const isTaken = isRequestError(error) && error.code === 'FileAlreadyExists';
      if (!isTaken || attempt === 1) throw error;
      // The object that took the key may be from an earlier attempt of this same upload, whose answer was lost or damaged.
      latest = send(connection, ref, { method: 'HEAD' });
      const existing = await latest.done;
      if (!isUploaded(existing.headers, upload)) throw error;
      return { etag: existing.headers.etag ?? '' };
    },
  );
  return { done: stored, abort: () => latest.abort() };
}

/** Whether the object with these headers has the bytes and the metadata of an upload. */
function isUploaded(headers: ResponseHeaders, upload: Upload): boolean {
  const names = Object.keys(upload.headers).filter((name) => name.startsWith('x-cos-meta-'));
  return (
    isSameContent(headers, upload.sums) === true &&
    names.every((name) => headers[name] === upload.headers[name])
  );
}
