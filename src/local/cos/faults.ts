// What can go wrong, on command. Chooses the fault for a request; send.ts carries it out on the wire.

import type { Answer } from './answer.ts';
import { CosError } from './errors.ts';
import type { CosRequest } from './request.ts';

export interface Fault {
  /** In capitals: `GET`. Absent, like the next two: any. */
  readonly method?: string;
  readonly bucket?: string;
  readonly keyPrefix?: string;
  /** How many matching requests suffer; default 1; Infinity: all. */
  readonly times?: number;
  readonly kind: FaultKind;
}

/**
 * `status`, `redirect`, `clockSkewSeconds` and `mid-request` strike before anything is done: nothing is stored. The others strike
 * the answer: what was asked has been done, as when a network fails. `corruptByte` strikes an upload on its way in, and
 * `mid-body` needs an answer with a body.
 */
export type FaultKind =
  /** An error as XML; with `html`, as from a gateway that is not COS: no XML, no request id. `retryAfter` in seconds. */
  | {
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly html?: boolean;
      readonly retryAfter?: number;
    }
  /** RST; over TLS, where Node.js has none, a FIN without TLS' own farewell. */
  | { readonly reset: Moment }
  /** FIN. */
  | { readonly close: Moment }
  /** Half the body in chunks, no last chunk, FIN. */
  | { readonly unterminatedChunked: true }
  /** The socket stays open and silent. */
  | { readonly stall: Moment }
  | { readonly drip: { readonly bytes: number; readonly everyMs: number } }
  /** One bit of the body is wrong: of an upload's as it arrives, else of the answer's. */
  | { readonly corruptByte: true }
  /** Half the body, with a Content-Length that says so. */
  | { readonly shortLength: true }
  | { readonly wrongEtag: true }
  | { readonly wrongCrc64: true }
  /** Both at once, as if of other bytes. */
  | { readonly wrongSums: true }
  | { readonly dropCrc64: true }
  /** 307 to that address. */
  | { readonly redirect: string }
  /** The server's clock is so far ahead (negative: behind). */
  | { readonly clockSkewSeconds: number };

/** `mid-request`: COS never has the whole of it. */
export type Moment = 'mid-request' | 'before-response' | 'mid-body';

/** The faults that wait for their requests, first come first served, one to a request. */
export class Faults {
  private waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that this request suffers, used up by one. */
  take(request: CosRequest): FaultKind | undefined {
    const next = this.waiting.find(({ fault, left }) => left > 0 && suffers(request, fault));
    if (next) next.left -= 1;
    return next?.fault.kind;
  }
}

function suffers(request: CosRequest, { method, bucket, keyPrefix }: Fault): boolean {
  return (
    (method === undefined || method === request.method) &&
    (bucket === undefined || bucket === request.bucket) &&
    (keyPrefix === undefined || request.key.startsWith(keyPrefix))
  );
}

/** The answer that takes the place of the operation, for the faults that strike before it. */
export function refuse(fault: FaultKind): Answer | undefined {
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
  // What COS would answer, and what the log says: the client hears nothing of it.
  if (Object.values(fault).includes('mid-request')) {
    throw new CosError(400, 'IncompleteBody', 'The request ended before all of it had arrived.');
  }
  if (!('status' in fault)) return undefined;
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  const code = fault.code ?? defaultCodes[fault.status] ?? 'InternalError';
  if (!fault.html)
    throw new CosError(fault.status, code, fault.message ?? 'A fault on command.', { headers });
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

/** The request as it arrives: damaged, if the fault is of that kind. */
export function damageUpload(request: CosRequest, fault: FaultKind | undefined): CosRequest {
  return fault && 'corruptByte' in fault ? { ...request, body: corrupt(request.body) } : request;
}

/** The answer with what the fault does to its headers or its body. */
export function damageAnswer(answer: Answer, request: CosRequest, fault: FaultKind): Answer {
  const { headers, body } = answer;
  if ('wrongEtag' in fault) return { ...answer, headers: { ...headers, ...wrongEtag } };
  if ('wrongCrc64' in fault) return { ...answer, headers: { ...headers, ...wrongCrc64 } };
  if ('wrongSums' in fault) return { ...answer, headers: { ...headers, ...wrongEtag, ...wrongCrc64 } };
  if ('dropCrc64' in fault) return { ...answer, headers: without(headers, crc64) };
  if ('html' in fault && fault.html) return { ...answer, headers: without(headers, 'x-cos-request-id') };
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
