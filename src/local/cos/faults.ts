// Makes requests fail on demand. Chooses the fault of a request, and changes its body or answer; send.ts breaks connections.

import type { Answer } from './answer.ts';
import { CosError } from './errors.ts';
import type { CosRequest } from './request.ts';

export interface Fault {
  /** The HTTP method in capitals, such as `GET`. Without it, or without one of the next two, every request matches. */
  readonly method?: string;
  readonly bucket?: string;
  readonly keyPrefix?: string;
  /** How many of the matching requests fail. Default: 1; Infinity means all. */
  readonly times?: number;
  readonly kind: FaultKind;
}

/**
 * `status`, `redirect`, `clockSkewSeconds` and `mid-request` take effect before the operation: nothing is stored. The others
 * change the answer after the operation is done, as when a network fails. `corruptByte` damages an upload before it is stored.
 * `mid-body` needs an answer with a body.
 */
export type FaultKind =
  /** An error answer in XML. With `html`, it looks like a gateway's: no XML, no request id. `retryAfter` is in seconds. */
  | {
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly html?: boolean;
      readonly retryAfter?: number;
    }
  /**
   * Answers with these bytes and this status, as a gateway: without a request id. `cut`: announces more and ends with FIN. `endless`: repeats the bytes
   * without a Content-Length until the client closes.
   */
  | { readonly status: number; readonly bytes: Uint8Array; readonly ending?: 'cut' | 'endless' }
  /** Ends the connection with RST. Over TLS, where Node.js cannot send RST, with FIN and without close_notify. */
  | { readonly reset: Moment }
  /** Ends the connection with FIN. */
  | { readonly close: Moment }
  /** Sends half the body in chunks and no last chunk, then FIN. */
  | { readonly unterminatedChunked: true }
  /** Sends nothing more, and keeps the socket open. */
  | { readonly stall: Moment }
  | { readonly drip: { readonly bytes: number; readonly everyMs: number } }
  /** Flips one bit of the body: of an upload's body when it arrives, otherwise of the answer's. */
  | { readonly corruptByte: true }
  /** Sends half the body, with a Content-Length that fits the half. */
  | { readonly shortLength: true }
  | { readonly wrongEtag: true }
  | { readonly wrongCrc64: true }
  /** Both checksums are wrong, as for other bytes. */
  | { readonly wrongSums: true }
  | { readonly dropCrc64: true }
  /** Answers 307 with that address. */
  | { readonly redirect: string }
  /** The server's clock is ahead by so many seconds; a negative number is behind. */
  | { readonly clockSkewSeconds: number };

/** With `mid-request`, COS never receives the whole request. */
export type Moment = 'mid-request' | 'before-response' | 'mid-body';

/** The faults that wait for a matching request, oldest first. A request has at most one fault. */
export class Faults {
  private waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** Takes the first fault that matches the request, and counts it as used once. */
  take(request: CosRequest): FaultKind | undefined {
    const next = this.waiting.find(({ fault, left }) => left > 0 && matches(request, fault));
    if (next) next.left -= 1;
    return next?.fault.kind;
  }
}

function matches(request: CosRequest, { method, bucket, keyPrefix }: Fault): boolean {
  return (
    (method === undefined || method === request.method) &&
    (bucket === undefined || bucket === request.bucket) &&
    (keyPrefix === undefined || request.key.startsWith(keyPrefix))
  );
}

/**
 * Answers in place of the operation, for the faults that take effect before it.
 *
 * @returns undefined if the operation is to be carried out.
 * @throws {CosError} for an error answer in XML.
 */
export function answerInstead(fault: FaultKind): Answer | undefined {
  if ('redirect' in fault) {
    throw new CosError(
      307,
      'TemporaryRedirect',
      'Please re-send this request to the specified temporary endpoint.',
      {
        headers: { Location: fault.redirect },
      },
    );
  }
  // COS' answer, for the log only: the client does not receive it.
  if (Object.values(fault).includes('mid-request')) {
    throw new CosError(400, 'IncompleteBody', 'The request ended before all of it had arrived.');
  }
  if (!('status' in fault)) return undefined;
  if ('bytes' in fault) {
    const { status, bytes } = fault;
    return { status, headers: { 'Content-Type': 'text/html' }, body: Buffer.from(bytes) };
  }
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  const code = fault.code ?? defaultCodes[fault.status] ?? 'InternalError';
  if (!fault.html)
    throw new CosError(fault.status, code, fault.message ?? 'This error was requested with a fault.', {
      headers,
    });
  const page = `<html><head><title>${fault.status}</title></head><body><center>${fault.message ?? 'openresty'}</center></body></html>`;
  return {
    status: fault.status,
    headers: { ...headers, 'Content-Type': 'text/html' },
    body: Buffer.from(page),
  };
}

const defaultCodes: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  429: 'SlowDown',
  503: 'SlowDown',
};

/** Damages the body of an upload, if the fault says so. */
export function damageUpload(request: CosRequest, fault: FaultKind | undefined): CosRequest {
  return fault && 'corruptByte' in fault ? { ...request, body: corrupt(request.body) } : request;
}

/** Changes headers or body of the answer as the fault says. */
export function damageAnswer(answer: Answer, request: CosRequest, fault: FaultKind): Answer {
  const { headers, body } = answer;
  if ('wrongEtag' in fault) return { ...answer, headers: { ...headers, ...wrongEtag } };
  if ('wrongCrc64' in fault) return { ...answer, headers: { ...headers, ...wrongCrc64 } };
  if ('wrongSums' in fault) return { ...answer, headers: { ...headers, ...wrongEtag, ...wrongCrc64 } };
  if ('dropCrc64' in fault) return { ...answer, headers: without(headers, crc64) };
  const isOfGateway = 'bytes' in fault || ('html' in fault && fault.html);
  if (isOfGateway) return { ...answer, headers: without(headers, 'x-cos-request-id') };
  if ('corruptByte' in fault && request.body.length === 0) return { ...answer, body: corrupt(body) };
  if ('shortLength' in fault) {
    const half = body.subarray(0, body.length >> 1);
    return { ...answer, headers: { ...headers, 'Content-Length': String(half.length) }, body: half };
  }
  return answer;
}

const crc64 = 'x-cos-hash-crc64ecma';
const wrongEtag = { ETag: `"${'0'.repeat(32)}"` };
const wrongCrc64 = { [crc64]: '1234567890123456789' };

function without(headers: Answer['headers'], name: string): Answer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));
}

function corrupt(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  const middle = copy.length >> 1;
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle);
  return copy;
}
