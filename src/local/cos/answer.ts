// Answers: their data, XML ones, errors, and the headers that all have in common. Knows no sockets.

import { randomBytes } from 'node:crypto';
import type { CosError } from './errors.ts';
import { texts, xmlDocument } from './xml-body.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where nothing is to be sent; then a HEAD's Content-Length stands in `headers`. */
  readonly body: Buffer;
}

export const noBody = Buffer.alloc(0);

export function xmlAnswer(body: Buffer, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}

/** @param resource Host and path that were asked for, without a scheme. */
export function errorAnswer(error: CosError, resource: string, requestId: string): Answer {
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

/**
 * The answer as it is sent.
 *
 * @param at Milliseconds since 1970, by the server's clock.
 */
export function completeAnswer(
  answer: Answer,
  { requestId, at, isHead }: { requestId: string; at: number; isHead: boolean },
): Answer {
  const body = isHead || answer.status === 304 ? noBody : answer.body;
  const hasLength = answer.status !== 204 && answer.status !== 304;
  const headers = {
    Date: new Date(at).toUTCString(),
    Server: 'tencent-cos',
    'x-cos-request-id': requestId,
    ...(hasLength && { 'Content-Length': String(body.length) }),
    ...answer.headers,
  };
  return { ...answer, headers, body };
}
