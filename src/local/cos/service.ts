// One request from its first byte to its last: read, authenticate, carry out, log, answer.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { authenticate, type Credential } from './authentication.ts';
import { CosError, noSuchBucket } from './errors.ts';
import { type CosEvent, createEvent } from './event.ts';
import { damageAnswer, damageUpload, type FaultKind, type Faults, refuse } from './faults.ts';
import type { Objects } from './objects.ts';
import { type Answer, noBody } from './operation.ts';
import { type CosRequest, parseRequest } from './request.ts';
import { chooseOperation } from './route.ts';
import { send } from './strike.ts';
import { Uploads } from './uploads.ts';
import { texts, xmlDocument } from './xml.ts';

export interface LoggedRequest {
  readonly method: string;
  /** Empty, like `key`, when the address could not be read. */
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case; without Authorization and security token. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** COS' error code. */
  readonly code?: string;
  readonly requestId: string;
  /** Of the body: received with a PUT or POST, otherwise answered. */
  readonly bytes: number;
}

export interface Surroundings {
  readonly objects: Objects;
  readonly faults: Faults;
  readonly credentials: readonly Credential[];
  readonly region: string;
  log(request: LoggedRequest): void;
  publish(event: CosEvent): void;
}

/** What became of a request: `request` and `fault` are absent when its address could not be read. */
interface Exchange {
  readonly requestId: string;
  readonly request?: CosRequest | undefined;
  readonly fault?: FaultKind | undefined;
  readonly answer: Answer;
  readonly code?: string;
}

type Listener = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createService(surroundings: Surroundings): Listener {
  const uploads = new Uploads();

  function handle(message: IncomingMessage, body: Buffer): Exchange {
    const requestId = randomBytes(18).toString('base64');
    let request: CosRequest | undefined;
    let fault: FaultKind | undefined;
    try {
      request = parseRequest(message, body);
      fault = surroundings.faults.take(request);
      return { requestId, request, fault, answer: carryOut(request, fault, requestId) };
    } catch (error) {
      const refusal = error instanceof CosError ? error : new CosError(500, 'InternalError', String(error));
      const resource = `${message.headers.host ?? ''}${message.url ?? ''}`;
      return {
        requestId,
        request,
        fault,
        answer: errorAnswer(refusal, resource, requestId),
        code: refusal.code,
      };
    }
  }

  function carryOut(request: CosRequest, fault: FaultKind | undefined, requestId: string): Answer {
    const refusal = fault && refuse(fault);
    if (refusal) return refusal;
    const { objects, region, credentials, publish } = surroundings;
    const { bucket } = request;
    if (request.region !== region || !objects.hasBucket(bucket)) throw noSuchBucket();
    const at = clock(fault);
    authenticate(request, credentials, Math.floor(at / 1000));
    return chooseOperation(request)({
      request: damageUpload(request, fault),
      objects,
      uploads,
      announce: (eventName, object) =>
        publish(createEvent({ eventName, bucket, region, object, requestId, at })),
    });
  }

  return async (message, response) => {
    const body = await readBody(message);
    if (!body) return;
    const exchange = handle(message, body);
    surroundings.log(entry(message, body, exchange));
    await send(response, complete(exchange, message.method === 'HEAD'), exchange.fault);
  };
}

/** undefined if the client gave up before it had sent all of it: nobody waits for an answer. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return await buffer(message);
  } catch {
    return undefined;
  }
}

function errorAnswer(error: CosError, resource: string, requestId: string): Answer {
  const traceId = randomBytes(24).toString('base64');
  const { code: Code, message: Message, details } = error;
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml', 'x-cos-trace-id': traceId, ...error.headers },
    body: xmlDocument(
      'Error',
      texts({ Code, Message, ...details, Resource: resource, RequestId: requestId, TraceId: traceId }),
    ),
  };
}

/** The answer with what all have in common, and with the damage that a fault does to it. */
function complete({ requestId, request, fault, answer }: Exchange, isHead: boolean): Answer {
  const body = isHead || answer.status === 304 ? noBody : answer.body;
  const withoutLength = answer.status === 204 || answer.status === 304;
  const headers = {
    Date: new Date(clock(fault)).toUTCString(),
    Server: 'tencent-cos',
    ...(!isGateway(fault) && { 'x-cos-request-id': requestId }),
    ...(!withoutLength && { 'Content-Length': String(body.length) }),
    ...answer.headers,
  };
  const completed = { ...answer, headers, body };
  return fault ? damageAnswer(completed, fault, request?.body.length !== 0) : completed;
}

/** Milliseconds since 1970, as the server sees it. */
function clock(fault: FaultKind | undefined): number {
  return Date.now() + (fault && 'clockSkewSeconds' in fault ? fault.clockSkewSeconds * 1000 : 0);
}

function isGateway(fault: FaultKind | undefined): boolean {
  return fault !== undefined && 'html' in fault && fault.html === true;
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
