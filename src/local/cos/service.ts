// Handles one request from its first byte to its last: reads, authenticates, carries out, logs and answers it.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, completeAnswer, errorAnswer } from './answer.ts';
import { authenticate, type FindCredential, isAnonymous } from './authentication.ts';
import { CosError, noSuchBucket } from './errors.ts';
import { type CosEvent, createEvent } from './event.ts';
import { answerInstead, damageAnswer, damageUpload, type FaultKind, type Faults } from './faults.ts';
import { isPublic } from './keeping.ts';
import type { Objects } from './object-store.ts';
import { checkPermission, hideMissingKey } from './permission.ts';
import { type CosRequest, parseRequest, resourceOf } from './request.ts';
import { chooseOperation } from './route.ts';
import { send } from './send.ts';
import { Uploads } from './uploads.ts';

export interface LoggedRequest {
  readonly method: string;
  /** Empty, as `key` is, if the URL could not be parsed. */
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  /** Without Authorization and security token. The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** The error code of COS. */
  readonly code?: string;
  readonly requestId: string;
  /** The bytes of the body: of the request for PUT and POST, of the answer for other methods. */
  readonly bytes: number;
}

export interface ServiceOptions {
  readonly objects: Objects;
  readonly faults: Faults;
  readonly findCredential: FindCredential;
  readonly hidesMissingKeys: boolean;
  readonly region: string;
  log(request: LoggedRequest): void;
  publish(event: CosEvent): void;
}

/** A request and its answer. `request` and `fault` are absent if the URL could not be parsed. */
interface Exchange {
  readonly requestId: string;
  readonly request?: CosRequest | undefined;
  readonly fault?: FaultKind | undefined;
  readonly answer: Answer;
  readonly code?: string;
}

type Listener = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createService(options: ServiceOptions): Listener {
  const uploads = new Uploads();

  function handle(message: IncomingMessage, body: Buffer): Exchange {
    const requestId = randomBytes(18).toString('base64');
    let request: CosRequest | undefined;
    let fault: FaultKind | undefined;
    try {
      request = parseRequest(message, body);
      fault = options.faults.take(request);
      return { requestId, request, fault, answer: carryOut(request, fault, requestId) };
    } catch (error) {
      const refusal = error instanceof CosError ? error : new CosError(500, 'InternalError', String(error));
      return {
        requestId,
        request,
        fault,
        answer: errorAnswer(refusal, resourceOf(message), requestId),
        code: refusal.code,
      };
    }
  }

  function carryOut(request: CosRequest, fault: FaultKind | undefined, requestId: string): Answer {
    const refusal = fault && answerInstead(fault);
    if (refusal) return refusal;
    const { objects, region, findCredential, publish } = options;
    const { bucket } = request;
    if (request.region !== region || !objects.hasBucket(bucket)) throw noSuchBucket();
    const at = clock(fault);
    const credential = isOpen(request)
      ? undefined
      : authenticate(request, findCredential, Math.floor(at / 1000));
    if (credential) checkPermission(request, credential);
    try {
      return chooseOperation(request)({
        request: damageUpload(request, fault),
        objects,
        uploads,
        announce: (eventName, object) =>
          publish(createEvent({ eventName, bucket, region, object, requestId, at })),
      });
    } catch (error) {
      throw options.hidesMissingKeys && credential ? hideMissingKey(error, request, credential) : error;
    }
  }

  /** Does the request need no signature, because everybody may read the object? */
  function isOpen(request: CosRequest): boolean {
    const { method, bucket, key, query } = request;
    const isReading =
      (method === 'GET' || method === 'HEAD') && key !== '' && Object.keys(query).length === 0;
    return isReading && isAnonymous(request) && isPublic(options.objects.head(bucket, key));
  }

  return async (message, response) => {
    const body = await readBody(message);
    if (!body) return;
    const exchange = handle(message, body);
    const { requestId, request, answer, fault } = exchange;
    options.log(entry(message, body, exchange));
    const isHead = message.method === 'HEAD';
    const completed = completeAnswer(answer, { requestId, at: clock(fault), isHead });
    await send(response, request && fault ? damageAnswer(completed, request, fault) : completed, fault);
  };
}

/** @returns undefined if the client closed the connection before it had sent the whole body: no answer is needed. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await buffer(message);
  } catch {
    return undefined;
  }
}

/** @returns Milliseconds since 1970, by the server's clock, which a fault can set wrong. */
function clock(fault: FaultKind | undefined): number {
  return Date.now() + (fault && 'clockSkewSeconds' in fault ? fault.clockSkewSeconds * 1000 : 0);
}

function entry(message: IncomingMessage, body: Buffer, exchange: Exchange): LoggedRequest {
  const { request, answer, requestId, code } = exchange;
  const method = message.method ?? '';
  const {
    authorization: _authorization,
    'x-cos-security-token': _token,
    ...headers
  } = request?.headers ?? {};
  return {
    method,
    bucket: request?.bucket ?? '',
    key: request?.key ?? '',
    query: request?.query ?? {},
    headers,
    status: answer.status,
    ...(code !== undefined && { code }),
    requestId,
    bytes: method === 'PUT' || method === 'POST' ? body.length : answer.body.length,
  };
}
